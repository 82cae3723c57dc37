import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ALPHABET, placeOfId, prefixAt } from '../../../functions/domain/ledger/id-ranges.ts';
import type { Subscriber } from '../../../functions/domain/subscribers/subscriber.ts';
import {
  countSubscribers,
  estimateActive,
  MAX_COUNTED,
} from '../../../functions/flows/subscribers/count-readers.ts';

/** Active readers with evenly spread ids, reckoned from their place; every `share`th has the newsletter. Counts what is read. */
function aList(readers: number, share = 1) {
  const read = { rows: 0, calls: 0 };
  const SPACE = ALPHABET.length ** 5;
  const idAt = (n: number): string => {
    let rest = Math.floor((n * SPACE) / readers);
    let id = '';
    for (let i = 0; i < 5; i++, rest = Math.floor(rest / ALPHABET.length))
      id = ALPHABET[rest % ALPHABET.length]! + id;
    return id;
  };
  const from = (after: string) => {
    let [low, high] = [0, readers];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (idAt(middle) <= after) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const rows = (after: string, below: string | undefined, limit: number, every: number) => {
    const found: string[] = [];
    read.calls++;
    for (let n = from(after); n < readers && found.length < limit; n++) {
      const id = idAt(n);
      if (below !== undefined && id >= below) break;
      read.rows++;
      if (n % every === 0) found.push(id);
    }
    return found;
  };
  const subscribers = {
    candidates: async (query: { after: string; below: string | undefined; limit: number }) =>
      rows(query.after, query.below, query.limit, share),
    page: async ({ after, limit }: { after: string; limit: number }) =>
      rows(after, undefined, limit, 1).map((id) => ({ id }) as Subscriber),
  };
  return { ports: { subscribers }, read };
}

describe('the number of readers', () => {
  it.each([0, 1, 999, 1000, 12_345, 150_000])('is counted to the last one of %i', async (readers) => {
    expect(await countSubscribers(aList(readers).ports, 'brief')).toEqual({ count: readers, about: false });
  });

  it.each([500_000, 1_000_000, 10_000_000])('is estimated of %i, and nearly right', async (readers) => {
    const { ports, read } = aList(readers);
    const { count, about } = await countSubscribers(ports, 'brief');
    expect(about).toBe(true);
    expect(Math.abs(count / readers - 1)).toBeLessThan(0.01);
    expect(read.rows).toBeLessThan(1.3 * MAX_COUNTED);
    expect(read.calls).toBeLessThan(60);
  });

  it.each([
    [2, 0.01],
    [1000, 0.1],
  ])('of a newsletter that one in %i has is estimated within as few rows', async (share, within) => {
    const { ports, read } = aList(10_000_000, share);
    const { count, about } = await countSubscribers(ports, 'brief');
    expect(about).toBe(true);
    expect(Math.abs((count * share) / 10_000_000 - 1)).toBeLessThan(within);
    expect(read.rows).toBeLessThan(1.3 * MAX_COUNTED);
  });

  it('of a newsletter that nobody has is about none', async () => {
    expect(await countSubscribers(aList(1_000_000, 2_000_000).ports, 'brief')).toMatchObject({ about: true });
  });

  it('of ids that are hashes is as right as chance allows', async () => {
    const ids = Array.from({ length: 300_000 }, () => randomBytes(16).toString('base64url'));
    const sorted = ids.sort((a, b) => (a < b ? -1 : 1));
    const between = (after: string, below = '~', limit = 0) =>
      sorted.filter((id) => id > after && id < below).slice(0, limit);
    const subscribers = {
      candidates: async ({
        after,
        below,
        limit,
      }: {
        after: string;
        below: string | undefined;
        limit: number;
      }) => between(after, below, limit),
      page: async ({ after, limit }: { after: string; limit: number }) =>
        between(after, undefined, limit).map((id) => ({ id }) as Subscriber),
    };
    const { count } = await countSubscribers({ subscribers }, 'brief');
    expect(Math.abs(count / 300_000 - 1)).toBeLessThan(0.02);
  });
});

it('so many spans are planned as a page of readers says there are', async () => {
  const { ports, read } = aList(10_000_000);
  expect(Math.abs((await estimateActive(ports)) / 10_000_000 - 1)).toBeLessThan(0.05);
  expect(read.calls).toBe(1);
});

it('a prefix and its place are each other’s', () => {
  for (const part of [1e-6, 0.02, 0.25, 0.999]) expect(placeOfId(prefixAt(part)!)).toBeCloseTo(part, 6);
  expect(prefixAt(1)).toBeUndefined();
});
