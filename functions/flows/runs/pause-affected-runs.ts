/** What a withdrawal does to letters: runs under way that carry the article stop, held ones no longer go by themselves. */
import { BroadsheetError, isBroadsheetError } from '../../domain/error.ts';
import type { Ledger } from '../../domain/ledger/ledger.ts';
import type { Run } from '../../domain/ledger/run.ts';

/** More runs than this are never open at once: one a newsletter is the rule. */
const OPEN_RUNS = 1000;

/** Ids of the runs it stopped. */
export async function pauseCarriers({ ledger }: { ledger: Ledger }, article: string): Promise<string[]> {
  const open = await ledger.runs({ states: ['planned', 'held', 'sending'], limit: OPEN_RUNS });
  const carriers = open.filter((run) => run.articles.includes(article));
  for (const run of carriers)
    await stop(
      ledger,
      run,
      `It carries ${article}, which was withdrawn. Resume it with --current, or cancel it.`,
    );
  return carriers.map((run) => run.id);
}

/** Others write to a run too (its delivery ends, an editor stops it): read again and try once more. */
async function stop(ledger: Ledger, run: Run, reason: string): Promise<void> {
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
    await stop(ledger, fresh, reason);
  }
}
