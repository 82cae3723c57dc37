/** What every pace holds: slots follow one another at the rate, and a throttle is remembered for a while. */
import { expect, it } from 'vitest';
import { MAX_AHEAD, type Pace } from '../../functions/domain/ledger/ledger.ts';
import { DAY, MINUTE, SECOND } from '../../functions/domain/time/instant.ts';
import { MORNING } from '../support/builders/runs.ts';
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
    expect((await pace.take('letters', 10, 20, MORNING, MINUTE)).at).toBe(MORNING);
    expect((await pace.take('letters', 10, 20, MORNING, MINUTE)).at).toBe(MORNING + 500);
    expect((await pace.take('letters', 1, 20, MORNING, MINUTE)).at).toBe(MORNING + SECOND);
  });

  withPace('saves nothing up while nobody takes', async (pace) => {
    await pace.take('letters', 10, 10, MORNING, MINUTE);
    expect((await pace.take('letters', 10, 10, MORNING + MINUTE, MINUTE)).at).toBe(MORNING + MINUTE);
    expect((await pace.take('letters', 10, 10, MORNING + MINUTE, MINUTE)).at).toBe(MORNING + MINUTE + SECOND);
  });

  withPace('keeps streams apart', async (pace) => {
    await pace.take('letters', 100, 1, MORNING, MINUTE);
    expect((await pace.take('notices', 1, 1, MORNING, MINUTE)).at).toBe(MORNING);
  });

  withPace('does not take a slot that its taker would not wait for', async (pace) => {
    await pace.take('letters', 20, 1, MORNING, MINUTE);
    expect((await pace.take('letters', 1, 1, MORNING, 10 * SECOND)).at).toBe(MORNING + 20 * SECOND);
    expect((await pace.take('letters', 1, 1, MORNING, 20 * SECOND)).at).toBe(MORNING + 20 * SECOND);
    expect((await pace.take('letters', 1, 1, MORNING, MINUTE)).at).toBe(MORNING + 21 * SECOND);
  });

  withPace('loses no part of a slot when many take at once', async (pace) => {
    const slots = await Promise.all(
      Array.from({ length: 20 }, () => pace.take('letters', 1, 10, MORNING, MINUTE)),
    );
    const at = slots.map((slot) => slot.at);
    expect(new Set(at).size).toBe(20);
    expect(Math.max(...at)).toBe(MORNING + 1900);
  });

  withPace('is not held up by a clock that was wrong, nor by a rate of nothing', async (pace) => {
    for (const ahead of [DAY, MAX_AHEAD + SECOND]) {
      await pace.take('letters', 1, 1, MORNING + ahead, MINUTE);
      expect((await pace.take('letters', 1, 1, MORNING, MINUTE)).at).toBe(MORNING);
    }
    await pace.take('notices', 1, 0, MORNING, MINUTE);
    expect((await pace.take('notices', 1, 1, MORNING, MINUTE)).at).toBe(MORNING);
  });

  withPace(
    'lets one go ahead of all who wait: what comes next is later, and they are told by how much',
    async (pace) => {
      const { take, push } = pace;
      const before = await take('letters', 10, 10, MORNING, MINUTE);
      await push('letters', 2, 10, MORNING);
      const after = await take('letters', 10, 10, MORNING, MINUTE);
      expect([before.at, after.at]).toEqual([MORNING, MORNING + SECOND + 200]);
      expect([before.pushed, after.pushed, await pace.pushed('letters', MORNING)]).toEqual([0, 200, 200]);
      await push('letters', 1, 10, MORNING);
      expect(await pace.pushed('letters', MORNING)).toBe(300);
      expect(await pace.pushed('notices', MORNING)).toBe(0);
    },
  );

  withPace('keeps its place for who goes ahead where nobody waits', async (pace) => {
    await pace.push('letters', 5, 10, MORNING);
    expect(await pace.take('letters', 1, 10, MORNING, MINUTE)).toEqual({ at: MORNING + 500, pushed: 500 });
  });

  withPace('is moved by a rate of nothing no further than it forgets', async (pace) => {
    await pace.push('letters', 1, 0, MORNING);
    const { at, pushed } = await pace.take('letters', 1, 10, MORNING, MINUTE);
    expect(at).toBe(MORNING);
    await pace.push('letters', 10, 10, MORNING);
    expect((await pace.pushed('letters', MORNING)) - pushed).toBe(SECOND);
  });

  withPace('loses no push when many push and take at once', async (pace) => {
    const pushes = Array.from({ length: 10 }, () => pace.push('letters', 1, 10, MORNING));
    const takes = Array.from({ length: 10 }, () => pace.take('letters', 1, 10, MORNING, MINUTE));
    await Promise.all([...pushes, ...takes]);
    expect(await pace.pushed('letters', MORNING)).toBe(SECOND);
    expect((await pace.take('letters', 1, 10, MORNING, MINUTE)).at).toBe(MORNING + 2 * SECOND);
  });

  withPace('is slowed until an instant, then is itself again', async (pace) => {
    const slowed = { factor: 0.5, until: MORNING + MINUTE };
    expect(await pace.slowed('letters', MORNING)).toBeUndefined();
    await pace.take('letters', 1, 1, MORNING, MINUTE);
    await pace.slow('letters', slowed);
    expect(await pace.slowed('letters', MORNING + MINUTE - 1)).toEqual(slowed);
    expect(await pace.slowed('notices', MORNING)).toBeUndefined();
    expect(await pace.slowed('letters', MORNING + MINUTE)).toBeUndefined();
    expect((await pace.take('letters', 1, 1, MORNING, MINUTE)).at).toBe(MORNING + SECOND);
  });
}
