/** Reports a run, or the latest runs, in numbers. Reads the batches of each once, and the daily counts. */
import type { CompactedRun, SkipCounts } from '../../domain/ledger/compacted-run.ts';
import type { Ledger, RunCounts } from '../../domain/ledger/ledger.ts';
import { makeReport, ownDaysOf, type Report } from '../../domain/ledger/report.ts';
import { isLive, type Run, type RunState } from '../../domain/ledger/run.ts';
import type { RunWaits } from '../../domain/ledger/run-waiting.ts';
import { UNSUBSCRIBE_REASONS } from '../../domain/site/form-fields.ts';
import type { DailyCount } from '../../domain/subscribers/subscriber.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { readWaiting, type WaitPorts } from '../ledger/run-waiting.ts';
import { countGivenUp, tallyRun } from '../ledger/tally-run.ts';
import { explainSkipped } from '../ledger/why-skipped.ts';
import { findRun } from './control.ts';

export type ReportPorts = Pick<
  DeliveryPorts,
  'ledger' | 'counts' | 'subscribers' | 'suppressions' | 'secrets' | 'blobs' | 'clock' | 'publication'
>;

/** Reports the latest runs, newest first. */
export async function reportRuns(
  ports: Pick<ReportPorts, 'ledger' | 'counts' | 'clock' | 'publication'>,
  limit: number,
): Promise<readonly Report[]> {
  const runs = await ports.ledger.runs({ limit });
  const reports: Report[] = [];
  for (const run of runs) reports.push((await readReport(ports, run)).report);
  return reports;
}

/**
 * Reports one run, with the reasons of skipped copies, the number of copies rejected after a day of deferrals, and the instant since which
 * its recipients are no longer kept (`foldedAt`). Throws `not-found`.
 */
export async function reportRun(
  ports: ReportPorts,
  name: string,
): Promise<Report & { setAsideFor: SkipCounts; givenUp: number; foldedAt?: Instant }> {
  const run = await findRun(ports, name);
  const { report: found, departed, folded } = await readReport(ports, run);
  if (folded)
    return { ...found, setAsideFor: folded.setAsideFor, givenUp: folded.givenUp, foldedAt: folded.at };
  const setAsideFor = await explainSkipped(ports, run, departed);
  return { ...found, setAsideFor, givenUp: found.rejected > 0 ? await countGivenUp(ports, run) : 0 };
}

async function readReport(
  ports: Pick<ReportPorts, 'ledger' | 'counts' | 'clock' | 'publication'>,
  run: Run,
): Promise<{ report: Report; departed: readonly string[]; folded: CompactedRun | undefined }> {
  const counted = run.folded ? undefined : await tallyRun(ports, run);
  // Reads the run after its batches: if it is not compacted now, all batches were there.
  const folded = run.folded ?? (await ports.ledger.run(run.id))?.folded;
  const { tally } = folded ?? counted!;
  const departed = counted?.departed ?? [];
  const { timezone } = await ports.publication();
  const days = ownDaysOf(run, await findNextStart(ports.ledger, run), ports.clock(), timezone);
  const counts = await ports.counts.read(days);
  const left = { ...days, count: sumOf(counts.filter(isCountOf('left', [run.newsletter]))) };
  return { report: makeReport(run, tally, left, countReasons(counts, run)), departed, folded };
}

/** The states of runs that may have reached subscribers. */
const SENT_STATES: readonly RunState[] = ['sending', 'paused', 'done', 'cancelled'];
/** Latest runs that are looked at: two months of a daily newsletter with a few alerts. */
const MAX_RUNS_READ = 50;

/** The start of the newsletter's next run. For a run older than all that are looked at, only its own day is certain. */
async function findNextStart(ledger: Ledger, { newsletter, createdAt }: Run): Promise<number | undefined> {
  const runs = await ledger.runs({ newsletter, states: SENT_STATES, limit: MAX_RUNS_READ });
  const later = runs.filter((run) => run.createdAt > createdAt);
  return runs.length === MAX_RUNS_READ && later.length === MAX_RUNS_READ
    ? createdAt
    : later.at(-1)?.createdAt;
}

const isCountOf =
  (event: DailyCount['event'], newsletters: readonly string[]) =>
  (count: DailyCount): boolean =>
    count.event === event && newsletters.includes(count.newsletter);

const sumOf = (counts: readonly DailyCount[]): number => counts.reduce((sum, { count }) => sum + count, 0);

/** The reasons in the order of the form. A link to leave all newsletters names none. */
function countReasons(counts: readonly DailyCount[], { newsletter }: Run): Report['reasons'] {
  const given = counts.filter(isCountOf('reason', [newsletter, '']));
  const by = UNSUBSCRIBE_REASONS.map(
    (id) => [id, sumOf(given.filter(({ reason }) => reason === id))] as const,
  );
  return Object.fromEntries(by.filter(([, count]) => count > 0));
}

/** `waiting`: the waits of a live run, if the caller knows the grace of unknown copies. */
export type RunStatus = { run: Run; standing: RunCounts; waiting?: RunWaits };

type StatusPorts = Pick<DeliveryPorts, 'ledger'> & Partial<WaitPorts>;

/** Lists the runs, newest first, each with its counts and its waits. */
export async function status(
  ports: StatusPorts,
  query: { limit: number; newsletter?: string },
): Promise<readonly RunStatus[]> {
  const found: RunStatus[] = [];
  for (const run of await ports.ledger.runs(query)) found.push(await runStatus(ports, run));
  return found;
}

export async function runStatus({ ledger, clock, settings }: StatusPorts, run: Run): Promise<RunStatus> {
  const standing = await ledger.counts(run.id);
  if (!isLive(run) || standing.open === 0 || !clock || !settings) return { run, standing };
  return { run, standing, waiting: await readWaiting({ ledger, clock, settings }, run.id) };
}
