import { describe, expect, it } from 'vitest';
import { createResourceCache } from '../../../functions/web/site/cache.ts';
import { createResource, type Resource } from '../../../functions/web/site/resource.ts';

const ofSize = (size: number): Resource =>
  createResource({
    status: 200,
    bytes: new Uint8Array(size),
    type: 'text/plain',
    cachePolicy: 'no-cache',
    fields: {},
  });

describe('the cache of resources', () => {
  it('makes a body once for a herd that asks at the same time', async () => {
    const cache = createResourceCache(1e6);
    let made = 0;
    const make = async () => {
      made += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
      return ofSize(10);
    };
    const all = await Promise.all(Array.from({ length: 50 }, () => cache.getOrMake('a', 's', make)));
    expect([made, new Set(all).size]).toEqual([1, 1]);
  });

  it('holds no more than its room, and lets go of what was used longest ago', async () => {
    const cache = createResourceCache(100_000);
    for (let i = 0; i < 1000; i++) {
      await cache.getOrMake(`page-${i}`, 's', async () => ofSize(5000));
      cache.getCached('page-0', 's');
    }
    const kept = Array.from({ length: 1000 }, (_, i) => i).filter((i) => cache.getCached(`page-${i}`, 's'));
    expect(kept.length).toBeLessThanOrEqual(9);
    expect(kept).toContain(0);
    expect(kept).toContain(999);
  });

  it('lets go of everything when what it was made of changes', async () => {
    const cache = createResourceCache(1e6);
    await cache.getOrMake('a', 'one', async () => ofSize(10));
    await cache.getOrMake('b', 'two', async () => ofSize(10));
    expect([cache.getCached('a', 'one'), cache.getCached('a', 'two')]).toEqual([undefined, undefined]);
  });

  it('does not keep what was begun before the change', async () => {
    const cache = createResourceCache(1e6);
    const slow = cache.getOrMake('a', 'one', () => new Promise<Resource>((r) => setTimeout(r, 5, ofSize(1))));
    await cache.getOrMake('b', 'two', async () => ofSize(2));
    await slow;
    expect(cache.getCached('a', 'two')).toBeUndefined();
  });

  it('forgets a failure, and tells it to all who waited', async () => {
    const cache = createResourceCache(1e6);
    const fail = () => cache.getOrMake('a', 's', () => Promise.reject(new Error('no')));
    const outcomes = await Promise.allSettled([fail(), fail()]);
    expect(outcomes.map((o) => o.status)).toEqual(['rejected', 'rejected']);
    await expect(cache.getOrMake('a', 's', async () => ofSize(1))).resolves.toBeDefined();
  });
});
