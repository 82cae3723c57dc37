/** Plans a chain of batches: each row names the cursor of the next one, so that two planners at once write the same chain. */
import { type Batch, type BatchRef, newBatch } from '../../domain/ledger/batch.ts';
import { batchId } from '../../domain/ledger/id-ranges.ts';
import type { Run } from '../../domain/ledger/run.ts';
import type { DeliveryPorts } from './delivery-ports.ts';

/** Reads the members of the batch after a cursor, and the next cursor (undefined for the last batch). */
type ReadPage = (cursor: string) => Promise<Pick<Batch, 'members' | 'next'>>;

/**
 * The stored row decides how the chain goes on. A planner that finds a row follows its `next` and never its own page, for two planners
 * may have read different pages.
 */
export async function planChain(
  { ledger, clock, sleep, stop }: Pick<DeliveryPorts, 'ledger' | 'clock' | 'sleep' | 'stop'>,
  run: Run,
  { pass, span, from }: { pass: number; span: number; from: string },
  readPage: ReadPage,
): Promise<void> {
  for (let cursor: string | undefined = from; cursor !== undefined; ) {
    if (stop()) return;
    const ref: BatchRef = { run: run.id, id: batchId(pass, span, cursor) };
    let row: Batch | undefined = await ledger.batch(ref);
    if (!row) {
      const batch = newBatch({ ...ref, pass, span, ...(await readPage(cursor)), createdAt: clock() });
      row = (await ledger.createBatch(batch)) ? batch : (await ledger.batch(ref))!;
    }
    cursor = row.next;
    // Yields to the event loop, so that planning a long list does not delay notices.
    await sleep(0);
  }
  await ledger.spanPlanned(run.id, pass, span);
}
