import { expect, it } from 'vitest';
import { bylineOf } from '../../../functions/flows/letters/letter-items.ts';
import { readWords } from '../../support/builders/words.ts';

const SENT = Date.parse('2026-11-23T23:30:00Z');
const at = (language: string, timezone = 'UTC') => ({
  publication: { language, timezone },
  words: { ...readWords('en'), ...readWords(language) },
});

it.each([
  ['en', ['Ada Stone'], '2026-11-23T06:00:00Z', 'By Ada Stone'],
  ['en', ['Ada', 'Lin', 'Grace'], '2026-11-23T06:00:00Z', 'By Ada, Lin and Grace'],
  ['en', ['Ada'], '2026-11-22T06:00:00Z', 'By Ada · 22 November 2026'],
  ['en', [], '2026-11-22T06:00:00Z', '22 November 2026'],
  ['en', [], '2026-11-23T06:00:00Z', ''],
  ['de', ['Ada', 'Lin'], '2026-11-22T06:00:00Z', 'Von Ada und Lin · 22. November 2026'],
])(
  'a story in a letter names its authors, and its day if it is another: %s %j',
  (language, authors, date, byline) => {
    expect(bylineOf(at(language), SENT, { authors, date: Date.parse(date) })).toBe(byline);
  },
);

it('the day is that of the publication’s time zone', () => {
  const date = Date.parse('2026-11-24T06:00:00Z');
  expect(bylineOf(at('en', 'Europe/Berlin'), SENT, { authors: [], date })).toBe('');
});
