import { describe, expect, it } from 'vitest';
import { decideDue, isLongPast, MAX_LATENESS } from '../../../functions/domain/schedule/due.ts';
import { DAY, HOUR } from '../../../functions/domain/time/instant.ts';
import { NOON } from '../../support/builders/small-publication.ts';

const due = { id: 'e_brief', kind: 'edition', of: 'brief', newsletter: 'daily', at: NOON } as const;
const LONG_AGO = NOON - 30 * DAY;

describe('an edition that is due at noon', () => {
  it.each([
    ['a millisecond early', NOON - 1, 'wait'],
    ['at noon', NOON, 'start'],
    ['an hour late, after a restart', NOON + HOUR, 'start'],
    ['six hours late', NOON + 6 * HOUR, 'start'],
    ['six hours and a millisecond late', NOON + 6 * HOUR + 1, 'missed'],
    ['a day late', NOON + DAY, 'missed'],
  ])('and was announced: %s', (_, now, decision) => {
    expect(decideDue(due, now, LONG_AGO, true)).toBe(decision);
  });

  it.each([
    ['six hours late', NOON + 6 * HOUR, 'start'],
    ['six hours and a millisecond late, as nobody expects it', NOON + 6 * HOUR + 1, 'never'],
  ])('and was not announced: %s', (_, now, decision) => {
    expect(decideDue(due, now, LONG_AGO, false)).toBe(decision);
  });

  it.each([
    ['before', NOON - 1, 'start'],
    ['at', NOON, 'start'],
    ['after', NOON + 1, 'never'],
  ])('where the first tick of all was %s noon', (_, firstTick, decision) => {
    expect(decideDue(due, NOON + 1, firstTick, true)).toBe(decision);
  });
});

it.each([
  ['without a time', undefined, false],
  ['of now', NOON, false],
  ['of six hours ago, less a millisecond', NOON - MAX_LATENESS + 1, false],
  ['of six hours ago', NOON - MAX_LATENESS, true],
])('an edition %s is long past: %s, %s', (_, sendAt, past) => {
  expect(isLongPast({ sendAt }, NOON)).toBe(past);
});
