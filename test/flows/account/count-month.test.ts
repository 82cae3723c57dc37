import { describe, expect, it } from 'vitest';
import { costOf } from '../../../functions/domain/account/cost.ts';
import { NOTICES } from '../../../functions/domain/ledger/run-key.ts';
import { DAY } from '../../../functions/domain/time/instant.ts';
import { countMonth } from '../../../functions/flows/account/estimate-cost.ts';
import { PRICES } from '../../../functions/wiring/prices.ts';
import { aBatch, MORNING, noOutcomes } from '../../support/builders/runs.ts';
import { openDelivery } from '../../support/hosts/delivery-fixture.ts';

const accepted = (...positions: number[]) => ({ ...noOutcomes(), accepted: new Set(positions) });
const USE = { month: '2026-11', runs: 9, letters: 90_000, notices: 10_000, active: 10_000 };
const BASIS = {
  plan: 'NONE',
  perSecond: 14,
  tableBytes: 1e9,
  hosting: { waf: false, dashboard: false },
} as const;

describe('what a month used', () => {
  it('is what was accepted of runs and notices that began in it, and who is active now', async () => {
    const room = openDelivery();
    try {
      await room.addSubscribers(3);
      const { ledger } = room.ports;
      const before = Date.parse('2026-10-31T23:59:59Z');
      for (const [id, createdAt] of [
        ['e_monday', MORNING],
        ['e_old', before],
      ] as const) {
        await room.addRun({ id, state: 'done', createdAt });
        await ledger.createBatch(aBatch({ run: id, outcomes: accepted(0, 1), closed: true }));
      }
      for (const [id, createdAt] of [
        ['confirm-1', MORNING - DAY],
        ['confirm-2', before],
      ] as const)
        await ledger.createBatch(
          aBatch({ run: NOTICES, id, members: ['ada'], outcomes: accepted(0), createdAt, closed: true }),
        );
      expect(await countMonth(room.ports)).toEqual({
        month: '2026-11',
        runs: 1,
        letters: 2,
        notices: 1,
        active: 3,
      });
    } finally {
      room.close();
    }
  });
});

describe('what a month costs', () => {
  it('has SES’s fee for letters and notices, and says nothing of what it was told', () => {
    const { sent, toAll, assumed } = costOf(PRICES, USE, BASIS);
    expect(sent.lines[0]).toEqual({ what: 'SES, à la carte', dollars: 10 });
    expect(sent.dollars).toBeGreaterThan(10);
    expect(toAll).toBeCloseTo(sent.dollars / 10);
    expect(assumed.join()).not.toMatch(/Essentials|a second|table/);
  });

  it('says all that nobody told it', () => {
    const { assumed } = costOf(PRICES, USE, {
      ...BASIS,
      plan: undefined,
      perSecond: undefined,
      tableBytes: undefined,
    });
    expect(assumed.join()).toMatch(/Essentials is assumed.*14 a second.*table holds 0.1 GB/);
  });

  it('counts a large table, a firewall and a dashboard', () => {
    const plain = costOf(PRICES, USE, BASIS).rest;
    const hosting = { waf: true, dashboard: true };
    const { free, full } = costOf(PRICES, USE, { ...BASIS, tableBytes: 30 * 1024 ** 3, hosting }).rest;
    expect(free.dollars).toBeCloseTo(plain.free.dollars + 6 + 5 * 0.25);
    expect(full.dollars).toBeCloseTo(plain.full.dollars + 9 + (30 - 1e9 / 1024 ** 3) * 0.25);
  });
});
