import { describe, expect, it } from 'vitest';
import { SLOTS_PER_WINDOW, slotRangeAt } from '../../../functions/domain/limits/sliding-window.ts';
import { DAY, HOUR, MINUTE } from '../../../functions/domain/time/instant.ts';
import { NOON } from '../../support/builders/small-publication.ts';

const SLOT = HOUR / SLOTS_PER_WINDOW;

/** Whether a use at `used` counts at `now`, as the stores count it. */
const counts = (used: number, now: number, window = HOUR) => {
  const { first, last } = slotRangeAt(window, now);
  const { slot } = slotRangeAt(window, used);
  return slot >= first && slot <= last;
};

describe('a use of a limit', () => {
  it.each([
    ['an hour', HOUR, 2.5 * MINUTE],
    ['a day', DAY, HOUR],
  ])('in a window of %s lies in one of 24 slots', (_, window, slot) => {
    expect(window / SLOTS_PER_WINDOW).toBe(slot);
    expect(slotRangeAt(window, NOON + slot).slot - slotRangeAt(window, NOON).slot).toBe(1);
    expect(slotRangeAt(window, NOON + slot - 1)).toEqual(slotRangeAt(window, NOON));
  });

  it.each([
    ['at once', NOON, NOON, true],
    ['an hour later', NOON, NOON + HOUR, true],
    ['at the end of its slot', NOON, NOON + HOUR + SLOT - 1, true],
    ['one slot later than an hour', NOON, NOON + HOUR + SLOT, false],
    ['an hour later, from the last of a slot', NOON + SLOT - 1, NOON + SLOT - 1 + HOUR, true],
    ['past an hour, from the last of a slot', NOON + SLOT - 1, NOON + SLOT + HOUR, false],
    ['by a process whose clock is a slot behind', NOON, NOON - 1, true],
    ['after a clock was set back by more', NOON, NOON - SLOT - 1, false],
  ])('counts %s (used at %d, seen at %d): %s', (_, used, now, is) => {
    expect(counts(used, now)).toBe(is);
  });
});
