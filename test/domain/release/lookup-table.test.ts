import { describe, expect, it } from 'vitest';
import { tableCountFor, tableNumberOf } from '../../../functions/domain/release/lookup-table.ts';

describe('look-up tables', () => {
  it('double with the publication, and hold about as many keys each', () => {
    expect([0, 1, 128, 129, 256, 257, 20_000].map(tableCountFor)).toEqual([1, 1, 1, 2, 2, 4, 256]);
  });

  it('share keys evenly', () => {
    const sizes = new Array<number>(64).fill(0);
    for (let i = 0; i < 6400; i++) sizes[tableNumberOf(`s:story-${i}`, 64)]!++;
    expect(Math.max(...sizes)).toBeLessThan(160);
  });
});
