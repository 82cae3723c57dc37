/** A chain of batches: each row says where the next one starts; two planners at once write one chain. */
import { type Batch, type BatchRef, newBatch } from '../../domain/ledger/batch.ts';
import { batchId } from '../../domain/ledger/id-ranges.ts';
import type { Run } from '../../domain/ledger/run.ts';
import type { DeliveryPorts } from './delivery-ports.ts';

/** Whom the batch after a cursor holds, and the next cursor; undefined: it is the last. */
type ReadPage = (cursor: string) => Promise<Pick<Batch, 'members' | 'next'>>;

/**
 * A row decides its chain: it says where the next one starts, or that the span ends with it. Who finds a row goes on from
 * what it says, never from a page of their own, for two planners may have read different pages.
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
    // A long list leaves time for notices.
    await sleep(0);
  }
  await ledger.spanPlanned(run.id, pass, span);
}
