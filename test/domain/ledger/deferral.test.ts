import { describe, expect, it } from 'vitest';
import { type Deferral, nextTryAfter, orderByDeferral } from '../../../functions/domain/ledger/deferral.ts';
import { DAY, HOUR, MINUTE } from '../../../functions/domain/time/instant.ts';

const minutes = (since: number, ...tries: number[]) =>
  tries.map((at) => (nextTryAfter(since, since + at * MINUTE) - since) / MINUTE);

describe('what a server puts off', () => {
  it('is tried again after 5 minutes, then 15, then 30, then every hour', () => {
    expect(minutes(1000, 0, 5, 20, 50, 110)).toEqual([5, 20, 50, 110, 170]);
  });

  it('waits no less than 5 minutes where a try came late', () => {
    expect(minutes(1000, 16, 48)).toEqual([50, 110]);
  });

  it('has its last try a day after the first, and never one in the past', () => {
    expect(nextTryAfter(0, DAY - 10 * MINUTE)).toBe(DAY);
    expect(nextTryAfter(0, 3 * DAY)).toBe(3 * DAY);
  });

  it('comes to some thirty tries in all', () => {
    let tries = 1;
    for (let at = 0; at < DAY; at = nextTryAfter(0, at)) tries++;
    expect(tries).toBe(28);
  });
});

describe('a batch that holds some of it', () => {
  const deferral: Deferral = {
    since: new Map([
      [1, 0],
      [2, 23 * HOUR],
    ]),
    next: 24 * HOUR,
    reason: '452',
  };

  it('lets all others go first', () => {
    expect(orderByDeferral([0, 1, 2, 3], deferral, DAY)).toEqual({ first: [0, 3], due: [2], last: [1] });
  });

  it('sends none of it before its time, and others all the same', () => {
    expect(orderByDeferral([0, 1, 2], deferral, DAY - 1)).toEqual({ first: [0], due: [], last: [] });
  });

  it('is nothing special without it', () => {
    expect(orderByDeferral([0, 1], undefined, 0)).toEqual({ first: [0, 1], due: [], last: [] });
  });
});
