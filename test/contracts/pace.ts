/** What every pace holds: slots follow one another at the rate, and a throttle is remembered for a while. */
import { expect, it } from 'vitest';
import { MAX_AHEAD, type Pace } from '../../functions/domain/ledger/ledger.ts';
import { DAY, MINUTE, SECOND } from '../../functions/domain/time/instant.ts';
import { NOW } from '../support/builders/runs.ts';
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
    expect((await pace.take('letters', 10, 20, NOW, MINUTE)).at).toBe(NOW);
    expect((await pace.take('letters', 10, 20, NOW, MINUTE)).at).toBe(NOW + 500);
    expect((await pace.take('letters', 1, 20, NOW, MINUTE)).at).toBe(NOW + SECOND);
  });

  withPace('saves nothing up while nobody takes', async (pace) => {
    await pace.take('letters', 10, 10, NOW, MINUTE);
    expect((await pace.take('letters', 10, 10, NOW + MINUTE, MINUTE)).at).toBe(NOW + MINUTE);
    expect((await pace.take('letters', 10, 10, NOW + MINUTE, MINUTE)).at).toBe(NOW + MINUTE + SECOND);
  });

  withPace('keeps lanes apart', async (pace) => {
    await pace.take('letters', 100, 1, NOW, MINUTE);
    expect((await pace.take('notices', 1, 1, NOW, MINUTE)).at).toBe(NOW);
  });

  withPace('does not take a slot that its taker would not wait for', async (pace) => {
    await pace.take('letters', 20, 1, NOW, MINUTE);
    expect((await pace.take('letters', 1, 1, NOW, 10 * SECOND)).at).toBe(NOW + 20 * SECOND);
    expect((await pace.take('letters', 1, 1, NOW, 20 * SECOND)).at).toBe(NOW + 20 * SECOND);
    expect((await pace.take('letters', 1, 1, NOW, MINUTE)).at).toBe(NOW + 21 * SECOND);
  });

  withPace('loses no part of a slot when many take at once', async (pace) => {
    const slots = await Promise.all(
      Array.from({ length: 20 }, () => pace.take('letters', 1, 10, NOW, MINUTE)),
    );
    const at = slots.map((slot) => slot.at);
    expect(new Set(at).size).toBe(20);
    expect(Math.max(...at)).toBe(NOW + 1900);
  });

  withPace('is not held up by a clock that was wrong, nor by a rate of nothing', async (pace) => {
    for (const ahead of [DAY, MAX_AHEAD + SECOND]) {
      await pace.take('letters', 1, 1, NOW + ahead, MINUTE);
      expect((await pace.take('letters', 1, 1, NOW, MINUTE)).at).toBe(NOW);
    }
    await pace.take('notices', 1, 0, NOW, MINUTE);
    expect((await pace.take('notices', 1, 1, NOW, MINUTE)).at).toBe(NOW);
  });

  withPace(
    'lets one go ahead of all who wait: what comes next is later, and they are told by how much',
    async (pace) => {
      const { take, push } = pace;
      const before = await take('letters', 10, 10, NOW, MINUTE);
      await push('letters', 2, 10, NOW);
      const after = await take('letters', 10, 10, NOW, MINUTE);
      expect([before.at, after.at]).toEqual([NOW, NOW + SECOND + 200]);
      expect([before.pushed, after.pushed, await pace.pushed('letters', NOW)]).toEqual([0, 200, 200]);
      await push('letters', 1, 10, NOW);
      expect(await pace.pushed('letters', NOW)).toBe(300);
      expect(await pace.pushed('notices', NOW)).toBe(0);
    },
  );

  withPace('keeps its place for who goes ahead where nobody waits', async (pace) => {
    await pace.push('letters', 5, 10, NOW);
    expect(await pace.take('letters', 1, 10, NOW, MINUTE)).toEqual({ at: NOW + 500, pushed: 500 });
  });

  withPace('is moved by a rate of nothing no further than it forgets', async (pace) => {
    await pace.push('letters', 1, 0, NOW);
    const { at, pushed } = await pace.take('letters', 1, 10, NOW, MINUTE);
    expect(at).toBe(NOW);
    await pace.push('letters', 10, 10, NOW);
    expect((await pace.pushed('letters', NOW)) - pushed).toBe(SECOND);
  });

  withPace('loses no push when many push and take at once', async (pace) => {
    const pushes = Array.from({ length: 10 }, () => pace.push('letters', 1, 10, NOW));
    const takes = Array.from({ length: 10 }, () => pace.take('letters', 1, 10, NOW, MINUTE));
    await Promise.all([...pushes, ...takes]);
    expect(await pace.pushed('letters', NOW)).toBe(SECOND);
    expect((await pace.take('letters', 1, 10, NOW, MINUTE)).at).toBe(NOW + 2 * SECOND);
  });

  withPace('is slowed until an instant, then is itself again', async (pace) => {
    const slowed = { factor: 0.5, until: NOW + MINUTE };
    expect(await pace.slowed('letters', NOW)).toBeUndefined();
    await pace.take('letters', 1, 1, NOW, MINUTE);
    await pace.slow('letters', slowed);
    expect(await pace.slowed('letters', NOW + MINUTE - 1)).toEqual(slowed);
    expect(await pace.slowed('notices', NOW)).toBeUndefined();
    expect(await pace.slowed('letters', NOW + MINUTE)).toBeUndefined();
    expect((await pace.take('letters', 1, 1, NOW, MINUTE)).at).toBe(NOW + SECOND);
  });
}
