/** Which editions may be looked at in a browser, and what they show: what was sent, less what has been taken down since. */
import type { Entry, Fragment } from '../domain/article.ts';
import type { Edition, EditionEntry } from '../domain/edition.ts';
import { BroadsheetError } from '../domain/error.ts';
import { fillText } from '../domain/fragment.ts';
import type { Instant } from '../domain/instant.ts';
import type { Ledger } from '../domain/ledger.ts';
import { countWords, minutesOf } from '../domain/reading.ts';
import type { Run } from '../domain/run.ts';
import { editionRun } from '../domain/run-key.ts';
import type { EditionPart, EditionView } from '../pages/edition.ts';
import type { View } from './view.ts';

export type EditionPorts = { ledger: Pick<Ledger, 'run'> };

/** Runs that have sent something, or are about to. */
const wentOut = (run: Run): boolean => ['planned', 'sending', 'paused', 'done'].includes(run.state);

/** Since when it is out: its time has come, or somebody sent it before. */
export async function outSince(
  ports: EditionPorts,
  { id, sendAt }: Pick<EditionEntry, 'id' | 'sendAt'>,
  now: Instant,
): Promise<Instant | undefined> {
  if (sendAt !== undefined && sendAt <= now) return sendAt;
  const run = await ports.ledger.run(editionRun(id));
  return run !== undefined && wentOut(run) ? run.createdAt : undefined;
}

export type EditionsOut = {
  editions: readonly EditionEntry[];
  /** The last of them came out, or was edited, then. */
  changedAt: Instant;
  /** When time alone adds one. */
  next: Instant | undefined;
};

/** An id may be `constructor`. */
const changedIn = ({ changes }: View, id: string): Instant =>
  Object.hasOwn(changes.editions, id) ? changes.editions[id]! : 0;

/** Those of a newsletter that are out, newest first. */
export async function editionsOut(ports: EditionPorts, view: View, newsletter: string): Promise<EditionsOut> {
  const all = (await view.release.editions()).filter((edition) => edition.newsletter === newsletter);
  const dated = await Promise.all(
    all.map(async (edition) => ({ edition, since: await outSince(ports, edition, view.now) })),
  );
  const out = dated.flatMap(({ edition, since }) => (since === undefined ? [] : [{ edition, since }]));
  const coming = all.flatMap(({ sendAt }) => (sendAt !== undefined && sendAt > view.now ? [sendAt] : []));
  const changes = out.map(({ edition, since }) => Math.max(since, changedIn(view, edition.id)));
  return {
    editions: out.map(({ edition }) => edition),
    changedAt: Math.max(view.changes.site, ...changes),
    next: coming.length > 0 ? Math.min(...coming) : undefined,
  };
}

export type ShownEdition = { shown: EditionView; changedAt: Instant };

/** An edition of the release; `since` undefined: it is not out yet. */
export async function showEdition(
  view: View,
  edition: Edition,
  since: Instant | undefined,
): Promise<ShownEdition> {
  const state = since === undefined ? 'hidden' : 'visible';
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
    date: since ?? edition.sendAt,
    state,
  } as const;
  return shownAs(view, frame, parts, Math.max(changedIn(view, id), since ?? 0));
}

/** A digest that went out: what its run says it carried. */
export async function showDigest(view: View, run: Run): Promise<ShownEdition> {
  const items = run.articles.map((article) => ({ article, as: 'brief' as const, label: undefined }));
  const parts = await Promise.all(items.map((item) => articlePart(view, item, 'visible')));
  const shown = parts.filter((part) => part !== undefined);
  const base = {
    id: run.id,
    subject: run.subject,
    preheader: '',
    date: run.cutoff,
    state: 'visible' as const,
  };
  const newsletter = newsletterOf(view, run.newsletter);
  return shownAs(view, { ...base, newsletter, intro: undefined, signoff: undefined }, shown, run.createdAt);
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
