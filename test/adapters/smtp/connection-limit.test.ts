import { describe, expect, it } from 'vitest';
import { createConnectionLimit } from '../../../functions/adapters/smtp/connection-limit.ts';
import { MINUTE, SECOND } from '../../../functions/domain/time/instant.ts';

/** Answers of so many milliseconds for a while, messages waiting all the time. */
function open(most = 50) {
  const at = { now: 0, busy: 0.3 };
  const limit = createConnectionLimit(
    most,
    () => at.busy,
    () => at.now,
  );
  const work = (took: number, lasts = 5 * SECOND, waiting = true) => {
    for (const end = at.now + lasts; at.now < end; at.now += 10) limit.answered(took, waiting);
    return limit.most();
  };
  return { at, limit, work };
}

describe('connections', () => {
  it('are five at first, and grow to the maximum where messages wait and answers stay quick', () => {
    const { limit, work } = open();
    expect(limit.most()).toBe(5);
    expect(work(10)).toBe(50);
    expect(work(10)).toBe(50);
  });

  it.each([1, 3, 5])('are never more than a maximum of %i', (most) => {
    const { limit, work } = open(most);
    expect([limit.most(), work(10)]).toEqual([most, most]);
  });

  it('do not grow while none waits, nor where the thread has no time left', () => {
    const { at, work } = open();
    expect(work(10, 5 * SECOND, false)).toBe(5);
    at.busy = 1;
    expect(work(10)).toBe(5);
  });

  it('do not grow where answers take longer for it', () => {
    const { work } = open();
    work(20, SECOND / 10);
    expect(work(60)).toBeLessThan(12);
  });

  it('are those the server keeps once it has refused one; one more is tried a minute later', () => {
    const { limit, work } = open();
    work(10);
    limit.refused(20);
    expect(work(10, MINUTE - SECOND)).toBe(20);
    expect(work(10, 2 * SECOND)).toBe(21);
    expect(work(10, MINUTE / 2)).toBe(21);
  });

  it('are one at least, whatever the server refuses', () => {
    const { limit } = open();
    limit.refused(0);
    expect(limit.most()).toBe(1);
  });

  it('are five again after a rest, and what the server refused is not forgotten', () => {
    const { limit, work } = open();
    work(10);
    limit.rest();
    expect(limit.most()).toBe(5);
    limit.refused(3);
    limit.rest();
    expect(work(10, SECOND)).toBe(3);
  });
});
