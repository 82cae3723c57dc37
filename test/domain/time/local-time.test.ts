import { describe, expect, it } from 'vitest';
import { findZoneFault, parseInstant } from '../../../functions/domain/time/local-time.ts';

const read = (text: string, zone = 'Europe/London') => {
  const reading = parseInstant(text, zone);
  return 'instant' in reading ? new Date(reading.instant).toISOString() : reading.fault;
};

describe('a date as editors write it', () => {
  it.each([
    ['2026-11-20', '2026-11-20T00:00:00.000Z'],
    ['2026-07-20', '2026-07-19T23:00:00.000Z'],
    ['2026-07-20 07:00', '2026-07-20T06:00:00.000Z'],
    ['2026-7-2 7:00', '2026-07-02T06:00:00.000Z'],
    ['2026-11-20T07:00:30', '2026-11-20T07:00:30.000Z'],
    ['2026-07-20T07:00:00Z', '2026-07-20T07:00:00.000Z'],
    ['2026-07-20 07:00 +02:00', '2026-07-20T05:00:00.000Z'],
    ['2026-10-25 01:30', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25 01:30+00:00', '2026-10-25T01:30:00.000Z'],
  ])('%j is local to the publication', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it('names the gap that swallows it', () => {
    expect(read('2026-03-29 01:30')).toEqual({
      message: '2026-03-29 01:30 does not exist in Europe/London: clocks go forward over it that night.',
      remedy: 'Choose a time before or after the gap.',
    });
  });

  it('starts the day where the day starts, midnight or not', () => {
    expect(read('2026-04-24', 'Africa/Cairo')).toBe('2026-04-23T22:00:00.000Z');
  });

  it.each(['tomorrow', '20.11.2026', '2026-11-20 7am', '2026', '11/20/2026'])('%j is no date', (text) => {
    expect(read(text)).toEqual({
      message: `\`${text}\` is not a date.`,
      remedy: 'Write it as `2026-11-20` or `2026-11-20 07:00`.',
    });
  });

  it.each(['2026-02-30', '2026-13-01', '2026-11-20 24:00', '2026-11-20 07:60', '0001-01-01'])(
    '%j is on no calendar',
    (text) => {
      expect(read(text)).toMatchObject({ message: `\`${text}\` is on no calendar and no clock.` });
    },
  );
});

describe('a zone', () => {
  it.each(['Europe/London', 'America/Argentina/Buenos_Aires', 'UTC'])('%s is known', (zone) => {
    expect(findZoneFault(zone)).toBeUndefined();
  });

  it.each(['Europe/Londn', 'London', '+01:00', 'CET7'])('%s is not', (zone) => {
    expect(findZoneFault(zone)).toMatchObject({
      message: `\`${zone}\` is not a time zone.`,
      remedy: expect.stringContaining('`Europe/London`'),
    });
  });
});
