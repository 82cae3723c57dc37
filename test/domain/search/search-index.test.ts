import { describe, expect, it } from 'vitest';
import { SHARD_COUNT } from '../../../functions/domain/search/index-block.ts';
import {
  objectCountFor,
  placeOfShard,
  splitIntoSegments,
} from '../../../functions/domain/search/search-index.ts';

const packs = Array.from({ length: 400 }, (_, i) => `articles/pack-${i}.md`);
const split = (names: readonly string[]) => splitIntoSegments(names, (name) => name);

describe('segments of a search index', () => {
  it('hold every pack in order, eight to sixty-four each', () => {
    expect(split(packs).flat()).toEqual(packs);
    expect(split([])).toEqual([]);
    const sizes = split(packs).map((segment) => segment.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(64);
    expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThanOrEqual(8);
  });

  it('stay as they are far from a pack that comes', () => {
    const before = new Set(split(packs).map(String));
    const changed = split(['articles/new.md', ...packs]).filter((segment) => !before.has(String(segment)));
    expect(changed.length).toBeLessThanOrEqual(4);
  });

  it('keep all shards of a few packs in one object', () => {
    const small = { key: '', packs: [], entries: '', shards: ['x'] };
    const large = { ...small, shards: ['0', '1', '2', '3', '4', '5', '6', '7'] };
    expect([objectCountFor(1), objectCountFor(30)]).toEqual([1, SHARD_COUNT]);
    expect(placeOfShard(small, 3)).toEqual({ object: 'x', place: 3 });
    expect(placeOfShard(large, 3)).toEqual({ object: '3', place: 0 });
  });
});
