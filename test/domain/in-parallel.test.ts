import { describe, expect, it } from 'vitest';
import { runInParallel } from '../../functions/domain/in-parallel.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('work on many things', () => {
  it.each([
    [10, 3, 3],
    [2, 3, 2],
    [10, 1, 1],
    [0, 3, 0],
  ])('of %d pieces, %d at a time, is %d at once at most, and all of it', async (count, most, peak) => {
    let [under, highest] = [0, 0];
    const done: number[] = [];
    await runInParallel(Array(count).keys(), most, async (n) => {
      highest = Math.max(highest, ++under);
      await turn();
      under--;
      done.push(n);
    });
    expect(highest).toBe(peak);
    expect(done.toSorted((a, b) => a - b)).toEqual([...Array(count).keys()]);
  });

  it('begins nothing after an error, ends what is under way, and throws the first', async () => {
    const log: string[] = [];
    const work = runInParallel([1, 2, 3, 4], 2, async (n, failed) => {
      log.push(`begin ${n}`);
      if (n === 1) throw new Error('the first');
      await turn();
      log.push(`end ${n}, failed ${failed()}`);
      throw new Error('the second');
    });
    await expect(work).rejects.toThrow('the first');
    expect(log).toEqual(['begin 1', 'begin 2', 'end 2, failed true']);
  });
});
