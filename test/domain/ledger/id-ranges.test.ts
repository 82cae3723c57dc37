import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  batchId,
  countSpans,
  cursorBetween,
  spanBounds,
  spanOf,
} from '../../../functions/domain/ledger/id-ranges.ts';

const id = fc.string({ unit: fc.constantFrom(...'-0AZ_az9mM5'), minLength: 22, maxLength: 22 });
const spans = fc.constantFrom(1, 2, 4, 8, 16, 32, 64);

describe('spans', () => {
  it('hold every id, each exactly once', () => {
    fc.assert(
      fc.property(id, spans, (one, count) => {
        const holding = Array.from({ length: count }, (_, span) => spanBounds(span, count)).filter(
          ({ after, below }) => one > after && (below === undefined || one < below),
        );
        expect(holding).toHaveLength(1);
      }),
    );
  });

  it('are found by the id', () => {
    fc.assert(
      fc.property(id, spans, (one, count) => {
        const { after, below } = spanBounds(spanOf(one, count), count);
        expect(one > after && (below === undefined || one < below)).toBe(true);
      }),
    );
  });

  it('grow with the list, by powers of two, to 64', () => {
    expect([0, 10_000, 10_001, 100_000, 640_000, 5_000_000].map(countSpans)).toEqual([1, 1, 2, 16, 64, 64]);
  });
});

describe('a cursor between two batches', () => {
  it('lies between them, is short, and is the beginning of neither', () => {
    fc.assert(
      fc.property(fc.uniqueArray(id, { minLength: 2, maxLength: 2 }), (two) => {
        const [last, next] = two.sort() as [string, string];
        const cursor = cursorBetween(last, next);
        expect(last <= cursor && cursor < next).toBe(true);
        if (cursor === last) return expect(last.slice(0, -1)).toBe(next.slice(0, -1));
        expect(last.startsWith(cursor) || next.startsWith(cursor)).toBe(false);
        expect(batchId(1, 0, cursor)).toMatch(/^[A-Za-z0-9_-]{1,256}$/);
      }),
    );
  });

  it('is the last id where nothing is between', () => {
    expect(cursorBetween('r1', 'r10')).toBe('r1');
    expect(cursorBetween('a-', 'a0')).toBe('a-');
    expect(cursorBetween('ab', 'ad')).toBe('ac');
    expect(cursorBetween('az', 'b-')).toBe('az');
    expect(cursorBetween('a.1', 'b.1')).toBe('a.1');
  });
});
