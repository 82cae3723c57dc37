import { describe, expect, it } from 'vitest';
import {
  breakerLevelOf,
  budgetsOf,
  describeBreaker,
  ticketWaitOf,
  workFactorOf,
} from '../../../functions/domain/limits/sign-up-tier.ts';
import { MINUTE } from '../../../functions/domain/time/instant.ts';

describe('the tiers', () => {
  it.each([
    [1000, 'none', { open: 500, proven: 5000, slow: 1000 }],
    [1000, 'half', { open: 250, proven: 2500, slow: 500 }],
    [1000, 'tenth', { open: 0, proven: 500, slow: 100 }],
    [3, 'none', { open: 2, proven: 15, slow: 3 }],
    [1, 'none', { open: 1, proven: 5, slow: 1 }],
    [1, 'half', { open: 1, proven: 5, slow: 1 }],
    [1, 'tenth', { open: 0, proven: 5, slow: 1 }],
  ] as const)('of %d an hour, braked %s, have room for readers', (perHour, brake, budgets) => {
    expect(budgetsOf(perHour, brake)).toEqual(budgets);
  });

  it('ask for more work, and more patience, as they fill', () => {
    expect([0, 19, 20, 40, 60, 99].map((used) => workFactorOf(used, 100))).toEqual([1, 1, 2, 4, 8, 8]);
    const minutes = [0, 19, 20, 40, 60, 80, 100].map((used) => ticketWaitOf(used, 100) / MINUTE);
    expect(minutes).toEqual([1, 1, 2, 3, 4, 5, 5]);
  });
});

describe('the brake', () => {
  it.each([
    [19, 19, 'none'],
    [20, 0, 'none'],
    [20, 1, 'none'],
    [20, 2, 'half'],
    [30, 3, 'half'],
    [20, 3, 'tenth'],
    [1000, 50, 'none'],
    [1000, 51, 'half'],
    [1000, 101, 'tenth'],
    // Bounces come after what they are about was forgotten.
    [20, 40, 'tenth'],
  ])('of %d handed over and %d refused is %s', (handed, refused, brake) => {
    expect(breakerLevelOf({ handed, refused })).toBe(brake);
    expect(describeBreaker({ handed, refused }) === undefined).toBe(brake === 'none');
  });
});
