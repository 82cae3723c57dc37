/** Plans a run: its audience becomes batches, a chain of rows in each span (id range). Two planners at once write the same chain. */
import { runInParallel } from '../../domain/in-parallel.ts';
import { BATCH_SIZE } from '../../domain/ledger/batch.ts';
import { cursorBetween, spanBounds } from '../../domain/ledger/id-ranges.ts';
import { isLive, type Run } from '../../domain/ledger/run.ts';
import { MINUTE } from '../../domain/time/instant.ts';
import { changeRun } from './change-run.ts';
import type { DeliveryPorts } from './delivery-ports.ts';
import { planChain } from './plan-chain.ts';
import { planPass } from './plan-pass.ts';

/** The most that clocks of machines differ. A cut-off further ahead was set by a wrong clock and is not waited for. */
const MAX_CLOCK_SKEW = MINUTE;

/**
 * Spans planned at once; they share no row. With four calls of 5 ms a batch, 16 spans plan 40,000 subscribers a second. Twice as many
 * would write more markers of open batches than one partition of DynamoDB takes (1,000 a second).
 */
const SPANS_AT_ONCE = 16;

/** Plans every pass of a live run whose cut-off lies `planWait` back. Does nothing if the run is planned. */
export async function planBatches(ports: DeliveryPorts, runId: string): Promise<void> {
  const { ledger, clock, settings, doorbell } = ports;
  const found = await ledger.run(runId);
  if (!found || !isLive(found)) return;
  const now = clock();
  if (now < found.cutoff + settings.planWait && found.cutoff <= now + MAX_CLOCK_SKEW) return;
  const run = await changeRun(ports, runId, (run) =>
    run.state === 'planned' ? { ...run, state: 'sending' } : undefined,
  );
  if (await ledger.isPlanned(run)) return;
  await planSpans(ports, run);
  for (let pass = 2; pass <= run.passes && !ports.stop(); pass++) await planPass(ports, run, pass);
  await doorbell.ring({ kind: 'deliver' });
}

/** If a span cannot be planned, the others end after their present batch. The next planner continues from there. */
const planSpans = (ports: DeliveryPorts, run: Run): Promise<void> =>
  runInParallel(Array(run.spans).keys(), SPANS_AT_ONCE, async (span, failed) => {
    const stop = () => failed() || ports.stop();
    if (!stop()) await planSpan({ ...ports, stop }, run, span);
  });

async function planSpan(
  ports: Pick<DeliveryPorts, 'ledger' | 'subscribers' | 'clock' | 'sleep' | 'stop'>,
  run: Run,
  span: number,
): Promise<void> {
  const { after, below } = spanBounds(span, run.spans);
  await planChain(ports, run, { pass: 1, span, from: after }, async (cursor) => {
    // One id more than fits tells whether there is a next batch.
    const limit = BATCH_SIZE + 1;
    const query = { newsletter: run.newsletter, after: cursor, below, limit };
    const ids = await ports.subscribers.candidates(query);
    const members = ids.slice(0, BATCH_SIZE);
    return { members, next: ids.length === limit ? cursorBetween(members.at(-1)!, ids.at(-1)!) : undefined };
  });
}
