import { describe, expect, it } from 'vitest';
import { planFee, planSaving, SES_PRICES } from '../../../functions/adapters/ses/prices.ts';
import { costOf } from '../../../functions/domain/account/cost.ts';
import { PRICES } from '../../../functions/wiring/prices.ts';

const cents = (dollars: number): number => Math.round(dollars * 100) / 100;

describe('SES’s fee', () => {
  it.each([
    ['NONE', 1e6, 100],
    ['NONE', 200e6, 20_000],
    ['ESSENTIALS', 0, 0],
    ['ESSENTIALS', 1e6, 160],
    ['ESSENTIALS', 10e6, 1600],
    ['ESSENTIALS', 11e6, 1740],
    ['ESSENTIALS', 101e6, 1600 + 12_600 + 110],
    ['PRO', 1e6, 220],
    ['PRO', 11e6, 2370],
    ['ENTERPRISE', 1e6, 230],
    ['ENTERPRISE', 110e6, 2300 + 16_200 + 1300],
  ] as const)('by %s for %d messages of a month is $%d', (plan, messages, dollars) => {
    expect(cents(planFee(messages, plan))).toBe(dollars);
  });

  it('would be less à la carte, the plan’s own month with it', () => {
    expect(cents(planSaving(1e6, 'ESSENTIALS'))).toBe(60);
    expect(cents(planSaving(0, 'PRO'))).toBe(105);
    expect(cents(planSaving(1e6, 'ENTERPRISE'))).toBe(630);
    expect(planSaving(1e6, 'NONE')).toBe(0);
  });
});

describe('the cost of a month', () => {
  const use = { month: '2026-11', runs: 1, letters: 900_000, notices: 100_000, active: 10 };
  const costs = (plan: Parameters<typeof costOf>[2]['plan']) =>
    costOf(PRICES, use, {
      ...{ plan, perSecond: 14, tableBytes: 0 },
      hosting: { waf: false, dashboard: false },
    });

  it('says what another plan saves, and the command that chooses it', () => {
    const { saved } = costs('ESSENTIALS');
    expect([cents(saved!.dollars), saved!.by]).toEqual([60, SES_PRICES.cheapestPlan]);
    expect([costs('NONE').saved, costs(undefined).saved]).toEqual([undefined, undefined]);
  });
});
