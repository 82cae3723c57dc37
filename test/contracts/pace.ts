/** What every pace holds: slots follow one another at the rate, and a throttle is remembered for a while. */
import { expect, it } from 'vitest';
import { DAY, MINUTE, SECOND } from '../../functions/domain/instant.ts';
import { FARTHEST, type Pace } from '../../functions/domain/ledger.ts';
import { NOW } from '../support/runs.ts';
import type { Open } from './open.ts';

export function paceContract(open: Open<{ pace: Pace }>): void {
  const withPace = (title: string, work: (pace: Pace) => Promise<void>) =>
    it(title, async () => {
      const { pace, close } = await open();
      try {
        await work(pace);
      } finally {
        await close();
      }
    });

  withPace('gives each taker the instant the one before has paid for', async (pace) => {
    expect(await pace.take('letters', 10, 20, NOW, MINUTE)).toBe(NOW);
    expect(await pace.take('letters', 10, 20, NOW, MINUTE)).toBe(NOW + 500);
    expect(await pace.take('letters', 1, 20, NOW, MINUTE)).toBe(NOW + SECOND);
  });

  withPace('saves nothing up while nobody takes', async (pace) => {
    await pace.take('letters', 10, 10, NOW, MINUTE);
    expect(await pace.take('letters', 10, 10, NOW + MINUTE, MINUTE)).toBe(NOW + MINUTE);
    expect(await pace.take('letters', 10, 10, NOW + MINUTE, MINUTE)).toBe(NOW + MINUTE + SECOND);
  });

  withPace('keeps lanes apart', async (pace) => {
    await pace.take('letters', 100, 1, NOW, MINUTE);
    expect(await pace.take('notices', 1, 1, NOW, MINUTE)).toBe(NOW);
  });

  withPace('does not take a slot that its taker would not wait for', async (pace) => {
    await pace.take('letters', 20, 1, NOW, MINUTE);
    expect(await pace.take('letters', 1, 1, NOW, 10 * SECOND)).toBe(NOW + 20 * SECOND);
    expect(await pace.take('letters', 1, 1, NOW, 20 * SECOND)).toBe(NOW + 20 * SECOND);
    expect(await pace.take('letters', 1, 1, NOW, MINUTE)).toBe(NOW + 21 * SECOND);
  });

  withPace('loses no part of a slot when many take at once', async (pace) => {
    const slots = await Promise.all(
      Array.from({ length: 20 }, () => pace.take('letters', 1, 10, NOW, MINUTE)),
    );
    expect(new Set(slots).size).toBe(20);
    expect(Math.max(...slots)).toBe(NOW + 1900);
  });

  withPace('is not held up by a clock that was wrong, nor by a rate of nothing', async (pace) => {
    for (const ahead of [DAY, FARTHEST + SECOND]) {
      await pace.take('letters', 1, 1, NOW + ahead, MINUTE);
      expect(await pace.take('letters', 1, 1, NOW, MINUTE)).toBe(NOW);
    }
    await pace.take('notices', 1, 0, NOW, MINUTE);
    expect(await pace.take('notices', 1, 1, NOW, MINUTE)).toBe(NOW);
  });

  withPace('is slowed until an instant, then is itself again', async (pace) => {
    const slowed = { factor: 0.5, until: NOW + MINUTE };
    expect(await pace.slowed('letters', NOW)).toBeUndefined();
    await pace.take('letters', 1, 1, NOW, MINUTE);
    await pace.slow('letters', slowed);
    expect(await pace.slowed('letters', NOW + MINUTE - 1)).toEqual(slowed);
    expect(await pace.slowed('notices', NOW)).toBeUndefined();
    expect(await pace.slowed('letters', NOW + MINUTE)).toBeUndefined();
    expect(await pace.take('letters', 1, 1, NOW, MINUTE)).toBe(NOW + SECOND);
  });
}
