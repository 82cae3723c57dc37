import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBoundedCache } from '../../functions/domain/bounded-cache.ts';

const KEYS = ['a', 'b', 'c', 'd', 'e'];
const held = (cache: { get(key: string): unknown }) => KEYS.filter((key) => cache.get(key) !== undefined);

describe('a bounded cache', () => {
  it('lets go of what was used longest ago', () => {
    const cache = createBoundedCache<number>(2);
    cache.set('a', 1);
    cache.set('b', 2);
    cache.get('a');
    cache.set('c', 3);
    expect(held(cache)).toEqual(['a', 'c']);
  });

  it('counts what its entries cost, and keeps the newest whatever it costs', () => {
    const cache = createBoundedCache<string>(4, (text) => text.length);
    cache.set('a', 'xx');
    cache.set('b', 'xx');
    expect(held(cache)).toEqual(['a', 'b']);
    cache.set('c', 'xxxxxxxxx');
    expect(held(cache)).toEqual(['c']);
    cache.set('d', 'x');
    expect(held(cache)).toEqual(['d']);
  });

  it('forgets what a value cost that was replaced, deleted or cleared', () => {
    const cache = createBoundedCache<string>(4, (text) => text.length);
    cache.set('a', 'xxxx');
    cache.set('a', 'x');
    cache.set('b', 'xxx');
    expect(held(cache)).toEqual(['a', 'b']);
    cache.delete('b');
    cache.set('c', 'xxx');
    expect(held(cache)).toEqual(['a', 'c']);
    cache.clear();
    cache.set('d', 'xx');
    cache.set('e', 'xx');
    expect(held(cache)).toEqual(['d', 'e']);
  });

  it('holds the most recent whose costs fit, whatever is done to it', () => {
    const step = fc.record({
      key: fc.constantFrom(...KEYS),
      cost: fc.option(fc.integer({ min: 0, max: 5 })),
    });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const cache = createBoundedCache<{ cost: number }>(8, ({ cost }) => cost);
        let model: { key: string; cost: number }[] = [];
        for (const { key, cost } of steps) {
          const known = model.find((one) => one.key === key);
          if (cost === null) expect(cache.get(key)?.cost).toBe(known?.cost);
          else cache.set(key, { cost });
          const used = cost === null ? known : { key, cost };
          if (used) model = [...model.filter((one) => one.key !== key), used];
          while (model.length > 1 && model.reduce((sum, one) => sum + one.cost, 0) > 8) model.shift();
        }
        expect(held(cache)).toEqual(model.map(({ key }) => key).toSorted());
      }),
    );
  });
});
