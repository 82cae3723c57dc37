import { describe, expect, it } from 'vitest';
import {
  describeDeferred,
  describeUnderWay,
  isOnlyDeferred,
  quietUntil,
  type RunWaits,
  waitsUntil,
} from '../../../functions/domain/ledger/run-waiting.ts';
import { HOUR, MINUTE } from '../../../functions/domain/time/instant.ts';
import { MORNING } from '../../support/builders/runs.ts';

const deferred = { count: 1, reason: '452 Mailbox full', next: MORNING + HOUR, until: MORNING + 9 * HOUR };
const unknown = { count: 12, until: MORNING + MINUTE };
const taken = { count: 40, until: MORNING + 2 * MINUTE };
const waits = (about: Partial<RunWaits>): RunWaits => ({
  ...{ deferred: undefined, unknown: undefined, taken: undefined, ready: 0 },
  ...about,
});

describe('a live run', () => {
  it.each([
    ['with nothing open', {}, undefined, undefined, false],
    ['with copies ready', { ready: 1, deferred, unknown, taken }, undefined, undefined, false],
    ['with deferred copies alone', { deferred }, MORNING + HOUR, MORNING + HOUR, true],
    ['with copies under way', { unknown }, MORNING + MINUTE, MORNING + MINUTE, false],
    ['with taken copies, which are no quiet', { taken }, MORNING + 2 * MINUTE, undefined, false],
    [
      'with all of them waits for the soonest',
      { deferred, unknown, taken },
      MORNING + MINUTE,
      undefined,
      false,
    ],
    ['with deferred and unknown copies', { deferred, unknown }, MORNING + MINUTE, MORNING + MINUTE, false],
  ])('%s', (_, about, moves, quiet, only) => {
    expect([waitsUntil(waits(about)), quietUntil(waits(about))]).toEqual([moves, quiet]);
    expect(isOnlyDeferred(waits(about))).toBe(only);
  });

  it.each([
    [1, '1 is put off by its server (452 Mailbox full)'],
    [999, '999 are put off by their servers (452 Mailbox full)'],
    [1200, '1,200 are put off by their servers (452 Mailbox full)'],
    [1_000_000, '1,000,000 are put off by their servers (452 Mailbox full)'],
  ])('with %d deferred copies says so', (count, says) => {
    const tries = '; tried again until 2026-11-23 16:00:00Z, next at 2026-11-23 08:00:00Z';
    expect(describeDeferred(waits({ deferred: { ...deferred, count } }))).toBe(`${says}${tries}`);
    expect(describeDeferred(waits({}))).toBeUndefined();
  });

  it.each([
    [{}, undefined],
    [{ taken }, '40 lie in batches that a worker has taken; free at 2026-11-23 07:02:00Z if it died'],
    [
      { unknown: { ...unknown, count: 1 } },
      '1 was handed over, perhaps, by a worker that is at it or died; known at 2026-11-23 07:01:00Z at the latest',
    ],
    [
      { unknown, taken },
      '12 were handed over, perhaps, by a worker that is at it or died; known at 2026-11-23 07:01:00Z at the latest, and 40 more go until then',
    ],
  ])('with %j says of copies under way: %s', (about, says) => {
    expect(describeUnderWay(waits(about))).toBe(says);
  });
});
