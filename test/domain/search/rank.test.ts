import { describe, expect, it } from 'vitest';
import { countHits, rank } from '../../../functions/domain/search/rank.ts';

const DAY = 86_400_000;
const entryOf = (id: string, date = 0) => ({
  ...{ id, date, month: '', topic: 'x', draft: false, size: 100, withdrawn: undefined },
});
const entries = ['a', 'b', 'c', 'd'].map((id) => entryOf(id));
const all = Uint8Array.of(1, 1, 1, 1);
const weights = (...values: number[]) => Float32Array.from(values);
const order = (made: ReturnType<typeof rank>, of = entries) =>
  made.all.map(({ article }) => of[article]!.id).join('');

describe('the order of results', () => {
  it('has the heavier article first, and equal ones by date and id', () => {
    expect(order(rank(entries, all, [weights(1, 9, 0, 0)]))).toBe('ba');
    expect(order(rank(entries, all, [weights(1, 1, 1, 0)]))).toBe('cba');
    const dated = [entryOf('a', 0), entryOf('b', 900 * DAY)];
    expect(order(rank(dated, Uint8Array.of(1, 1), [weights(1, 1)]), dated)).toBe('ba');
  });

  it('has articles with every word alone', () => {
    const made = rank(entries, all, [weights(1, 1, 0, 0), weights(0, 1, 0, 0)]);
    expect([order(made), made.partial]).toEqual(['b', false]);
  });

  it('has those with the most words where none has all', () => {
    const made = rank(entries, all, [weights(1, 0, 0, 0), weights(0, 1, 0, 0)]);
    expect([order(made), made.partial]).toEqual(['ba', true]);
  });

  it('does without a word that nearly every article has', () => {
    expect(order(rank(entries, all, [weights(1, 1, 1, 0), weights(0, 0, 0, 1)]))).toBe('d');
  });

  it('is the same whatever hidden articles hold', () => {
    const some = Uint8Array.of(1, 1, 0, 0);
    const one = rank(entries, some, [weights(1, 2, 0, 0), weights(3, 1, 0, 0)]);
    const many = [...entries.slice(0, 2), entryOf('c', 9 * DAY), { ...entryOf('d'), size: 9999 }];
    expect(rank(many, some, [weights(1, 2, 0, 0), weights(3, 1, 0, 0)])).toEqual(one);
  });

  it('counts articles with a word', () => {
    expect(countHits(weights(0, 2, 0.5, 0))).toBe(2);
  });
});
