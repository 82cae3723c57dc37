import { describe, expect, it } from 'vitest';
import { findMeantWord, matchesWord, weighArticles } from '../../../functions/domain/search/match-word.ts';
import { decodeShard } from '../../../functions/domain/search/shard.ts';
import { stemmerFor } from '../../../functions/domain/search/stem.ts';

const shards = [
  { shard: decodeShard('\ntide\t@\ntides\tA\ntidy\tB'), bases: [0] },
  { shard: decodeShard('\ntide\t@\f\ntidal\t@'), bases: [3, 4] },
];
const english = stemmerFor('en');
const all = Uint8Array.of(1, 1, 1, 1, 1);
const query = (word: string, open = false) => ({ word, forms: [], open });

describe('a word of a query', () => {
  it('weighs itself over its forms, and those over what begins like it', () => {
    const [itself, form, other, again] = weighArticles(shards, query('tide'), english, all);
    expect([itself, again, other]).toEqual([1, 1, 0]);
    expect(form).toBeCloseTo(0.8);
    expect(weighArticles(shards, query('tid', true), english, all)[4]).toBeCloseTo(0.4);
  });

  it('weighs nothing in an article that may not be shown', () => {
    expect([...weighArticles(shards, query('tide'), english, Uint8Array.of(0, 0, 1, 1, 1))]).toEqual([
      0, 0, 0, 1, 0,
    ]);
  });

  it('is marked in its forms', () => {
    const matches = matchesWord({ word: 'mowe', forms: ['moewe'], open: false }, stemmerFor('de'));
    expect(['mowe', 'mowen', 'moewe', 'mond'].map(matches)).toEqual([true, true, true, false]);
  });

  it('that is mistyped is guessed from articles that may be shown alone', () => {
    expect(findMeantWord(shards, 'tidel', all)).toBe('tide');
    expect(findMeantWord(shards, 'tidel', Uint8Array.of(0, 0, 0, 0, 1))).toBe('tidal');
    expect(findMeantWord(shards, 'tidel', new Uint8Array(5))).toBeUndefined();
  });
});
