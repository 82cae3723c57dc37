/** What every ledger holds: one key one run, leases that fence, write-ahead, outcomes from anyone. */
import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../functions/domain/ledger/ledger.ts';
import { aBatch, aRun, MORNING } from '../support/builders/runs.ts';
import { claimed, LATER, list, REF, stored, type WithLedger } from './claimed.ts';
import { leaseContract } from './ledger-leases.ts';
import { namesContract } from './ledger-names.ts';
import type { Open } from './open.ts';

export function ledgerContract(open: Open<{ ledger: Ledger }>): void {
  const withLedger: WithLedger = (title, work) =>
    it(title, async () => {
      const { ledger, close } = await open();
      try {
        await work(ledger);
      } finally {
        await close();
      }
    });

  describe('runs', () => {
    withLedger('a key is taken once', async (ledger) => {
      expect(await ledger.createRun(aRun())).toBe(true);
      expect(await ledger.createRun(aRun({ subject: 'Another' }))).toBe(false);
      expect(await ledger.run('e_monday')).toEqual(aRun());
      expect(await ledger.run('e_tuesday')).toBeUndefined();
    });

    withLedger('keep what their stories were, and the texts they have had', async (ledger) => {
      const texts = [
        { letter: 'l-1', subject: 'Monday', since: MORNING },
        { letter: 'l-2', subject: 'Monday’s', since: LATER },
      ];
      const told = aRun({ prints: ['a.b', ''], texts });
      await ledger.createRun(told);
      expect(await ledger.run('e_monday')).toEqual(told);
      const next = await ledger.putRun({ ...told, prints: [], texts: texts.slice(1) });
      expect(await ledger.run('e_monday')).toEqual(next);
      expect((await ledger.runs({ limit: 1 }))[0]?.texts).toEqual(texts.slice(1));
    });

    withLedger('whoever read an older version changes nothing', async (ledger) => {
      await ledger.createRun(aRun());
      const stored = await ledger.putRun(aRun({ state: 'paused', reason: 'Lunch.', until: LATER }));
      expect(stored.version).toBe(2);
      await expect(ledger.putRun(aRun({ state: 'cancelled' }))).rejects.toMatchObject({ code: 'conflict' });
      expect(await ledger.run('e_monday')).toEqual(stored);
    });

    withLedger('are listed newest first, by state and newsletter', async (ledger) => {
      await ledger.createRun(aRun({ id: 'e_1', createdAt: MORNING - 2 }));
      await ledger.createRun(aRun({ id: 'e_2', createdAt: MORNING - 1, state: 'done' }));
      await ledger.createRun(aRun({ id: 'd_3', newsletter: 'daily' }));
      const ids = async (query: Parameters<Ledger['runs']>[0]) => (await ledger.runs(query)).map((r) => r.id);
      expect(await ids({ limit: 9 })).toEqual(['d_3', 'e_2', 'e_1']);
      expect(await ids({ limit: 1 })).toEqual(['d_3']);
      expect(await ids({ limit: 9, newsletter: 'brief' })).toEqual(['e_2', 'e_1']);
      expect(await ids({ limit: 9, states: ['planned', 'done'], newsletter: 'brief' })).toEqual([
        'e_2',
        'e_1',
      ]);
      expect(await ids({ limit: 9, states: ['done'] })).toEqual(['e_2']);
    });
  });

  describe('batches', () => {
    withLedger('come back as they were written', async (ledger) => {
      const full = aBatch({
        members: Array.from({ length: 50 }, (_, i) => `reader-${i}`),
        next: 'reader-49',
        notice: { kind: 'proof', to: 'x@example.com', letter: 'l', about: { run: 'a_1' } },
        letter: 'l',
        started: new Set([0, 31, 32, 49]),
        again: new Set([49]),
        later: { 32: 'm', '49+': 'm' },
        outcomes: { ...aBatch().outcomes, accepted: new Set([0, 33]) },
      });
      expect(await ledger.createBatch(full)).toBe(true);
      expect(await ledger.createBatch(aBatch({ members: [] }))).toBe(false);
      expect(await stored(ledger)).toEqual(full);
    });

    withLedger('are read in order of id', async (ledger) => {
      await ledger.createRun(aRun({ passes: 2 }));
      for (const id of ['1-0-b', '1-0-', '2-0-', '1-0-B']) await ledger.createBatch(aBatch({ id }));
      const page = await ledger.batches({ run: 'e_monday', after: '1-0-', limit: 2 });
      expect(page.map((batch) => batch.id)).toEqual(['1-0-B', '1-0-b']);
    });
  });

  leaseContract(withLedger);

  describe('outcomes', () => {
    withLedger('are added by anyone, any number of times, to a closed batch too', async (ledger) => {
      await claimed(ledger);
      await ledger.record(REF, { accepted: [0, 1], departed: [2] });
      await ledger.record(REF, { accepted: [0] });
      expect(await ledger.close(REF, 1)).toBe(true);
      await ledger.record(REF, { bounced: [1] });
      await ledger.record({ ...REF, id: 'no-such' }, { bounced: [1] });
      const { outcomes, closed } = await stored(ledger);
      expect(closed).toBe(true);
      expect([list(outcomes.accepted), list(outcomes.departed), list(outcomes.bounced)]).toEqual([
        [0, 1],
        [2],
        [1],
      ]);
      expect(await ledger.batch({ ...REF, id: 'no-such' })).toBeUndefined();
    });

    withLedger(
      'must decide every position before a batch closes, and a closed one is not claimed',
      async (ledger) => {
        await claimed(ledger);
        await ledger.record(REF, { accepted: [0], rejected: [1] });
        expect(await ledger.close(REF, 1)).toBe(false);
        await ledger.record(REF, { unknown: [2] });
        expect(await ledger.close(REF, 1)).toBe(true);
        expect(await ledger.claim(REF, LATER * 2, LATER * 3)).toBeUndefined();
        expect(await ledger.nextClaimable('e_monday')).toBeUndefined();
      },
    );

    withLedger('add up to where a run stands', async (ledger) => {
      await ledger.createRun(aRun({ spans: 2, passes: 2 }));
      await claimed(ledger);
      await ledger.createBatch(aBatch({ id: '1-1--', span: 1, members: ['dee'] }));
      await ledger.start(REF, 1, [0, 1], 'l', MORNING, LATER);
      await ledger.startAgain(REF, 1, [1], MORNING, LATER);
      await ledger.record(REF, { accepted: [0], unknown: [0, 1], departed: [2], bounced: [0] });
      await ledger.close(REF, 1);
      const counts = { batches: 2, open: 1, members: 4, started: 2, again: 1, accepted: 1, departed: 1 };
      const rest = { rejected: 0, unknown: 1, bounced: 1, complained: 0, soft: 0 };
      expect(await ledger.counts('e_monday')).toEqual({ planned: false, ...counts, ...rest });
    });

    withLedger(
      'a run is planned when each span of each pass is, said any number of times',
      async (ledger) => {
        const run = aRun({ spans: 2, passes: 2 });
        await ledger.createRun(run);
        for (const [pass, span] of [
          [1, 0],
          [1, 0],
          [2, 0],
        ] as const)
          await ledger.spanPlanned('e_monday', pass, span);
        expect((await ledger.counts('e_monday')).planned).toBe(false);
        expect(await ledger.isPlanned(run)).toBe(false);
        await ledger.spanPlanned('e_monday', 1, 1);
        expect((await ledger.counts('e_monday')).planned).toBe(true);
        expect(await ledger.isPlanned(run)).toBe(true);
        expect(await ledger.isPlanned({ ...run, passes: 3 })).toBe(false);
      },
    );
  });

  describe('whom it names', () => namesContract(withLedger));

  withLedger('forgets closed batches of a run that are older than an instant', async (ledger) => {
    const batches = [
      aBatch({ id: 'old', closed: true }),
      aBatch({ id: 'open' }),
      aBatch({ id: 'young', closed: true, createdAt: LATER }),
      aBatch({ run: 'e_other', id: 'other', closed: true }),
    ];
    for (const batch of batches) await ledger.createBatch(batch);
    expect(await ledger.forgetClosed('e_monday', LATER)).toBe(1);
    const left = await ledger.batches({ run: 'e_monday', after: '', limit: 9 });
    expect(left.map(({ id }) => id)).toEqual(['open', 'young']);
    expect(await ledger.batch({ run: 'e_other', id: 'other' })).toBeDefined();
  });

  withLedger('forgets a run whole, as though it had never been, and no other', async (ledger) => {
    const run = aRun({ spans: 2, passes: 2 });
    for (const one of [run, aRun({ id: 'e_other' })]) await ledger.createRun(one);
    for (const id of ['1-0-', '1-1-g', '2-0-']) await ledger.createBatch(aBatch({ id }));
    await ledger.createBatch(aBatch({ run: 'e_other' }));
    for (const [pass, span] of [
      [1, 0],
      [1, 1],
      [2, 0],
    ] as const)
      await ledger.spanPlanned(run.id, pass, span);
    expect(await ledger.isPlanned(run)).toBe(true);
    const changed = await ledger.putRun({ ...run, state: 'paused' });
    await ledger.forgetRun(run);
    expect(await ledger.run(run.id)).toEqual(changed);
    expect((await ledger.counts(run.id)).batches).toBe(3);
    await ledger.forgetRun(changed);
    expect(await ledger.run(run.id)).toBeUndefined();
    expect((await ledger.runs({ limit: 9 })).map(({ id }) => id)).toEqual(['e_other']);
    expect(await ledger.nextClaimable(run.id)).toBeUndefined();
    expect(await ledger.createRun(run)).toBe(true);
    expect(await ledger.isPlanned(run)).toBe(false);
    expect(await ledger.counts(run.id)).toMatchObject({ planned: false, batches: 0, members: 0 });
    expect((await ledger.counts('e_other')).batches).toBe(1);
  });

  withLedger('remembers what a key was last set to', async (ledger) => {
    expect(await ledger.getState('first-tick')).toBeUndefined();
    await ledger.setState('first-tick', '1');
    await ledger.setState('first-tick', '2');
    expect(await ledger.getState('first-tick')).toBe('2');
    await ledger.deleteState('first-tick');
    await ledger.deleteState('first-tick');
    expect(await ledger.getState('first-tick')).toBeUndefined();
  });
}
