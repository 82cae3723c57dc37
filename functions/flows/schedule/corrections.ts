/** Finds the corrections that a newsletter owes its readers: its next letter prints those of articles that earlier letters carried. */
import type { Correction, Entry } from '../../domain/content/article.ts';
import type { Run } from '../../domain/ledger/run.ts';
import { DAY } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import type { View } from '../release/view.ts';

export type Owed = { entry: Entry; correction: Correction };

/** How far back letters are corrected. For an article that an older letter carried, the correction stands on the article's page only. */
const MAX_RUNS_READ = 60;
const MAX_RUN_AGE = 90 * DAY;

const printedKey = (newsletter: string): string => `corrected/${newsletter}`;
const mark = ({ entry, correction }: Owed): string =>
  `${entry.id} ${correction.date} ${correction.text.length}`;

/** Pairs of a run and a correction that it printed. */
type Printed = readonly [run: string, mark: string];

async function readPrinted(
  { ledger }: Pick<DeliveryPorts, 'ledger'>,
  newsletter: string,
): Promise<Printed[]> {
  return JSON.parse((await ledger.getState(printedKey(newsletter))) ?? '[]') as Printed[];
}

/** The corrections of articles that earlier runs carried uncorrected. `except`: the run that is being made. */
export async function findOwedCorrections(
  ports: Pick<DeliveryPorts, 'ledger'>,
  view: View,
  newsletter: string,
  except: string,
): Promise<Owed[]> {
  const runs = await ports.ledger.runs({ newsletter, limit: MAX_RUNS_READ });
  const unreached = new Set([except]);
  for (const run of runs) if (!(await hasReachedReaders(ports, run))) unreached.add(run.id);
  const marks = (await readPrinted(ports, newsletter)).filter(([run]) => !unreached.has(run));
  const done = new Set(marks.map(([, mark]) => mark));
  const owed = new Map<string, Owed>();
  for (const run of runs) {
    if (unreached.has(run.id) || run.letter === undefined || run.createdAt < view.now - MAX_RUN_AGE) continue;
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

/** False for a cancelled run of which no copy was started. Any other run counts: it has reached its readers or still may. */
export const hasReachedReaders = async (
  { ledger }: Pick<DeliveryPorts, 'ledger'>,
  run: Run,
): Promise<boolean> => run.state !== 'cancelled' || (await ledger.counts(run.id)).started > 0;

/** Notes the printed corrections once their run is stored: after a crash in between they are printed twice rather than never. */
export async function markPrinted(
  ports: Pick<DeliveryPorts, 'ledger'>,
  { id, newsletter }: Pick<Run, 'id' | 'newsletter'>,
  owed: readonly Owed[],
): Promise<void> {
  if (owed.length === 0) return;
  const marks = [...(await readPrinted(ports, newsletter)), ...owed.map((one): Printed => [id, mark(one)])];
  await ports.ledger.setState(printedKey(newsletter), JSON.stringify(marks.slice(-500)));
}

/** Takes the note back for a run that is deleted. */
export async function unmarkPrinted(
  ports: Pick<DeliveryPorts, 'ledger'>,
  { id, newsletter }: Pick<Run, 'id' | 'newsletter'>,
): Promise<void> {
  const marks = await readPrinted(ports, newsletter);
  const left = marks.filter(([run]) => run !== id);
  if (left.length < marks.length) await ports.ledger.setState(printedKey(newsletter), JSON.stringify(left));
}
