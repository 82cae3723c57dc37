import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatLocalTime } from '../../../functions/domain/time/instant.ts';

const ZONES = [
  'Europe/London',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Casablanca',
  'Asia/Tehran',
];

/** What Intl itself says, asked for every instant. */
const byIntl = (instant: number, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(
    instant,
  );

it('knows the local time of every instant as Intl does, also where clocks change or a day is left out', () => {
  const instants = fc.integer({ min: Date.UTC(1971, 0), max: Date.UTC(2037, 0) });
  const property = fc.property(instants, fc.constantFrom(...ZONES), (instant, zone) => {
    const text = formatLocalTime(instant, zone).replace('T', ' ');
    expect(text.length === 16 ? `${text}:00` : text).toBe(byIntl(instant, zone));
  });
  fc.assert(property, { numRuns: 2000 });
});
