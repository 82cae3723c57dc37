/** What every store of limits holds. */
import { expect, it } from 'vitest';
import { HOUR } from '../../functions/domain/instant.ts';
import type { Limits } from '../../functions/domain/subscriber.ts';
import { NOON } from '../support/small-publication.ts';
import type { Open } from './open.ts';

export function limitsContract(open: Open<{ limits: Limits }>): void {
  const holds = (title: string, work: (limits: Limits) => Promise<void>) =>
    it(title, async () => {
      const { limits, close } = await open();
      try {
        await work(limits);
      } finally {
        await close();
      }
    });

  holds('lets as many through as the limit says, until the window ends', async (limits) => {
    const taken = [];
    for (let i = 0; i < 4; i++) taken.push(await limits.take('k', 3, HOUR, NOON + i));
    expect(taken).toEqual([true, true, true, false]);
    expect(await limits.take('k', 3, HOUR, NOON + HOUR - 1)).toBe(false);
    expect(await limits.take('k', 3, HOUR, NOON + HOUR)).toBe(true);
  });

  holds('lets no more through when all come at once', async (limits) => {
    const takes = await Promise.all(Array.from({ length: 50 }, () => limits.take('k', 7, HOUR, NOON)));
    expect(takes.filter(Boolean)).toHaveLength(7);
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
}
