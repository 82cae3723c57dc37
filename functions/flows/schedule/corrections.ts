/** Corrections owed to readers: the next letter of each newsletter that carried an article prints what was wrong in it. */
import type { Correction, Entry } from '../../domain/content/article.ts';
import type { Run } from '../../domain/ledger/run.ts';
import { DAY } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import type { View } from '../release/view.ts';

export type Owed = { entry: Entry; correction: Correction };

/** Who reads a letter of a year ago again? Corrections of what was carried longer ago are on the page alone. */
const RUNS_BACK = 60;
const AGE = 90 * DAY;

const key = (newsletter: string): string => `corrected/${newsletter}`;
const mark = ({ entry, correction }: Owed): string =>
  `${entry.id} ${correction.date} ${correction.text.length}`;

/** Which run printed which correction. */
type Printed = readonly [run: string, mark: string];

async function printed({ ledger }: Pick<DeliveryPorts, 'ledger'>, newsletter: string): Promise<Printed[]> {
  return JSON.parse((await ledger.memory(key(newsletter))) ?? '[]') as Printed[];
}

/** Of articles that earlier runs carried as they were before the correction; `except`: the run being made. */
export async function outstanding(
  ports: Pick<DeliveryPorts, 'ledger'>,
  view: View,
  newsletter: string,
  except: string,
): Promise<Owed[]> {
  const runs = await ports.ledger.runs({ newsletter, limit: RUNS_BACK });
  const untold = new Set([except]);
  for (const run of runs) if (!(await hasTold(ports, run))) untold.add(run.id);
  const marks = (await printed(ports, newsletter)).filter(([run]) => !untold.has(run));
  const done = new Set(marks.map(([, mark]) => mark));
  const owed = new Map<string, Owed>();
  for (const run of runs) {
    if (untold.has(run.id) || run.letter === undefined || run.createdAt < view.now - AGE) continue;
    for (const article of run.articles) {
      const found = await view.byId(article);
      if (found?.kind !== 'visible') continue;
      for (const correction of found.entry.corrections) {
        const one = { entry: found.entry, correction };
        if (correction.date > run.createdAt && !done.has(mark(one))) owed.set(mark(one), one);
      }
    }
  }
  return [...owed.values()];
}

/** A cancelled run that reached nobody has told nobody. */
export const hasTold = async ({ ledger }: Pick<DeliveryPorts, 'ledger'>, run: Run): Promise<boolean> =>
  run.state !== 'cancelled' || (await ledger.standing(run.id)).started > 0;

/** After the run that prints them is there: better said twice than never. */
export async function markPrinted(
  ports: Pick<DeliveryPorts, 'ledger'>,
  { id, newsletter }: Pick<Run, 'id' | 'newsletter'>,
  owed: readonly Owed[],
): Promise<void> {
  if (owed.length === 0) return;
  const marks = [...(await printed(ports, newsletter)), ...owed.map((one): Printed => [id, mark(one)])];
  await ports.ledger.remember(key(newsletter), JSON.stringify(marks.slice(-500)));
}

/** Of a run that has never been. */
export async function forgetPrinted(
  ports: Pick<DeliveryPorts, 'ledger'>,
  { id, newsletter }: Pick<Run, 'id' | 'newsletter'>,
): Promise<void> {
  const marks = await printed(ports, newsletter);
  const left = marks.filter(([run]) => run !== id);
  if (left.length < marks.length) await ports.ledger.remember(key(newsletter), JSON.stringify(left));
}
