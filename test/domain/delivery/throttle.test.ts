import { describe, expect, it } from 'vitest';
import { perSecond } from '../../../functions/domain/delivery/send-rate.ts';
import { applyThrottle } from '../../../functions/domain/delivery/throttle.ts';
import type { Slowed } from '../../../functions/domain/ledger/ledger.ts';
import { MINUTE, SECOND } from '../../../functions/domain/time/instant.ts';
import { MORNING } from '../../support/builders/runs.ts';

const quota = { perSecond: 10, perDay: undefined, sentLastDay: 0, sandbox: false };
const first = applyThrottle(undefined, true, MORNING)!;

describe('a throttle', () => {
  it('that is the first is remembered for a minute, and the rate stays', () => {
    expect(first.until).toBe(MORNING + MINUTE);
    expect(perSecond({ perSecond: undefined }, quota, first)).toBe(10);
  });

  it('that meets a chunk beside the first is the same one', () => {
    expect(applyThrottle(first, true, MORNING + SECOND)).toBeUndefined();
  });

  it('that follows takes a fifth off, for a minute from then on', () => {
    const second = applyThrottle(first, true, MORNING + 10 * SECOND)!;
    expect(second.until).toBe(MORNING + 10 * SECOND + MINUTE);
    expect(perSecond({ perSecond: undefined }, quota, second)).toBe(8);
  });

  it('that goes on and on takes the rate down to a tenth, within half a minute', () => {
    let slowed: Slowed | undefined;
    for (let now = MORNING; now < MORNING + MINUTE / 2; now += SECOND)
      slowed = applyThrottle(slowed, true, now) ?? slowed;
    expect(slowed?.factor).toBe(0.1);
  });

  it('where nobody told a limit sets one at once', () => {
    const unlimited = { ...quota, perSecond: undefined };
    expect(perSecond({ perSecond: undefined }, unlimited, applyThrottle(undefined, false, MORNING))).toBe(4);
  });
});
