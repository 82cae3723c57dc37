import { describe, expect, it } from 'vitest';
import { type CostBasis, costOf, type MonthUse } from '../../../functions/domain/account/cost.ts';
import { billOf, type Prices } from '../../../functions/domain/account/prices.ts';

/** A dollar for a thousand messages, one for each gigabyte, and one for each letter a second. */
const PRICES: Prices = {
  mail: {
    fee: (messages, plan) => ({
      ...{ what: 'messages', dollars: messages / 1000 },
      assumed: plan === undefined ? 'A plan is assumed.' : undefined,
    }),
    planName: (plan) => plan,
    planMonthly: () => 0,
    planSaving: (messages) => (messages > 1000 ? 5 : 0),
    cheapestPlan: 'aws ses choose',
  },
  hosting: {
    priced: '2026-11-01',
    letters: (_, perSecond) => billOf([{ what: 'functions', dollars: perSecond }]),
    rest: (free, table) => billOf(free ? [] : [{ what: 'table', dollars: table }]),
    kept: { table: 2, bucket: 3, logs: 4 },
  },
};
const USE: MonthUse = { month: '2026-11', runs: 4, letters: 1000, notices: 0, active: 500 };
const BASIS: CostBasis = {
  ...{ plan: 'NONE', perSecond: 14, tableBytes: 1024 ** 3, hosting: { waf: false, dashboard: false } },
};
const cost = (use: Partial<MonthUse> = {}, basis: Partial<CostBasis> = {}) =>
  costOf(PRICES, { ...USE, ...use }, { ...BASIS, ...basis });

describe('the cost of a month', () => {
  it('counts letters and notices as sent, and one letter to all who are active', () => {
    expect(cost({ notices: 500 })).toMatchObject({ sent: { dollars: 1.5 + 14 }, toAll: 0.5 + 14 });
  });

  it.each([
    ['that is known', 1024 ** 3, 1],
    ['of half a gigabyte', 1024 ** 3 / 2, 0.5],
    ['that is assumed', undefined, 2],
  ])('at rest is the table %s, nothing within the free tier', (_, tableBytes, dollars) => {
    expect(cost({}, { tableBytes }).rest).toMatchObject({ full: { dollars }, free: { dollars: 0 } });
  });

  it.each([
    ['a plan that costs more', 'PLAN', 1001, { dollars: 5, by: 'aws ses choose' }],
    ['a plan that is worth it', 'PLAN', 1000, undefined],
    ['no plan', 'NONE', 5000, undefined],
    ['a plan that nobody named', undefined, 5000, undefined],
  ])('says what is saved beside %s', (_, plan, letters, saved) => {
    expect(cost({ letters }, { plan: plan as CostBasis['plan'] }).saved).toEqual(saved);
  });

  it.each([
    ['the plan', { plan: undefined }, 'A plan is assumed.'],
    ['the rate', { perSecond: undefined }, 'Letters go at 14 a second.'],
    ['the table', { tableBytes: undefined }, 'The table holds 2 GB.'],
  ])('says that %s was assumed, and only then', (_, unknown, sentence) => {
    expect(cost({}, unknown).assumed).toContain(sentence);
    expect(cost().assumed).not.toContain(sentence);
  });
});
