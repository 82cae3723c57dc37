/**
 * The sliding window of a rate limit, counted in equal slots: all uses of a slot count until the last of them is a window old.
 * So no interval of a window's length holds more uses than the limit, and a use counts at most one slot too long.
 */
import type { Instant } from '../time/instant.ts';

/** A limit of an hour forgets a use after 60 to 62.5 minutes, one of a day after 24 to 25 hours. */
export const SLOTS_PER_WINDOW = 24;

/** Slots that may hold a use of the window. `last` is one slot ahead, because another process's clock may run ahead. */
export type SlotRange = { slot: number; first: number; last: number };

export function slotRangeAt(window: number, now: Instant): SlotRange {
  const slot = Math.floor((now * SLOTS_PER_WINDOW) / window);
  return { slot, first: slot - SLOTS_PER_WINDOW, last: slot + 1 };
}
