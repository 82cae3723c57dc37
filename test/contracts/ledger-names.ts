/** What every ledger holds about names: others may stand in the places of members, and a folded run has counts alone. */
import { expect } from 'vitest';
import type { Batch, Notice } from '../../functions/domain/ledger/batch.ts';
import { type CompactedRun, countBatch, noCounts } from '../../functions/domain/ledger/compacted-run.ts';
import { ERASED_ID, eraseMembers } from '../../functions/domain/ledger/erased-recipient.ts';
import type { Ledger } from '../../functions/domain/ledger/ledger.ts';
import { emptyTally } from '../../functions/domain/ledger/report.ts';
import { aBatch, aRun, MORNING, noOutcomes } from '../support/builders/runs.ts';
import { claimed, LATER, REF, stored, type WithLedger } from './claimed.ts';

const ID = (n: number) => `reader-${String(n).padStart(15, '0')}`;
const FIFTY = Array.from({ length: 50 }, (_, n) => ID(n));

const without = (batch: Batch, id: string) => eraseMembers(batch, (one) => one === id)!;

async function foldedRun(ledger: Ledger, about: { dropped: boolean }): Promise<CompactedRun> {
  await ledger.createRun(aRun({ state: 'done', spans: 2 }));
  const outcomes = { ...noOutcomes(), accepted: new Set([0, 1]), unknown: new Set([1, 2]) };
  const batches = [
    aBatch({ id: '1-0-', started: new Set([0, 1, 2]), outcomes, closed: true }),
    aBatch({
      id: '1-1-W',
      span: 1,
      closed: true,
      outcomes: { ...noOutcomes(), departed: new Set([0, 1, 2]) },
    }),
  ];
  const counts = noCounts();
  for (const batch of batches) {
    await ledger.createBatch(batch);
    countBatch(counts, batch);
  }
  const setAsideFor = { left: 3, paused: 0, later: 0, suppressed: 0, topics: 0, erased: 0, since: 0 };
  const folded = { at: MORNING, counts, tally: emptyTally(), setAsideFor, givenUp: 0, bare: false };
  await ledger.putRun(aRun({ state: 'done', spans: 2, folded }));
  if (about.dropped) await ledger.forgetBatches(batches);
  return folded;
}

export function namesContract(withLedger: WithLedger): void {
  withLedger(
    'another name stands where a member stood, and everybody else keeps their place',
    async (ledger) => {
      for (const n of [0, 24, 49]) {
        const id = `1-0-${n}`;
        await ledger.createBatch(aBatch({ id, members: FIFTY, next: ID(49) }));
        const seen = (await ledger.batch({ run: 'e_monday', id }))!;
        expect(await ledger.renameMembers(seen, without(seen, ID(n)))).toBe(true);
        const members = FIFTY.map((one, at) => (at === n ? ERASED_ID : one));
        // The chain of batches goes on where it went on before.
        expect(await ledger.batch(seen)).toEqual({ ...seen, members, next: ID(49) });
      }
    },
  );

  withLedger('whoever saw it before it was changed changes nothing', async (ledger) => {
    await ledger.createBatch(aBatch({ members: FIFTY }));
    const seen = await stored(ledger);
    const [one, two] = await Promise.all(
      [ID(1), ID(2)].map((id) => ledger.renameMembers(seen, without(seen, id))),
    );
    expect([one, two].filter(Boolean)).toHaveLength(1);
    const gone = aBatch({ id: '1-0-gone' });
    expect(await ledger.renameMembers(gone, without(gone, 'ben'))).toBe(false);
    expect(await ledger.batch(gone)).toBeUndefined();
  });

  withLedger('a worker who has the batch goes on with its positions, and its lease holds', async (ledger) => {
    await ledger.createRun(aRun({ state: 'sending' }));
    const batch = await claimed(ledger, { members: ['ada', 'ben', 'cay'] });
    expect(await ledger.start(REF, batch.lease, [0, 1], 'letter', MORNING, LATER)).toBe(true);
    const seen = await stored(ledger);
    expect(await ledger.renameMembers(seen, without(seen, 'ben'))).toBe(true);
    expect(await ledger.start(REF, batch.lease, [1], 'letter', MORNING, LATER)).toBe(false);
    expect(await ledger.start(REF, batch.lease, [2], 'letter', MORNING, LATER)).toBe(true);
    await ledger.record(REF, { accepted: [0, 1], rejected: [2] });
    expect(await ledger.close(REF, batch.lease)).toBe(true);
    expect((await stored(ledger)).members).toEqual(['ada', ERASED_ID, 'cay']);
    expect(await ledger.counts('e_monday')).toMatchObject({ members: 3, accepted: 2, rejected: 1 });
  });

  withLedger('names in what a notice is about go as well', async (ledger) => {
    const notice: Notice = {
      kind: 'test',
      to: 'x@example.com',
      letter: 'l',
      about: { as: ID(1), edition: 'm' },
    };
    await ledger.createBatch(aBatch({ members: ['editor'], notice }));
    const seen = await stored(ledger);
    const now = eraseMembers(
      seen,
      (id) => id === ID(1),
      () => true,
    )!;
    expect(await ledger.renameMembers(seen, now)).toBe(true);
    expect((await stored(ledger)).notice).toEqual({
      ...notice,
      to: '',
      about: { as: ERASED_ID, edition: 'm' },
    });
  });

  for (const dropped of [false, true]) {
    withLedger(
      `a folded run has the counts it was folded with, ${dropped ? 'when its batches are gone' : 'before its batches go'}`,
      async (ledger) => {
        const before = await foldedRun(ledger, { dropped });
        expect((await ledger.run('e_monday'))?.folded).toEqual(before);
        expect((await ledger.runs({ limit: 9 }))[0]?.folded).toEqual(before);
        expect(await ledger.counts('e_monday')).toMatchObject({
          members: 6,
          accepted: 2,
          unknown: 1,
          departed: 3,
        });
        await ledger.record(REF, { bounced: [0] });
        expect(await ledger.counts('e_monday')).toMatchObject({ batches: 2, members: 6, bounced: 0 });
        if (dropped) expect(await ledger.batches({ run: 'e_monday', after: '', limit: 9 })).toEqual([]);
      },
    );
  }

  withLedger('batches are forgotten by name, whatever their state, any number of times', async (ledger) => {
    await ledger.createRun(aRun());
    const batches = [aBatch(), aBatch({ id: '1-0-k', closed: true }), aBatch({ id: '1-0-m' })];
    for (const batch of batches) await ledger.createBatch(batch);
    await ledger.forgetBatches(batches.slice(0, 2));
    await ledger.forgetBatches(batches.slice(0, 2));
    const left = await ledger.batches({ run: 'e_monday', after: '', limit: 9 });
    expect(left.map(({ id }) => id)).toEqual(['1-0-m']);
    expect(await ledger.claimable('e_monday', LATER, 9)).toEqual([{ run: 'e_monday', id: '1-0-m' }]);
  });
}
