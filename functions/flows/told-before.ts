/** Whether readers of a newsletter have had a story, whatever its file is called by now: by id, by alias, or by what it says. */
import type { Entry } from '../domain/article.ts';
import type { Due } from '../domain/due.ts';
import { FOLD } from '../domain/fragment.ts';
import { placeOf } from '../domain/paths.ts';
import type { Run } from '../domain/run.ts';
import { alertRun, editionRun } from '../domain/run-key.ts';
import { comparePrints, printStory } from '../domain/story-print.ts';
import type { LetterView } from './assemble-letter.ts';
import type { DeliveryPorts } from './delivery-ports.ts';
import type { View } from './view.ts';

/** Runs of one newsletter in which an article of the last weeks can have been carried. */
export const RUNS_BACK = 200;

export const printOf = async ({ release }: Pick<View, 'release'>, entry: Entry): Promise<string> => {
  const { text } = await release.fragment(entry);
  return printStory({ title: entry.title, text: text.replaceAll(FOLD, ' ') });
};

/** Beside the ids of a run; empty for what is not there. */
export const printsOf = (view: LetterView, articles: readonly string[]): Promise<string[]> =>
  Promise.all(
    articles.map(async (id) => {
      const found = await view.byId(id);
      return found ? printOf(view, found.entry) : '';
    }),
  );

export type Told = { ids: ReadonlySet<string>; prints: { id: string; print: string }[] };

/** What these runs carried. Runs of before kept no prints. */
export function toldBy(runs: readonly Run[]): Told {
  const prints = new Map<string, { id: string; print: string }>();
  for (const { articles, prints: kept = [] } of runs)
    for (const [i, id] of articles.entries())
      if (kept[i]) prints.set(`${id} ${kept[i]}`, { id, print: kept[i] });
  return { ids: new Set(runs.flatMap(({ articles }) => articles)), prints: [...prints.values()] };
}

/** The id under which it was told. An older story that still stands beside it is another one, unless this is a copy of it. */
export async function toldAs(
  view: View,
  entry: Entry,
  { ids, prints }: Told,
  print: string,
): Promise<string | undefined> {
  const known = [entry.id, ...entry.aliases.map(placeOf)].find((id) => ids.has(id));
  if (known !== undefined) return known;
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
 * The run by which an edition or an alert went under another id. Whatever became of that run, somebody has decided: an alert that
 * an editor stopped is not to come back under a new name.
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
  const print = await printOf(view, found.entry);
  const id = await toldAs(view, found.entry, toldBy(runs), print);
  return runs.find(({ of }) => of === id);
}

/** True: it has gone under another id. Told once, and remembered: it stays due for hours. */
export async function refuseTwice(ports: DeliveryPorts, view: View, due: Due): Promise<boolean> {
  if (due.kind === 'digest') return false;
  const key = `ran-as/${due.id}`;
  if ((await ports.ledger.memory(key)) !== undefined) return true;
  const run = await ranAs(ports, view, due);
  if (!run) return false;
  await ports.ledger.remember(key, run.id);
  const [what, remedy] =
    due.kind === 'alert'
      ? ['story', `\`send ${due.id}\` sends it all the same.`]
      : ['edition', 'If it is another one, take that alias out.'];
  ports.log(
    `${due.id} does not go by itself: it is the same ${what} as ${run.id}, which is ${run.state}. ${remedy}`,
  );
  return true;
}
