import { describe, expect, it } from 'vitest';
import { findFirstWeek, sumGrowth, weekOf } from '../../../functions/domain/subscribers/growth.ts';
import type { DailyCount } from '../../../functions/domain/subscribers/subscriber.ts';

const count = (day: string, event: DailyCount['event'], n: number, about: Partial<DailyCount> = {}) => ({
  ...{ day, event, reason: '', newsletter: 'brief', source: 'form', count: n, ...about },
});

describe('a week', () => {
  it.each([
    ['2026-11-23', '2026-11-23'],
    ['2026-11-29', '2026-11-23'],
    ['2026-11-30', '2026-11-30'],
    ['2027-01-01', '2026-12-28'],
    ['2024-03-03', '2024-02-26'],
  ])('of %s begins on Monday %s', (day, monday) => expect(weekOf(day)).toBe(monday));

  it('counts itself among those looked back at', () => {
    expect([1, 2, 12].map((weeks) => findFirstWeek('2026-11-28', weeks))).toEqual([
      '2026-11-23',
      '2026-11-16',
      '2026-09-07',
    ]);
  });
});

describe('growth', () => {
  it('adds up a week’s days, and says by which way and why', () => {
    const [row, ...more] = sumGrowth([
      count('2026-11-23', 'joined', 5),
      count('2026-11-24', 'confirmed', 4),
      count('2026-11-29', 'confirmed', 1, { reason: 'undo' }),
      count('2026-11-25', 'left', 2, { reason: 'one-click' }),
      count('2026-11-26', 'left', 1, { reason: 'page' }),
      count('2026-11-26', 'reason', 2, { reason: 'too-many' }),
      count('2026-11-27', 'bounced', 1),
      count('2026-11-27', 'complained', 3),
    ]);
    expect(more).toEqual([]);
    expect(row).toEqual({
      ...{ week: '2026-11-23', newsletter: 'brief', source: 'form', joined: 5, confirmed: 5, left: 3 },
      ...{ confirmedBy: { 'sign-up': 4, undo: 1 }, leftBy: { 'one-click': 2, page: 1 } },
      ...{ reasons: { 'too-many': 2 }, bounced: 1, complained: 3, erased: 0, net: -2 },
    });
  });

  it('keeps weeks, newsletters and sources apart, the newest week first', () => {
    const rows = sumGrowth([
      count('2026-11-22', 'confirmed', 1),
      count('2026-11-23', 'confirmed', 2, { source: 'old, "list"' }),
      count('2026-11-23', 'confirmed', 4, { newsletter: 'weekly' }),
      count('2026-11-24', 'confirmed', 8),
    ]);
    expect(rows.map((r) => [r.week, r.newsletter, r.source, r.net])).toEqual([
      ['2026-11-23', 'brief', 'form', 8],
      ['2026-11-23', 'brief', 'old, "list"', 2],
      ['2026-11-23', 'weekly', 'form', 4],
      ['2026-11-16', 'brief', 'form', 1],
    ]);
  });

  it('is nothing where a sign-up was taken back that nobody had confirmed', () => {
    expect(sumGrowth([count('2026-11-23', 'left', 1, { newsletter: '' })])).toMatchObject([
      { left: 1, net: 0 },
    ]);
  });
});
