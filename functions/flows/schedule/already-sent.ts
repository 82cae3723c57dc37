/** Duplicate detection: whether a newsletter has carried a story before, by the story's id, its aliases or its text. */
import type { Entry } from '../../domain/content/article.ts';
import type { Run } from '../../domain/ledger/run.ts';
import { alertRun, editionRun } from '../../domain/ledger/run-key.ts';
import type { Due } from '../../domain/schedule/due.ts';
import { placeOf } from '../../domain/site/paths.ts';
import { comparePrints } from '../../domain/stories/fingerprint.ts';
import { DAY } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { printOf } from '../release/fingerprint-articles.ts';
import type { View } from '../release/view.ts';

/** The number of latest runs of a newsletter that are looked at. */
export const RUNS_BACK = 200;
/** Time after which an alert with the same words is about a new event. Two storm warnings may read the same. */
const SAME_ALERT = 7 * DAY;

export type Told = { ids: ReadonlySet<string>; prints: { id: string; print: string }[] };

/** The stories that these runs carried. Runs of earlier versions kept no fingerprints. */
export function toldBy(runs: readonly Run[]): Told {
  const prints = new Map<string, { id: string; print: string }>();
  for (const { articles, prints: kept = [] } of runs)
    for (const [i, id] of articles.entries())
      if (kept[i]) prints.set(`${id} ${kept[i]}`, { id, print: kept[i] });
  return { ids: new Set(runs.flatMap(({ articles }) => articles)), prints: [...prints.values()] };
}

/** The id under which the story was sent, found by its own id and aliases. */
export const toldByName = ({ id, aliases }: Entry, { ids }: Told): string | undefined =>
  [id, ...aliases.map(placeOf)].find((name) => ids.has(name));

/** The id under which the story's text was sent. A similar older story that is still published is another one, unless this is its copy. */
export async function toldByText(view: View, { prints }: Told, print: string): Promise<string | undefined> {
  for (const told of prints) {
    const likeness = comparePrints(told.print, print);
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
export async function ranAs(
  { ledger }: Pick<DeliveryPorts, 'ledger'>,
  view: View,
  due: Due,
): Promise<Run | undefined> {
  const key = due.kind === 'edition' ? editionRun : alertRun;
  const edition = due.kind === 'edition' ? await view.release.edition(due.of) : undefined;
  const found = due.kind === 'alert' ? await view.byId(due.of) : undefined;
  for (const alias of edition?.aliases ?? found?.entry.aliases ?? []) {
    const run = await ledger.run(key(placeOf(alias)));
    if (run) return run;
  }
  if (!found) return undefined;
  const runs = (await ledger.runs({ newsletter: due.newsletter, limit: RUNS_BACK })).filter(
    (run) => run.kind === 'alert' && run.id !== due.id,
  );
  const recent = toldBy(runs.filter(({ createdAt }) => createdAt > view.now - SAME_ALERT));
  const id =
    toldByName(found.entry, toldBy(runs)) ??
    (await toldByText(view, recent, await printOf(view, found.entry)));
  return runs.find(({ of }) => of === id);
}

/**
 * True if the due edition or alert was sent under another id. The editors hear of it once. It stays due for hours and is checked again
 * with each release, because an editor may have removed the alias.
 */
export async function refuseTwice(
  ports: Pick<DeliveryPorts, 'ledger' | 'log'>,
  view: View,
  due: Due,
): Promise<boolean> {
  if (due.kind === 'digest') return false;
  const key = `ran-as/${due.id}`;
  const [known, seen] = ((await ports.ledger.memory(key)) ?? '').split(' ');
  if (seen === view.release.hash) return true;
  const run = await ranAs(ports, view, due);
  if (!run) return false;
  await ports.ledger.remember(key, `${run.id} ${view.release.hash}`);
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
