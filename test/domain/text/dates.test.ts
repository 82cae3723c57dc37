import { expect, it } from 'vitest';
import {
  type DateStyle,
  formatDate,
  formatList,
  formatMonth,
  localeOf,
  weekdayNames,
} from '../../../functions/domain/text/dates.ts';

const context = (language: string, timezone = 'Europe/London', words = {}) => ({
  publication: { language, timezone },
  words,
});
const LATE = Date.parse('2026-11-23T23:30:00Z');

it.each<[string, string, DateStyle, string]>([
  ['en', 'Europe/London', 'day', '23 November 2026'],
  ['en-US', 'Europe/London', 'day', 'November 23, 2026'],
  ['de', 'Europe/London', 'day', '23. November 2026'],
  // It is the next day there.
  ['en', 'Europe/Berlin', 'day', '24 November 2026'],
  ['de', 'Europe/London', 'weekday', 'Montag, 23. November 2026'],
  ['en', 'Europe/London', 'minute', '23 November 2026 at 23:30'],
  ['en', 'Europe/London', 'short', '23 Nov'],
  ['en', 'Europe/London', 'month', 'November 2026'],
])('a date in %s, in %s, as %s is %s', (language, zone, style, text) => {
  expect(formatDate(context(language, zone), LATE, style)).toBe(text);
});

it('a date is in the language of the words around it, where the publication has none of its own', () => {
  expect(formatDate(context('fr', 'Europe/London', { language: 'en' }), LATE, 'day')).toBe(
    '\u206623 November 2026\u2069',
  );
});

it.each([
  ['2026-11', 'en', 'November 2026'],
  ['2026-01', 'de', 'Januar 2026'],
])('the month %s in %s is %s, in whichever zone', (month, language, text) => {
  for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago'])
    expect(formatMonth(context(language, zone), month)).toBe(text);
});

it.each([
  [[], ''],
  [['Ada'], 'Ada'],
  [['Ada', 'Grace'], 'Ada and Grace'],
  [['Ada', 'Grace', 'Lin'], 'Ada, Grace and Lin'],
])('%j is the list %j', (items, text) => {
  expect(formatList(context('en'), items)).toBe(text);
});

it.each([
  ['en', 'Sunday', 'Saturday'],
  ['de', 'Sonntag', 'Samstag'],
])('a week in %s goes from %s to %s', (language, first, last) => {
  const names = weekdayNames(context(language));
  expect([names.length, names[0], names[6]]).toEqual([7, first, last]);
});

it.each([
  ['en', 'en-GB'],
  ['en-US', 'en-US'],
  ['de', 'de'],
])('the language %s writes dates as %s does', (language, locale) => {
  expect(localeOf(language)).toBe(locale);
});
