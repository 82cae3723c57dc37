/** The page of an edition: the letter's content for the public, with numbered articles, labelled sponsors and the reading time. */
import type { Fragment, Picture } from '../domain/content/article.ts';
import type { EditionPart, EditionView, PictureSize, Sponsor } from '../domain/content/edition.ts';
import { createIdClaims } from '../domain/content/local-links.ts';
import { markPaidLinks } from '../domain/content/paid-links.ts';
import { editionCard, newsletterCard } from '../domain/content/share-card.ts';
import { articlePath, editionPath, FOLD_ANCHOR, newsletterPath, PAGE_IDS } from '../domain/site/paths.ts';
import { formatDate } from '../domain/text/dates.ts';
import { say } from '../domain/text/translations.ts';
import type { Instant } from '../domain/time/instant.ts';
import { renderBody } from './parts/body.ts';
import type { PageContext } from './parts/context.ts';
import { timeElement } from './parts/dates.ts';
import { layout } from './parts/layout.ts';
import { type Html, html } from './parts/markup.ts';
import { figureElement } from './parts/picture.ts';
import { signUpBox } from './parts/sign-up-box.ts';
import { kicker } from './parts/story.ts';
import { sayPage } from './parts/words.ts';

/** `claimIds`: makes the ids of each text of the page its own. */
type EditionContext = { context: PageContext; claimIds: ReturnType<typeof createIdClaims> };
type ArticlePart = Extract<EditionPart, { kind: 'article' }>;

/** The heading of an article, in the words of its letter: "1 big thing:", then "2.", or the editor's own label after the number. */
function heading({ words }: PageContext, { label, entry }: ArticlePart, n: number): Html {
  const own = label !== undefined && say(words, 'letter.labelled', { label, n });
  const mark = own || (n === 1 ? say(words, 'letter.first') : say(words, 'letter.other', { n }));
  return html`<h2><span class="edition-mark">${mark}</span> <a href="${articlePath(entry.slug)}">${entry.title}</a></h2>`;
}

function articlePart({ context, claimIds }: EditionContext, part: ArticlePart, n: number): Html {
  const { entry } = part;
  const url = articlePath(entry.slug);
  const title = heading(context, part, n);
  if (part.as === 'headline') {
    return html`<article class="edition-item edition-headline">${title}<p>${entry.summary}</p></article>`;
  }
  // The page of an article for the letter alone has no more than this brief.
  const isPublic = entry.access === 'public';
  const shortened = part.as === 'brief' && part.fragment.folded && isPublic;
  return html`<article class="edition-item">${kicker(context, entry.topic)}${title}${
    entry.image && part.picture !== 'none' && leadFigure(entry.image, part.picture, n)
  }<div class="prose">${
    isPublic || part.fragment.folded
      ? renderBody(context, part.fragment, { part: part.as, page: isPublic ? url : undefined, claimIds })
      : html`<p>${entry.summary}</p>`
  }</div>${
    shortened &&
    html`<p class="deeper"><a href="${url}#${FOLD_ANCHOR}">${sayPage(context, 'go-deeper')}<span class="hidden">: ${entry.title}</span></a></p>`
  }${!isPublic && html`<p class="letter-only">${sayPage(context, 'letter-only')}</p>`}</article>`;
}

const leadFigure = (image: Picture, size: PictureSize | undefined, n: number): Html =>
  figureElement(image, { as: size === 'small' ? 'thumb' : 'column', eager: n === 1 });

function sponsorPart(
  { context, claimIds }: EditionContext,
  { name, body: words }: Sponsor,
  label: string | undefined,
): Html {
  const heading = label ?? sayPage(context, 'sponsor', { name });
  return html`<aside class="edition-item edition-sponsor" aria-label="${heading}"><p class="edition-label">${heading}</p><div class="prose">${renderBody(context, markPaidLinks(words), { claimIds })}</div></aside>`;
}

const textPart = ({ context, claimIds }: EditionContext, text: Fragment, label: string | undefined): Html =>
  html`<div class="edition-item">${label !== undefined && html`<h2>${label}</h2>`}<div class="prose">${renderBody(context, text, { claimIds })}</div></div>`;

const textBlock = (
  { context, claimIds }: EditionContext,
  fragment: Fragment | undefined,
  of: string,
): Html | false =>
  fragment !== undefined &&
  html`<div class="prose ${of}">${renderBody(context, fragment, { claimIds })}</div>`;

function renderParts(on: EditionContext, all: readonly EditionPart[]): Html[] {
  let n = 0;
  return all.map((part) => {
    if (part.kind === 'sponsor') return sponsorPart(on, part.sponsor, part.label);
    if (part.kind === 'text') return textPart(on, part.body, part.label);
    n += 1;
    return articlePart(on, part, n);
  });
}

/** A note that lists the articles whose text differs from the sent letter, and tells if a second text of the letter was sent. */
function changeNote(context: PageContext, { changed = [], later }: EditionView): Html | false {
  if (changed.length === 0 && later === undefined) return false;
  const what = changed.map(({ entry, at }, i) => {
    const name = entry
      ? html`<a href="${articlePath(entry.slug)}">${entry.title}</a>`
      : sayPage(context, 'edition-frame');
    return html`${i > 0 ? '; ' : ''}${name}${at !== undefined && html` (${timeElement(context, at, 'minute')})`}`;
  });
  return html`<aside class="corrections" role="note">${
    later !== undefined &&
    html`<p>${sayPage(context, 'edition-later', { time: formatDate(context, later, 'minute') })}</p>`
  }${changed.length > 0 && html`<p>${sayPage(context, 'edition-changed')} ${what}</p>`}</aside>`;
}

/** The editions before and after this one; only what was sent. */
export type EditionNeighbours = Readonly<Record<'newer' | 'older', LinkedEdition | undefined>>;
type LinkedEdition = Pick<EditionView, 'id' | 'subject'> & { date: Instant };

function neighbours(context: PageContext, { newer, older }: EditionNeighbours): Html | false {
  const link = (edition: LinkedEdition | undefined, name: string, rel: 'next' | 'prev') =>
    edition !== undefined &&
    html`<a class="neighbour neighbour-${rel}" href="${editionPath(edition.id)}" rel="${rel}"><span class="neighbour-name">${name} · ${timeElement(context, edition.date, 'day')}</span> <span class="neighbour-title">${edition.subject}</span></a>`;
  return (
    (newer !== undefined || older !== undefined) &&
    html`<nav class="neighbours" aria-label="${sayPage(context, 'neighbours-editions')}">${link(older, sayPage(context, 'edition-older'), 'prev')}${link(newer, sayPage(context, 'edition-newer'), 'next')}</nav>`
  );
}

const NO_NEIGHBOURS: EditionNeighbours = { newer: undefined, older: undefined };

export function editionPage(context: PageContext, view: EditionView, near = NO_NEIGHBOURS): string {
  const { newsletter, date, words, minutes } = view;
  const path = editionPath(view.id);
  const on = { context, claimIds: createIdClaims(PAGE_IDS) };
  const main = html`<div class="edition">${
    view.state === 'hidden' &&
    html`<p class="banner" role="note"><strong>${sayPage(context, 'to-come')}</strong> ${sayPage(context, 'edition-hidden')}</p>`
  }<header class="article-head"><p class="kicker"><a href="${newsletterPath(newsletter.id)}">${newsletter.name}</a></p><h1>${view.subject}</h1>${
    view.preheader !== '' && html`<p class="standfirst">${view.preheader}</p>`
  }<p class="byline">${
    date !== undefined && html`<span>${timeElement(context, date, 'weekday')}</span> `
  }<span>${sayPage(context, 'edition-length', { words: words.toLocaleString(context.publication.language), count: minutes })}</span></p></header>
${textBlock(on, view.intro, 'edition-intro')}${renderParts(on, view.parts)}${textBlock(on, view.signoff, 'edition-signoff')}${changeNote(context, view)}</div>
${neighbours(context, near)}
${signUpBox(context, newsletter.retired ? undefined : newsletter)}`;
  const head = {
    title: view.subject,
    description: view.preheader,
    path,
    card:
      context.cards?.editions && view.ownSubject !== undefined
        ? editionCard(context.publication, { subject: view.ownSubject, newsletter })
        : newsletterCard(context.publication, newsletter),
    ...(view.state === 'hidden' && { robots: 'noindex' as const }),
  };
  return layout(context, head, { main });
}
