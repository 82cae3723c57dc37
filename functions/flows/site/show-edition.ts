/** Builds the browser view of an edition: the letter as it was sent, without articles that were withdrawn since. */
import type { Entry, Fragment } from '../../domain/content/article.ts';
import type {
  Edition,
  EditionItem,
  EditionPart,
  EditionView,
  PictureSize,
} from '../../domain/content/edition.ts';
import { fillText } from '../../domain/content/fragment.ts';
import { BroadsheetError } from '../../domain/error.ts';
import type { Run } from '../../domain/ledger/run.ts';
import type { LetterPage } from '../../domain/letters/letter.ts';
import { countWords, minutesOf } from '../../domain/text/word-count.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { choosePictures } from '../letters/letter-items.ts';
import { isAsSent, type SentLetter } from '../letters/sent-letter.ts';
import type { View } from '../release/view.ts';
import type { SentFacts } from './sent-editions.ts';

/** Only the object's own properties count, because an id may be `constructor`. */
const editionChangeOf = ({ changes }: View, id: string): Instant =>
  Object.hasOwn(changes.editions, id) ? changes.editions[id]! : 0;

export type ShownEdition = { shown: EditionView; changedAt: Instant };

/** Shows an edition of the release. `sent` is undefined if no letter has gone; `letter` is the letter that went, if it is known. */
export async function showEdition(
  view: View,
  edition: Edition,
  sent: SentFacts | undefined,
  letter?: SentLetter,
): Promise<ShownEdition> {
  const state = sent === undefined ? 'hidden' : 'visible';
  const { id } = edition;
  const { intro, signoff, preheader, items } = letter?.page ?? edition;
  const frame = {
    id,
    subject: letter?.subject || edition.subject,
    ownSubject: edition.subject,
    preheader,
    newsletter: findNewsletter(view, edition.newsletter),
    intro,
    signoff,
    date: sent?.date ?? edition.sendAt,
    state,
  } as const;
  const parts = await readParts(view, { items, isSent: letter?.page !== undefined }, state);
  const own =
    letter && !letter.page && editionChangeOf(view, id) > letter.since
      ? editionChangeOf(view, id)
      : undefined;
  return assemblePage(view, frame, parts, {
    letter,
    own,
    at: Math.max(editionChangeOf(view, id), sent?.since ?? 0),
  });
}

/** Shows a digest: the articles that its letter, or else its run, names. `sent` is undefined if no letter has gone. */
export async function showDigest(
  view: View,
  run: Run,
  sent: SentFacts | undefined,
  letter?: SentLetter,
): Promise<ShownEdition> {
  const state = sent === undefined ? 'hidden' : 'visible';
  const items = run.articles.map((article) => ({
    ...{ kind: 'article', article, as: 'brief', label: undefined },
  })) as LetterPage['items'];
  const frame = {
    id: run.id,
    subject: letter?.subject || run.subject,
    preheader: '',
    newsletter: findNewsletter(view, run.newsletter),
    intro: undefined,
    signoff: undefined,
    date: sent?.date,
    state,
  } as const;
  const page = letter?.page;
  const parts = await readParts(view, { items: page?.items ?? items, isSent: page !== undefined }, state);
  return assemblePage(view, frame, parts, { letter, own: undefined, at: sent?.since ?? 0 });
}

/** A part of the page. `said`: the hash of the article's words in the letter, if the letter has one. `sentAs`: the shape there. */
type ShownPart = { part: EditionPart; said?: string | undefined; sentAs: ArticleItem['as'] };

/** `isSent`: the items are those of a letter that went. A letter of an older version had large pictures alone. */
async function readParts(
  view: View,
  { items, isSent }: Pick<LetterPage, 'items'> & { isSent: boolean },
  state: EditionView['state'],
): Promise<ShownPart[]> {
  const shown: ShownPart[] = [];
  const sizes = isSent ? [] : choosePictures(items);
  for (const [i, item] of items.entries()) {
    const size = item.kind === 'article' ? (item.picture ?? sizes[i] ?? 'large') : 'none';
    const part = item.kind === 'article' ? await readArticlePart(view, item, size, state) : item;
    if (part) shown.push({ part, said: item.said, sentAs: item.kind === 'article' ? item.as : 'whole' });
  }
  return shown;
}

function findNewsletter(view: View, id: string) {
  const newsletter = view.release.index.publication.newsletters.find((n) => n.id === id);
  if (!newsletter) throw new BroadsheetError('not-found', 'There is no such newsletter.');
  return newsletter;
}

type ArticleItem = Extract<EditionItem, { kind: 'article' }>;

/** A withdrawn article is left out. A hidden one is shown only in the preview of an edition that has not gone. */
async function readArticlePart(
  view: View,
  item: ArticleItem,
  picture: PictureSize,
  state: EditionView['state'],
): Promise<EditionPart | undefined> {
  const found = await view.byId(item.article);
  if (!found || found.kind === 'gone' || (found.kind === 'hidden' && state === 'visible')) return undefined;
  const { entry } = found;
  const { as, label } = item;
  if (as === 'headline') return { kind: 'article', entry, as, label };
  // This page is public, so an article whose rest is for the letter alone shows its brief, or its summary if it has no fold.
  const shown = entry.access === 'letter' ? 'brief' : as;
  return {
    kind: 'article',
    entry,
    fragment: await view.release.fragment(entry),
    as: shown,
    picture,
    label,
  };
}

type EditionFrame = Omit<EditionView, 'parts' | 'words' | 'minutes' | 'changed' | 'later'>;
/** `own`: when the edition's own text changed after a letter that has no copy of it. `at`: the last change apart from articles. */
type PageChanges = { letter: SentLetter | undefined; own: Instant | undefined; at: Instant };

function assemblePage(
  view: View,
  frame: EditionFrame,
  shown: readonly ShownPart[],
  since: PageChanges,
): ShownEdition {
  const parts = shown.map(({ part }) => part);
  const passages = [frame.intro, frame.signoff].map((passage) => (passage ? countFragmentWords(passage) : 0));
  const words = [...passages, ...parts.map(countPartWords)].reduce((sum, n) => sum + n, 0);
  const entries = parts.flatMap((part): Entry[] => (part.kind === 'article' ? [part.entry] : []));
  const { letter, own, at } = since;
  const changed = letter && frame.state === 'visible' ? findChangesSince(view, shown, letter) : [];
  return {
    shown: {
      ...{ ...frame, parts, words, minutes: minutesOf(words) },
      changed: own === undefined ? changed : [{ entry: undefined, at: own }, ...changed],
      later: letter?.isLater && frame.state === 'visible' ? letter.since : undefined,
    },
    changedAt: Math.max(at, letter?.isLater ? letter.since : 0, view.changedAt(entries, {})),
  };
}

/** Finds articles whose words differ from the letter. For older letters, without hashes, only an article's own `updated` tells. */
function findChangesSince(
  view: View,
  shown: readonly ShownPart[],
  { since }: SentLetter,
): NonNullable<EditionView['changed']> {
  return shown.flatMap(({ part, said, sentAs }) => {
    if (part.kind !== 'article') return [];
    const { entry, fragment } = part;
    const updated = entry.updated !== undefined && entry.updated > since && entry.updated <= view.now;
    const differs = said !== undefined && !isAsSent(said, entry, fragment, sentAs);
    if (!updated && !differs) return [];
    const edited = Object.hasOwn(view.changes.articles, entry.id) ? view.changes.articles[entry.id]! : 0;
    const at = Math.max(updated ? entry.updated! : 0, edited > since && edited <= view.now ? edited : 0);
    return [{ entry, at: at > 0 ? at : undefined }];
  });
}

const countFragmentWords = (fragment: Fragment, part: 'whole' | 'brief' = 'whole'): number =>
  countWords(fillText(fragment, '', part));

/** Counts words as letters do: sponsors do not count. */
function countPartWords(part: EditionPart): number {
  if (part.kind === 'text') return countFragmentWords(part.body);
  if (part.kind === 'sponsor') return 0;
  const isSummary = part.as === 'headline' || (part.entry.access === 'letter' && !part.fragment.folded);
  if (isSummary) return countWords(part.entry.summary);
  return part.as === 'whole' ? part.entry.words : countFragmentWords(part.fragment, 'brief');
}
