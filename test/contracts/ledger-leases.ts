/** What every ledger holds of a batch that workers take from one another: leases that fence, and writing ahead. */
import { describe, expect } from 'vitest';
import { letterOf } from '../../functions/domain/ledger/batch.ts';
import { MAX_AHEAD } from '../../functions/domain/ledger/ledger.ts';
import { MINUTE } from '../../functions/domain/time/instant.ts';
import { aBatch, aRun, MORNING } from '../support/builders/runs.ts';
import { claimed, LATER, list, REF, stored, type WithLedger } from './claimed.ts';

export function leaseContract(withLedger: WithLedger): void {
  describe('a lease', () => {
    withLedger('belongs to one at a time, and rises with every claim', async (ledger) => {
      expect((await claimed(ledger)).lease).toBe(1);
      expect(await ledger.claim(REF, MORNING, LATER)).toBeUndefined();
      expect(await ledger.claim(REF, LATER - 1, LATER)).toBeUndefined();
      expect((await ledger.claim(REF, LATER, LATER + MINUTE))?.lease).toBe(2);
    });

    withLedger('given back is free again, but not before it says', async (ledger) => {
      await claimed(ledger);
      await ledger.giveBack(REF, 1, MORNING + 5);
      expect(await ledger.claimable('e_monday', MORNING + 4, 9)).toEqual([]);
      expect(await ledger.nextClaimable('e_monday')).toBe(MORNING + 5);
      expect(await ledger.claim(REF, MORNING + 4, LATER)).toBeUndefined();
      expect((await ledger.claim(REF, MORNING + 5, LATER))?.lease).toBe(2);
    });

    withLedger(
      'that has passed on gives nothing back, starts nothing, takes nothing back, closes nothing',
      async (ledger) => {
        await claimed(ledger);
        await ledger.claim(REF, LATER, LATER + MINUTE);
        await ledger.giveBack(REF, 1, MORNING);
        expect(await ledger.start(REF, 1, [0], 'l', MORNING, LATER)).toBe(false);
        expect(await ledger.startAgain(REF, 1, [0], MORNING, LATER)).toBe(false);
        expect(await ledger.unstart(REF, 1, [0])).toBe(false);
        expect(await ledger.close(REF, 1)).toBe(false);
        expect(await stored(ledger)).toMatchObject({
          lease: 2,
          leaseUntil: LATER + MINUTE,
          letter: undefined,
        });
        expect(list((await stored(ledger)).started)).toEqual([]);
      },
    );

    withLedger(
      'held or put off further ahead than anybody would is free: a clock was set back',
      async (ledger) => {
        const batch = await claimed(ledger);
        await ledger.start(REF, batch.lease, [0], 'l', MORNING, LATER);
        const [early, back] = [LATER - MAX_AHEAD, LATER - MAX_AHEAD - 1];
        expect(await ledger.claimable('e_monday', early, 9)).toEqual([]);
        expect(await ledger.claim(REF, early, early + MINUTE)).toBeUndefined();
        expect(await ledger.claimable('e_monday', back, 9)).toEqual([REF]);
        const again = await ledger.claim(REF, back, back + MINUTE);
        expect(again).toMatchObject({ lease: 2, leaseUntil: back + MINUTE, startedAt: back });
        // Whoever took it has it like any other.
        expect(await ledger.claim(REF, back, back + MINUTE)).toBeUndefined();
      },
    );

    withLedger('put off by a wrong clock is put off no more once it is claimed', async (ledger) => {
      await ledger.createBatch(aBatch({ notBefore: MORNING + 2 * MAX_AHEAD }));
      expect((await ledger.claim(REF, MORNING, LATER))?.lease).toBe(1);
      expect(await ledger.claim(REF, MORNING, LATER)).toBeUndefined();
      expect((await ledger.claim(REF, LATER, LATER + MINUTE))?.lease).toBe(2);
    });

    withLedger('is offered longest free first', async (ledger) => {
      await ledger.createBatch(aBatch({ id: 'b', createdAt: MORNING + 1 }));
      await ledger.createBatch(aBatch({ id: 'a', createdAt: MORNING + 2 }));
      await ledger.createBatch(aBatch({ id: 'c', notBefore: MORNING - 5 }));
      await ledger.createBatch(aBatch({ id: 'd', run: 'e_other' }));
      await ledger.createBatch(aBatch({ id: 'e', members: [], closed: true }));
      const offered = await ledger.claimable('e_monday', MORNING, 9);
      expect(offered.map((ref) => ref.id)).toEqual(['b', 'a', 'c']);
      expect(await ledger.claimable('e_monday', MORNING, 1)).toHaveLength(1);
      expect(await ledger.nextClaimable('e_nothing')).toBeUndefined();
    });
  });

  describe('writing ahead', () => {
    withLedger('is all or nothing, and keeps the first letter', async (ledger) => {
      await claimed(ledger);
      expect(await ledger.start(REF, 1, [0, 1], 'first', MORNING + 1, LATER + 1)).toBe(true);
      expect(await ledger.start(REF, 1, [1, 2], 'second', MORNING + 2, LATER + 2)).toBe(false);
      expect(await ledger.start(REF, 1, [2], 'second', MORNING + 3, LATER + 3)).toBe(true);
      const batch = await stored(ledger);
      expect(batch).toMatchObject({ letter: 'first', startedAt: MORNING + 3, leaseUntil: LATER + 3 });
      expect(list(batch.started)).toEqual([0, 1, 2]);
    });

    withLedger('knows which position went with another letter than the batch began with', async (ledger) => {
      await ledger.createRun(aRun());
      await claimed(ledger);
      await ledger.start(REF, 1, [0], 'first', MORNING, LATER);
      expect((await stored(ledger)).later).toBeUndefined();
      expect(await ledger.start(REF, 1, [0, 1], 'second', MORNING, LATER)).toBe(false);
      expect(await ledger.start(REF, 1, [1, 2], 'second', MORNING, LATER)).toBe(true);
      await ledger.unstart(REF, 1, [2]);
      expect(await ledger.start(REF, 1, [2], 'first', MORNING, LATER)).toBe(true);
      expect(await ledger.startAgain(REF, 1, [0], MORNING, LATER, 'second')).toBe(true);
      expect(await ledger.startAgain(REF, 1, [1], MORNING, LATER, 'first')).toBe(true);
      const batch = await stored(ledger);
      expect([batch.letter, batch.later]).toEqual(['first', { 1: 'second', '0+': 'second' }]);
      const letters = [0, 1, 2].map((n) => [letterOf(batch, n, 1), letterOf(batch, n, 2)]);
      expect(letters).toEqual([
        ['first', 'second'],
        ['second', 'first'],
        ['first', undefined],
      ]);
      expect((await ledger.batches({ run: 'e_monday', after: '', limit: 9 }))[0]?.later).toEqual(batch.later);
      expect(await ledger.start(REF, 2, [], 'third', MORNING, LATER)).toBe(false);
    });

    withLedger('allows a second try once', async (ledger) => {
      await claimed(ledger);
      await ledger.start(REF, 1, [0, 1], 'l', MORNING, LATER);
      expect(await ledger.startAgain(REF, 1, [0], MORNING + 7, LATER)).toBe(true);
      expect(await ledger.startAgain(REF, 1, [0, 1], MORNING + 8, LATER)).toBe(false);
      expect((await stored(ledger)).startedAt).toBe(MORNING + 7);
      expect(list((await stored(ledger)).again)).toEqual([0]);
    });

    withLedger(
      'is taken back for what was certainly not accepted; a second try leaves the first unknown',
      async (ledger) => {
        await claimed(ledger);
        await ledger.start(REF, 1, [0, 1, 2], 'l', MORNING, LATER);
        await ledger.startAgain(REF, 1, [0], MORNING, LATER);
        expect(await ledger.unstart(REF, 1, [0, 2])).toBe(true);
        expect(list((await stored(ledger)).started)).toEqual([0, 1]);
        expect(list((await stored(ledger)).again)).toEqual([]);
      },
    );
  });
}
