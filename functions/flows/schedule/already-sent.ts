/** Duplicate detection: whether a newsletter has carried a story before, by the story's id, its aliases or its text. */
import type { Entry } from '../../domain/content/article.ts';
import type { Run } from '../../domain/ledger/run.ts';
import { alertRun, editionRun } from '../../domain/ledger/run-key.ts';
import type { Due } from '../../domain/schedule/due.ts';
import { redirectKey } from '../../domain/site/paths.ts';
import { compareFingerprints } from '../../domain/stories/fingerprint.ts';
import { DAY } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { fingerprintArticle } from '../release/fingerprint-articles.ts';
import type { View } from '../release/view.ts';

/** The latest runs of a newsletter that are looked at: enough to hold every article of the last weeks. */
export const MAX_RUNS_READ = 200;
/** Time after which an alert with the same words is about a new event. Two storm warnings may read the same. */
const SAME_ALERT_WINDOW = 7 * DAY;

export type SentStories = { ids: ReadonlySet<string>; prints: { id: string; print: string }[] };

/** The stories that these runs carried. Runs of earlier versions kept no fingerprints. */
export function collectSentStories(runs: readonly Run[]): SentStories {
  const prints = new Map<string, { id: string; print: string }>();
  for (const { articles, prints: kept = [] } of runs)
    for (const [i, id] of articles.entries())
      if (kept[i]) prints.set(`${id} ${kept[i]}`, { id, print: kept[i] });
  return { ids: new Set(runs.flatMap(({ articles }) => articles)), prints: [...prints.values()] };
}

/** The id under which the story was sent, found by its own id and aliases. */
export const findSentByName = ({ id, aliases }: Entry, { ids }: SentStories): string | undefined =>
  [id, ...aliases.map(redirectKey)].find((name) => ids.has(name));

/**
 * The id under which the story's text was sent. A similar older story that is still visible is another story, unless this one is an exact
 * copy.
 */
export async function findSentByText(
  view: View,
  { prints }: SentStories,
  print: string,
): Promise<string | undefined> {
  for (const told of prints) {
    const likeness = compareFingerprints(told.print, print);
    if (likeness === 'copy') return told.id;
    if (likeness === 'same' && (await hasLeft(view, told.id))) return told.id;
  }
  return undefined;
}

const hasLeft = async (view: View, id: string): Promise<boolean> => {
  const found = await view.byId(id);
  return found === undefined || found.kind === 'hidden';
};

/**
 * The run that sent an edition or an alert under another id. The state of that run does not matter: an alert that an editor stopped must
 * not come back under a new name.
 */
export async function findRunUnderOtherId(
  { ledger }: Pick<DeliveryPorts, 'ledger'>,
  view: View,
  due: Due,
): Promise<Run | undefined> {
  const key = due.kind === 'edition' ? editionRun : alertRun;
  const edition = due.kind === 'edition' ? await view.release.edition(due.of) : undefined;
  const found = due.kind === 'alert' ? await view.byId(due.of) : undefined;
  for (const alias of edition?.aliases ?? found?.entry.aliases ?? []) {
    const run = await ledger.run(key(redirectKey(alias)));
    if (run) return run;
  }
  if (!found) return undefined;
  const runs = (await ledger.runs({ newsletter: due.newsletter, limit: MAX_RUNS_READ })).filter(
    (run) => run.kind === 'alert' && run.id !== due.id,
  );
  const recent = collectSentStories(runs.filter(({ createdAt }) => createdAt > view.now - SAME_ALERT_WINDOW));
  const id =
    findSentByName(found.entry, collectSentStories(runs)) ??
    (await findSentByText(view, recent, await fingerprintArticle(view, found.entry)));
  return runs.find(({ of }) => of === id);
}

/**
 * True if the due edition or alert was sent under another id; the log says so once. The edition or alert stays due for hours and is checked
 * again with each release, because an editor may have removed the alias.
 */
export async function refuseSentBefore(
  ports: Pick<DeliveryPorts, 'ledger' | 'log'>,
  view: View,
  due: Due,
): Promise<boolean> {
  if (due.kind === 'digest') return false;
  const key = `ran-as/${due.id}`;
  const [known, seen] = ((await ports.ledger.getState(key)) ?? '').split(' ');
  if (seen === view.release.hash) return true;
  const run = await findRunUnderOtherId(ports, view, due);
  if (!run) return false;
  await ports.ledger.setState(key, `${run.id} ${view.release.hash}`);
  if (known === run.id) return true;
  const [what, remedy] =
    due.kind === 'alert'
      ? ['story', `\`send ${due.id}\` sends it all the same.`]
      : ['edition', 'If it is another one, take that alias out.'];
  ports.log(
    `${due.id} does not go by itself: it is the same ${what} as ${run.id}, which is ${run.state}. ${remedy}`,
  );
  return true;
}
