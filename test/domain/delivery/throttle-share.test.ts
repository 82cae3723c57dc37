import { describe, expect, it } from 'vitest';
import {
  applyThrottle,
  createAnswers,
  factorAt,
  isAboveNoise,
} from '../../../functions/domain/delivery/throttle.ts';
import { MINUTE, SECOND } from '../../../functions/domain/time/instant.ts';
import { MORNING } from '../../support/builders/runs.ts';

describe('so many throttled', () => {
  it.each([
    [1, 1, false],
    [10, 2, false],
    [10, 3, true],
    [100, 5, false],
    [100, 13, false],
    [100, 20, true],
    [1000, 50, false],
    [1000, 100, true],
  ])('of %i, %i: it is more than chance: %s', (sent, count, is) => {
    expect(isAboveNoise({ sent, throttled: count, seconds: 1 }, true)).toBe(is);
  });

  it('counts for more where nobody told a limit', () => {
    const seen = { sent: 100, throttled: 9, seconds: 1 };
    expect([isAboveNoise(seen, true), isAboveNoise(seen, false)]).toEqual([false, true]);
  });
});

describe('answers of late', () => {
  it('are those of the last moment, or as many as tell something, and none older than a minute', () => {
    const answers = createAnswers();
    for (let n = 0; n < 100; n++) answers.add({ sent: 10, throttled: 1 }, MORNING + n * 100);
    const now = MORNING + 9900;
    expect(answers.since(0, now)).toMatchObject({ sent: 210, throttled: 21, seconds: 2 });
    expect(answers.since(now - SECOND, now)).toMatchObject({ sent: 110, throttled: 11 });
    expect(answers.since(0, now + 30 * SECOND).sent).toBe(100);
    expect(answers.since(0, now + 2 * MINUTE)).toEqual({ sent: 0, throttled: 0, seconds: 0 });
  });

  it('are forgotten where the clock was set back', () => {
    const answers = createAnswers();
    answers.add({ sent: 10, throttled: 1 }, MORNING);
    expect(answers.since(0, MORNING - MINUTE).sent).toBe(0);
  });
});

describe('a throttle', () => {
  const before = { factor: 0.5, until: MORNING + MINUTE };

  it('that chance explains changes nothing', () => {
    const seen = { sent: 100, throttled: 3, seconds: 10 };
    expect(applyThrottle(before, true, MORNING + 10 * SECOND, seen)).toBeUndefined();
  });

  it('lowers the rate by the share that was throttled, at most by three quarters, never below a tenth', () => {
    const lowered = (count: number, factor = 1) =>
      applyThrottle({ factor, until: MORNING + MINUTE }, true, MORNING + 3 * SECOND, {
        sent: 190,
        throttled: count,
        seconds: 10,
      })!.factor;
    expect(lowered(50)).toBeCloseTo(0.75);
    expect(lowered(190)).toBeCloseTo(0.25);
    expect(lowered(190, 0.2)).toBe(0.1);
  });

  it('is recovered from within a minute, slowly at first', () => {
    const at = (seconds: number) => factorAt(before, true, MORNING + seconds * SECOND);
    expect([at(-5), at(0), at(60), at(90)]).toEqual([0.5, 0.5, 1, 1]);
    expect(at(6)).toBeCloseTo(0.505);
    expect(at(30)).toBeCloseTo(0.625);
  });

  it('where nobody told a limit keeps to what the server took', () => {
    const seen = { sent: 300, throttled: 100, seconds: 2 };
    expect(applyThrottle(undefined, false, MORNING, seen)!.factor * 8).toBe(100);
  });
});
