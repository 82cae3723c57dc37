/** What every store of limits holds. */
import { expect, it } from 'vitest';
import type { RateLimits } from '../../functions/domain/subscribers/subscriber.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../functions/domain/time/instant.ts';
import { NOON } from '../support/builders/small-publication.ts';
import type { Open } from './open.ts';

/** A use may count as much longer than its window. */
const SLOT = HOUR / 24;

export function limitsContract(open: Open<{ limits: RateLimits }>): void {
  const holds = (title: string, work: (limits: RateLimits) => Promise<void>) =>
    it(title, async () => {
      const { limits, close } = await open();
      try {
        await work(limits);
      } finally {
        await close();
      }
    });

  const takes = async (limits: RateLimits, n: number, now: number, limit = 3) => {
    let taken = 0;
    for (let i = 0; i < n; i++) taken += (await limits.take('k', limit, HOUR, now)) ? 1 : 0;
    return taken;
  };

  holds('lets as many through as the limit says, until their window has passed', async (limits) => {
    expect(await takes(limits, 4, NOON)).toBe(3);
    expect(await takes(limits, 4, NOON + HOUR - 1)).toBe(0);
    expect(await takes(limits, 4, NOON + HOUR)).toBe(3);
  });

  holds('lets no more through around the turn of an hour', async (limits) => {
    expect(await takes(limits, 9, NOON - MINUTE)).toBe(3);
    expect(await takes(limits, 9, NOON + MINUTE)).toBe(0);
    expect(await takes(limits, 9, NOON - MINUTE + HOUR)).toBe(3);
  });

  holds('lets uses go one by one, as each of them ends', async (limits) => {
    for (const minute of [0, 20, 40]) await limits.take('k', 3, HOUR, NOON + minute * MINUTE);
    expect(await takes(limits, 2, NOON + HOUR)).toBe(1);
    expect(await takes(limits, 2, NOON + 79 * MINUTE)).toBe(0);
    expect(await takes(limits, 2, NOON + 80 * MINUTE)).toBe(1);
  });

  holds('counts the uses of a slot until the last of them is a window old', async (limits) => {
    for (const at of [NOON, NOON + 1, NOON + SLOT - 1]) await takes(limits, 1, at);
    expect(await takes(limits, 1, NOON + SLOT - 2 + HOUR)).toBe(0);
    expect(await takes(limits, 4, NOON + SLOT - 1 + HOUR)).toBe(3);
  });

  holds('never lets more through in any window, whenever they come', async (limits) => {
    const taken: number[] = [];
    // Steps that meet the edges of slots, and miss them.
    for (let now = NOON; now < NOON + 3 * HOUR; now += taken.length % 2 ? 97_531 : SLOT)
      if (await limits.take('k', 5, HOUR, now)) taken.push(now);
    for (const at of taken) expect(taken.filter((t) => t >= at && t < at + HOUR).length).toBeLessThan(6);
    expect(taken.length).toBeGreaterThanOrEqual(14);
  });

  holds('lets no more through when all come at once', async (limits) => {
    const at = (now: number, limit: number) =>
      Promise.all(Array.from({ length: 60 }, () => limits.take('k', limit, HOUR, now)));
    expect((await at(NOON, 3)).filter(Boolean)).toHaveLength(3);
    // At the start of a slot, with uses of slots before.
    expect((await at(NOON + 2 * SLOT, 7)).filter(Boolean)).toHaveLength(4);
    // At the very end of a window: the uses at its begin are over, those of its slots are not.
    expect((await at(NOON + HOUR - 1, 7)).filter(Boolean)).toHaveLength(0);
    expect((await at(NOON + HOUR, 7)).filter(Boolean)).toHaveLength(3);
  });

  holds('refuses nobody of a crowd within the limit', async (limits) => {
    const at = (now: number) =>
      Promise.all(Array.from({ length: 40 }, () => limits.take('k', 1000, HOUR, now)));
    expect((await at(NOON)).every(Boolean)).toBe(true);
    expect((await at(NOON + SLOT)).every(Boolean)).toBe(true);
    expect((await at(NOON + 5 * HOUR)).every(Boolean)).toBe(true);
    expect(await limits.countUses('k', HOUR, NOON + 5 * HOUR)).toBe(40);
  });

  holds('says how many count', async (limits) => {
    const used = (now: number) => limits.countUses('k', HOUR, now);
    expect(await used(NOON)).toBe(0);
    await takes(limits, 5, NOON);
    await takes(limits, 2, NOON + 30 * MINUTE, 9);
    expect([await used(NOON + 30 * MINUTE), await limits.countUses('other', HOUR, NOON)]).toEqual([5, 0]);
    await limits.giveBack('k', HOUR, NOON);
    expect([await used(NOON + HOUR - 1), await used(NOON + HOUR)]).toEqual([4, 2]);
    expect(await used(NOON + 2 * HOUR)).toBe(0);
  });

  holds(
    'is not locked by a clock that is set back, and not opened by one that is a second off',
    async (limits) => {
      expect(await takes(limits, 4, NOON)).toBe(3);
      expect(await takes(limits, 4, NOON - SECOND)).toBe(0);
      expect(await takes(limits, 4, NOON - DAY)).toBe(3);
      expect(await takes(limits, 4, NOON - DAY + HOUR)).toBe(3);
    },
  );

  holds('is not locked by a clock that was years ahead for a moment', async (limits) => {
    expect(await takes(limits, 4, NOON + 3000 * DAY)).toBe(3);
    expect(await takes(limits, 4, NOON)).toBe(3);
    expect(await takes(limits, 4, NOON + MINUTE)).toBe(0);
  });

  holds('keeps windows of one key apart, and long gaps without a trace', async (limits) => {
    expect(await takes(limits, 4, NOON)).toBe(3);
    expect(await limits.take('k', 1, DAY, NOON)).toBe(true);
    expect(await limits.take('k', 1, DAY, NOON + 23 * HOUR)).toBe(false);
    expect(await limits.take('k', 1, DAY, NOON + 400 * DAY)).toBe(true);
  });

  holds('keeps keys apart, and a limit of nothing closed', async (limits) => {
    expect(await limits.take('a', 1, HOUR, NOON)).toBe(true);
    expect(await limits.take('b', 1, HOUR, NOON)).toBe(true);
    expect(await limits.take('c', 0, HOUR, NOON)).toBe(false);
  });

  holds('gives one use back, and never more than were taken', async (limits) => {
    await limits.giveBack('k', HOUR, NOON);
    expect(await limits.take('k', 1, HOUR, NOON)).toBe(true);
    await limits.giveBack('k', HOUR, NOON);
    await limits.giveBack('k', HOUR, NOON);
    expect(await limits.take('k', 1, HOUR, NOON)).toBe(true);
    expect(await limits.take('k', 1, HOUR, NOON)).toBe(false);
  });

  holds('gives back the newest use there is, however long ago within the window', async (limits) => {
    const used = () => limits.countUses('k', HOUR, NOON + 50 * MINUTE);
    for (const minute of [0, 20, 40]) await limits.take('k', 9, HOUR, NOON + minute * MINUTE);
    await limits.giveBack('k', HOUR, NOON + 50 * MINUTE);
    expect([await used(), await limits.countUses('k', HOUR, NOON + 90 * MINUTE)]).toEqual([2, 0]);
    await limits.giveBack('k', HOUR, NOON + 9 * HOUR);
    expect(await used()).toBe(2);
    for (let i = 0; i < 3; i++) await limits.giveBack('k', HOUR, NOON + 50 * MINUTE);
    expect(await used()).toBe(0);
    expect(await takes(limits, 4, NOON + 50 * MINUTE)).toBe(3);
  });

  holds('counts a use by a clock a little behind, and gives it back', async (limits) => {
    expect(await takes(limits, 1, NOON + SLOT, 2)).toBe(1);
    expect(await takes(limits, 2, NOON + SLOT - 1, 2)).toBe(1);
    await limits.giveBack('k', HOUR, NOON + SLOT - 1);
    expect(await limits.countUses('k', HOUR, NOON + SLOT)).toBe(1);
  });
}
