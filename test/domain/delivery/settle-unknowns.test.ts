import { describe, expect, it } from 'vitest';
import { settleUnknowns } from '../../../functions/domain/delivery/settle-unknowns.ts';
import { MINUTE } from '../../../functions/domain/time/instant.ts';
import { aBatch, MORNING, noOutcomes } from '../../support/builders/runs.ts';

const batch = aBatch({
  members: ['a', 'b', 'c', 'd', 'e'],
  started: new Set([0, 1, 2, 3]),
  startedAt: MORNING,
  again: new Set([3]),
  outcomes: { ...noOutcomes(), accepted: new Set([0]) },
});
const GRACE = MINUTE;
const nothing = { accepted: [], fresh: [], again: [], unknown: [], wait: undefined };
const events = (...positions: number[]) => ({
  found: positions.map((position) => ({ position, attempt: 1 as const })),
  conclusive: false,
});

describe('settling unknowns', () => {
  it('believes evidence at once, and waits for the rest until the grace is over', () => {
    expect(settleUnknowns(batch, events(1), 'resend', MORNING + 1, GRACE)).toEqual({
      ...nothing,
      accepted: [1],
      wait: MORNING + GRACE,
    });
  });

  it('then sends once more what may be sent once more, and gives up what was', () => {
    expect(settleUnknowns(batch, events(1), 'resend', MORNING + GRACE, GRACE)).toEqual({
      ...nothing,
      accepted: [1],
      again: [2],
      unknown: [3],
    });
  });

  it('sends nothing again where the policy is to skip', () => {
    expect(settleUnknowns(batch, undefined, 'skip', MORNING + GRACE, GRACE)).toEqual({
      ...nothing,
      unknown: [1, 2, 3],
    });
  });

  it('takes what conclusive evidence does not show for never sent', () => {
    const evidence = { ...events(1), conclusive: true };
    expect(settleUnknowns(batch, evidence, 'resend', MORNING + GRACE, GRACE)).toEqual({
      ...nothing,
      accepted: [1],
      fresh: [2, 3],
    });
    expect(settleUnknowns(batch, evidence, 'resend', MORNING + GRACE - 1, GRACE).wait).toBe(MORNING + GRACE);
  });

  it('has nothing to wait for when everything is known', () => {
    expect(settleUnknowns(batch, events(1, 2, 3), 'resend', MORNING, GRACE)).toEqual({
      ...nothing,
      accepted: [1, 2, 3],
    });
  });
});
