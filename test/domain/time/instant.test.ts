import { describe, expect, it } from 'vitest';
import {
  formatLocalTime,
  formatRfc3339,
  instantOf,
  isTimeZone,
  type LocalTime,
  localOf,
} from '../../../functions/domain/time/instant.ts';

const at = (text: string): LocalTime => {
  const [year, month, day, hour, minute, second] = text.split(/\D/).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return { year, month, day, hour, minute, second: second ?? 0 };
};

describe('local time', () => {
  it.each([
    ['2026-07-01T07:00', 'Europe/London', '2026-07-01T06:00:00Z'],
    ['2026-12-01T07:00', 'Europe/London', '2026-12-01T07:00:00Z'],
    ['2026-12-01T00:30', 'Asia/Kolkata', '2026-11-30T19:00:00Z'],
    ['2026-01-01T00:00', 'Pacific/Kiritimati', '2025-12-31T10:00:00Z'],
    ['2026-06-15T12:00', 'UTC', '2026-06-15T12:00:00Z'],
  ])('%s in %s is %s', (local, zone, utc) => {
    expect(formatRfc3339(instantOf(at(local), zone)!)).toBe(utc);
    expect(formatLocalTime(Date.parse(utc), zone)).toBe(local);
  });

  it('does not exist in a daylight-saving gap', () => {
    expect(instantOf(at('2026-03-29T01:30'), 'Europe/London')).toBeUndefined();
    expect(instantOf(at('2026-03-08T02:30'), 'America/New_York')).toBeUndefined();
  });

  it('means the first of two where the clock goes back', () => {
    expect(formatRfc3339(instantOf(at('2026-10-25T01:30'), 'Europe/London')!)).toBe('2026-10-25T00:30:00Z');
    expect(formatRfc3339(instantOf(at('2026-11-01T01:30'), 'America/New_York')!)).toBe(
      '2026-11-01T05:30:00Z',
    );
  });

  it('comes back from every hour of a year in every zone tried', () => {
    for (const zone of ['Europe/Berlin', 'Australia/Lord_Howe', 'America/St_Johns', 'Africa/Casablanca']) {
      for (let t = Date.UTC(2026, 0, 1); t < Date.UTC(2027, 0, 1); t += 3_600_000) {
        const local = localOf(t, zone);
        const back = instantOf(local, zone)!;
        expect(localOf(back, zone)).toEqual(local);
        expect(back === t || back === t - 3_600_000 || back === t - 1_800_000).toBe(true);
      }
    }
  });

  it('knows zones from nonsense', () => {
    expect(isTimeZone('Europe/London')).toBe(true);
    expect(isTimeZone('Europe/Atlantis')).toBe(false);
  });
});
