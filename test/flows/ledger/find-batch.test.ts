import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openDatabase } from '../../../functions/adapters/sqlite/database.ts';
import { createLedger } from '../../../functions/adapters/sqlite/ledger.ts';
import { ALPHABET, batchId, spanBounds } from '../../../functions/domain/ledger/id-ranges.ts';
import type { Ledger } from '../../../functions/domain/ledger/ledger.ts';
import { findBatch } from '../../../functions/flows/ledger/find-batch.ts';
import { planBatches } from '../../../functions/flows/ledger/plan.ts';
import { aBatch } from '../../support/builders/runs.ts';
import { openDelivery } from '../../support/hosts/delivery-fixture.ts';

const id = fc
  .array(fc.constantFrom(...ALPHABET), { minLength: 22, maxLength: 22 })
  .map((characters) => characters.join(''));

/** Batches as the planner makes them: of `size`, each after the last member of the one before. */
function batchesFor(ids: readonly string[], spans: number, size: number) {
  return Array.from({ length: spans }, (_, span) => {
    const { after, below = '~' } = spanBounds(span, spans);
    const own = ids.filter((one) => one > after && one < below).sort();
    const starts = Array.from({ length: Math.max(1, Math.ceil(own.length / size)) }, (_, i) => i * size);
    return starts.map((start) => {
      const members = own.slice(start, start + size);
      const cursor = start === 0 ? after : own[start - 1]!;
      const next = start + size < own.length ? members.at(-1) : undefined;
      return aBatch({ id: batchId(1, span, cursor), span, members, next });
    });
  }).flat();
}

it('finds the batch of everybody, and none for a stranger, however the list falls into spans', async () => {
  const lists = fc.record({
    ids: fc.uniqueArray(id, { minLength: 1, maxLength: 120 }),
    spans: fc.constantFrom(1, 2, 8, 64),
    size: fc.integer({ min: 1, max: 9 }),
    stranger: id,
  });
  await fc.assert(
    fc.asyncProperty(lists, async ({ ids, spans, size, stranger }) => {
      const database = openDatabase(':memory:', { durable: false });
      const ledger = createLedger(database);
      for (const batch of batchesFor(ids, spans, size)) await ledger.createBatch(batch);
      // A pass over some of them is no part of the run's own.
      await ledger.createBatch(aBatch({ id: batchId(2, spans, ''), pass: 2, members: [stranger] }));
      const run = { id: 'e_monday', spans };
      for (const one of ids) expect((await findBatch(ledger, run, one))?.members).toContain(one);
      if (!ids.includes(stranger)) expect(await findBatch(ledger, run, stranger)).toBeUndefined();
      database.close();
    }),
    { numRuns: 40 },
  );
});

it('reads few rows of many', async () => {
  const database = openDatabase(':memory:', { durable: false });
  const ledger = createLedger(database);
  const ids = fc.sample(id, { numRuns: 10_000, seed: 7 });
  for (const batch of batchesFor([...new Set(ids)], 1, 50)) await ledger.createBatch(batch);
  let reads = 0;
  const counted: Pick<Ledger, 'batch' | 'batches'> = {
    batch(ref) {
      reads++;
      return ledger.batch(ref);
    },
    batches(query) {
      reads++;
      return ledger.batches(query);
    },
  };
  for (const one of ids.slice(0, 100)) {
    reads = 0;
    expect((await findBatch(counted, { id: 'e_monday', spans: 1 }, one))?.members).toContain(one);
    expect(reads).toBeLessThan(40);
  }
  database.close();
});

it('finds everybody of a run as the planner planned it', async () => {
  const room = openDelivery();
  const readers = await room.addSubscribers(400);
  const run = await room.addRun({ spans: 4 });
  await planBatches(room.ports, run.id);
  for (const { id: one } of readers)
    expect((await findBatch(room.ports.ledger, run, one))?.members).toContain(one);
  room.close();
});
