/** Share cards: a title on paper, as the link preview (og:image) of a page without a picture. A card's name tells all that it shows. */

import { hashOf } from '../hash.ts';
import type { Newsletter, Publication, Topic } from '../publication/publication.ts';
import { findReadableAccent, SURFACES } from '../site/accent-colour.ts';
import { directionOf } from '../text/translations.ts';
import type { EditionView } from './edition.ts';

/** `label` stands above the title, in the accent's colour, `name` below it; either may be empty. */
export type ShareCard = {
  title: string;
  label: string;
  name: string;
  accent: string;
  paper: string;
  direction: 'ltr' | 'rtl';
};

/** The lists whose items have cards of their own; absent in releases of earlier versions, which have no cards at all. */
export type CardScope = { stories: boolean; editions: boolean };

/** Pixels: the size to which link previews crop. */
export const CARD_SIZE = { width: 1200, height: 630 } as const;
/** A card takes 25 ms, once. Beyond so many stories or editions they share the cards of their topics or newsletters. */
const MAX_OWN_CARDS = 500;
/** Version of the drawing, a part of every card's name: raise it when the drawing changes. */
const CARD_VERSION = '2';
/** Characters. A longer text would not fit, even in the smallest letters. */
const MAX_TITLE = 180;
const MAX_LINE = 90;

export const cardScopeOf = (stories: number, editions: number): CardScope => ({
  stories: stories <= MAX_OWN_CARDS,
  editions: editions <= MAX_OWN_CARDS,
});

export const cardPath = (card: ShareCard): string =>
  `media/card-${hashOf(CARD_VERSION, JSON.stringify(card)).slice(0, 16)}.png`;

const createCard = (
  { accent, language }: Publication,
  title: string,
  label: string,
  name: string,
): ShareCard => ({
  ...{ title: shorten(title, MAX_TITLE), label: shorten(label, MAX_LINE), name: shorten(name, MAX_LINE) },
  ...{ accent: findReadableAccent(accent, 'light'), paper: SURFACES.light.paper },
  direction: directionOf(language),
});

function shorten(text: string, most: number): string {
  const letters = [...text];
  return letters.length <= most
    ? text
    : `${letters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}

export const homeCard = (publication: Publication): ShareCard =>
  createCard(publication, publication.title, '', publication.description);

export const topicCard = (publication: Publication, { name }: Pick<Topic, 'name'>): ShareCard =>
  createCard(publication, name, '', publication.title);

export const newsletterCard = (publication: Publication, { name }: Pick<Newsletter, 'name'>): ShareCard =>
  createCard(publication, name, '', publication.title);

export const editionCard = (
  publication: Publication,
  { subject, newsletter }: Pick<EditionView, 'subject'> & { newsletter: Pick<Newsletter, 'name'> },
): ShareCard => createCard(publication, subject, newsletter.name, publication.title);

/** `topic`: undefined if the publication no longer has it. */
export const storyCard = (
  publication: Publication,
  { title }: { title: string },
  topic: Pick<Topic, 'name'> | undefined,
): ShareCard => createCard(publication, title, topic?.name ?? '', publication.title);
