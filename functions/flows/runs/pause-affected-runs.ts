/** Pauses the runs affected by a withdrawal: live runs that carry the article stop, held ones no longer start by themselves. */
import { BroadsheetError, isBroadsheetError } from '../../domain/error.ts';
import type { Ledger } from '../../domain/ledger/ledger.ts';
import type { Run } from '../../domain/ledger/run.ts';

/** The most open runs that are looked at; as a rule there is one a newsletter. */
const MAX_OPEN_RUNS = 1000;

/** Returns the ids of the runs that were stopped. */
export async function pauseAffectedRuns({ ledger }: { ledger: Ledger }, article: string): Promise<string[]> {
  const open = await ledger.runs({ states: ['planned', 'held', 'sending'], limit: MAX_OPEN_RUNS });
  const affected = open.filter((run) => run.articles.includes(article));
  for (const run of affected)
    await stopRun(
      ledger,
      run,
      `The letter carries ${article}, which was withdrawn. Resume the run with --current, or cancel it.`,
    );
  return affected.map((run) => run.id);
}

/** Stops one run. Workers and editors write to it as well, so after a conflict the run is read again and the change tried again. */
async function stopRun(ledger: Ledger, run: Run, reason: string): Promise<void> {
  const stopped: Run =
    run.state === 'held'
      ? { ...run, until: undefined, reason }
      : { ...run, state: 'paused', until: undefined, reason };
  try {
    await ledger.putRun(stopped);
  } catch (error) {
    const fresh = await ledger.run(run.id);
    if (!isBroadsheetError(error) || error.code !== 'conflict' || !fresh) throw error;
    if (!['planned', 'held', 'sending'].includes(fresh.state)) return;
    if (fresh.version === run.version)
      throw new BroadsheetError('broken', `The run ${run.id} cannot be paused.`, { cause: error });
    await stopRun(ledger, fresh, reason);
  }
}
