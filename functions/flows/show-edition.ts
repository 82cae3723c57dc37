/** What an edition shows in a browser: what was sent, less what has been taken down since. */
import type { Entry, Fragment } from '../domain/article.ts';
import type { Edition } from '../domain/edition.ts';
import { BroadsheetError } from '../domain/error.ts';
import { fillText } from '../domain/fragment.ts';
import type { Instant } from '../domain/instant.ts';
import { countWords, minutesOf } from '../domain/reading.ts';
import type { Run } from '../domain/run.ts';
import type { EditionPart, EditionView } from '../pages/edition.ts';
import type { Sent } from './sent-editions.ts';
import type { View } from './view.ts';

/** An id may be `constructor`. */
const changedIn = ({ changes }: View, id: string): Instant =>
  Object.hasOwn(changes.editions, id) ? changes.editions[id]! : 0;

export type ShownEdition = { shown: EditionView; changedAt: Instant };

/** An edition of the release; `sent` undefined: no letter of it has gone. */
export async function showEdition(
  view: View,
  edition: Edition,
  sent: Sent | undefined,
): Promise<ShownEdition> {
  const state = sent === undefined ? 'hidden' : 'visible';
  const parts: EditionPart[] = [];
  for (const item of edition.items) {
    const part = item.kind === 'article' ? await articlePart(view, item, state) : item;
    if (part) parts.push(part);
  }
  const { id, subject, preheader, intro, signoff } = edition;
  const newsletter = newsletterOf(view, edition.newsletter);
  const frame = {
    id,
    subject,
    preheader,
    newsletter,
    intro,
    signoff,
    date: sent?.date ?? edition.sendAt,
    state,
  } as const;
  return shownAs(view, frame, parts, Math.max(changedIn(view, id), sent?.since ?? 0));
}

/** A digest: what its run says it carries; `sent` undefined: no letter of it has gone. */
export async function showDigest(view: View, run: Run, sent: Sent | undefined): Promise<ShownEdition> {
  const state = sent === undefined ? 'hidden' : 'visible';
  const items = run.articles.map((article) => ({ article, as: 'brief' as const, label: undefined }));
  const parts = await Promise.all(items.map((item) => articlePart(view, item, state)));
  const shown = parts.filter((part) => part !== undefined);
  const base = {
    id: run.id,
    subject: run.subject,
    preheader: '',
    date: sent?.date,
    state,
  } as const;
  const newsletter = newsletterOf(view, run.newsletter);
  return shownAs(
    view,
    { ...base, newsletter, intro: undefined, signoff: undefined },
    shown,
    sent?.since ?? 0,
  );
}

function newsletterOf(view: View, id: string) {
  const newsletter = view.release.index.publication.newsletters.find((n) => n.id === id);
  if (!newsletter) throw new BroadsheetError('not-found', 'There is no such newsletter.');
  return newsletter;
}

type Item = { article: string; as: 'whole' | 'brief' | 'headline'; label: string | undefined };

/** What is gone is left out; what is not visible yet is seen in previews of what is to come. */
async function articlePart(
  view: View,
  item: Item,
  state: EditionView['state'],
): Promise<EditionPart | undefined> {
  const found = await view.byId(item.article);
  if (!found || found.kind === 'gone' || (found.kind === 'hidden' && state === 'visible')) return undefined;
  const { entry } = found;
  const { as, label } = item;
  if (as === 'headline') return { kind: 'article', entry, as, label };
  // Here everybody reads: the part of an article that is for the letter stays there.
  const shown = entry.access === 'letter' ? 'brief' : as;
  return { kind: 'article', entry, fragment: await view.release.fragment(entry), as: shown, label };
}

type Frame = Omit<EditionView, 'parts' | 'words' | 'minutes'>;

function shownAs(view: View, frame: Frame, parts: readonly EditionPart[], changed: Instant): ShownEdition {
  const passages = [frame.intro, frame.signoff].map((passage) => (passage ? wordsIn(passage) : 0));
  const words = [...passages, ...parts.map(wordsOf)].reduce((sum, n) => sum + n, 0);
  const entries = parts.flatMap((part): Entry[] => (part.kind === 'article' ? [part.entry] : []));
  return {
    shown: { ...frame, parts, words, minutes: minutesOf(words) },
    changedAt: Math.max(changed, view.changedAt(entries, {})),
  };
}

const wordsIn = (fragment: Fragment, part: 'whole' | 'brief' = 'whole'): number =>
  countWords(fillText(fragment, '', part));

/** As letters count: sponsors are not reading. */
function wordsOf(part: EditionPart): number {
  if (part.kind === 'text') return wordsIn(part.body);
  if (part.kind === 'sponsor') return 0;
  if (part.as === 'headline') return countWords(part.entry.summary);
  return part.as === 'whole' ? part.entry.words : wordsIn(part.fragment, 'brief');
}
