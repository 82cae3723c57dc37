import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Weekday } from '../../../functions/domain/publication/publication.ts';
import {
  parseDuration,
  parseSchedule,
  slotAfter,
  slotBefore,
  slotsBetween,
} from '../../../functions/domain/publication/schedule.ts';
import { formatLocalTime } from '../../../functions/domain/time/instant.ts';

const ZONE = 'Europe/London';

describe('a schedule', () => {
  it.each([
    ['weekdays at 07:00', [1, 2, 3, 4, 5], 7, 0],
    ['daily at 6:30', [0, 1, 2, 3, 4, 5, 6], 6, 30],
    ['every day at 18:00', [0, 1, 2, 3, 4, 5, 6], 18, 0],
    ['Saturday at 09:00', [6], 9, 0],
    ['Saturdays 09:00', [6], 9, 0],
    ['every Monday at 0:05', [1], 0, 5],
    ['weekends at 23:59', [0, 6], 23, 59],
    ['Monday, Wednesday and Friday at 07:00', [1, 3, 5], 7, 0],
    ['Fri, Mon at 07:00', [1, 5], 7, 0],
  ])('is read from %j', (text, days, hour, minute) => {
    expect(parseSchedule(text)).toEqual({ days, hour, minute });
  });

  it.each([
    '',
    'daily',
    'at 7:00',
    'Caturday at 09:00',
    'weekdays at 24:00',
    'daily at 7',
    'daily at 07:60',
    '0 7 * * *',
  ])('is not read from %j', (text) => {
    expect(parseSchedule(text)).toBeUndefined();
  });

  it('means the same local time on both sides of a change of clocks', () => {
    const daily = parseSchedule('daily at 07:00')!;
    const slots = slotsBetween(daily, ZONE, Date.UTC(2026, 9, 24), Date.UTC(2026, 9, 27));
    expect(slots.map((slot) => new Date(slot).toISOString())).toEqual([
      '2026-10-24T06:00:00.000Z',
      '2026-10-25T07:00:00.000Z',
      '2026-10-26T07:00:00.000Z',
    ]);
  });

  it('goes on after the gap when clocks skip its time, and comes once when they repeat it', () => {
    const night = parseSchedule('daily at 01:30')!;
    const spring = slotsBetween(night, ZONE, Date.UTC(2026, 2, 28, 12), Date.UTC(2026, 2, 29, 12));
    expect(spring.map((slot) => formatLocalTime(slot, ZONE))).toEqual(['2026-03-29T02:00']);
    const autumn = slotsBetween(night, ZONE, Date.UTC(2026, 9, 24, 12), Date.UTC(2026, 9, 25, 12));
    expect(autumn).toEqual([Date.UTC(2026, 9, 25, 0, 30)]);
  });

  it('has a slot before and a slot after every instant, and none between them', () => {
    const days = fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 });
    fc.assert(
      fc.property(days, fc.nat(23), fc.nat(59), fc.nat(500_000_000), (set, hour, minute, seconds) => {
        const schedule = { days: set as Weekday[], hour, minute };
        const now = Date.UTC(2020, 0, 1) + seconds * 1000;
        const before = slotBefore(schedule, 'America/New_York', now);
        const after = slotAfter(schedule, 'America/New_York', now);
        expect(before).toBeLessThanOrEqual(now);
        expect(after).toBeGreaterThan(now);
        expect(slotsBetween(schedule, 'America/New_York', before, after)).toEqual([after]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a length of time', () => {
  it.each([
    ['10 minutes', 600_000],
    ['1 hour', 3_600_000],
    ['90 seconds', 90_000],
    ['2 days', 172_800_000],
    ['15 min', 900_000],
    ['soon', undefined],
    ['-1 hour', undefined],
    ['10', undefined],
  ])('%j', (text, length) => {
    expect(parseDuration(text)).toBe(length);
  });
});
