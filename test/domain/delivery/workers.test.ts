import { describe, expect, it } from 'vitest';
import {
  countListeners,
  countNeededWorkers,
  countOtherFunctions,
  countWorkersWithin,
  decideAllowedWorkers,
  describeShortage,
  limitRateByWorkers,
} from '../../../functions/domain/delivery/workers.ts';

describe('workers', () => {
  it.each([
    [1, 1],
    [100, 1],
    [101, 2],
    [700, 7],
    [2000, 10],
    [undefined, 10],
  ])('at %s letters a second, of ten allowed, are %d', (rate, needed) => {
    expect(countNeededWorkers(rate, 10)).toBe(needed);
  });

  it.each([
    ['a new account', 10, 2],
    ['one with room for three', 11, 3],
    ['one with room for fifty', 58, 50],
    ['the usual one', 1000, 50],
    ['one that runs next to nothing', 1, 2],
  ])('within %s of %d functions at once are %d', (_, concurrency, workers) => {
    expect(countWorkersWithin(concurrency)).toBe(workers);
    expect(decideAllowedWorkers({ workers: undefined }, concurrency)).toEqual({ workers, isSet: false });
  });

  it('are as many as the publication says, and few where nobody knows', () => {
    expect(decideAllowedWorkers({ workers: 7 }, 10)).toEqual({ workers: 7, isSet: true });
    expect(decideAllowedWorkers({ workers: undefined }, undefined)).toEqual({
      ...{ workers: 2, isSet: false, isGuess: true },
    });
  });

  it.each([
    [2, 2, 8],
    [50, 2, 8],
    [51, 3, 9],
    [100, 4, 10],
  ])('%d need %d functions for feedback, and %d others in all', (workers, listeners, others) => {
    expect([countListeners(workers), countOtherFunctions(workers)]).toEqual([listeners, others]);
  });

  it.each([
    ['the account', 14, 2, 14],
    ['the workers', 1000, 2, 200],
    ['the workers alone', undefined, 2, 200],
    ['one machine, which has none', 14, undefined, 14],
    ['nothing', undefined, undefined, undefined],
  ])('limit the rate by %s: %s a second and %s workers give %s', (_, rate, workers, limit) => {
    expect(limitRateByWorkers(rate, workers)).toBe(limit);
  });
});

describe('a shortage of workers', () => {
  it.each([
    ['is none where the rate is not known', undefined, { workers: 2, isSet: false }, undefined],
    ['is none at their very capacity', 200, { workers: 2, isSet: false }, undefined],
    ['asks AWS for room', 201, { workers: 2, isSet: false }, /ask AWS for 11 concurrent executions/],
    ['asks AWS for no more than fifty workers', 9000, { workers: 2, isSet: false }, /ask AWS for 58/],
    ['asks the publication where it says so', 201, { workers: 2, isSet: true }, /set hosting\.workers to 3/],
    ['asks the publication beyond fifty', 5001, { workers: 50, isSet: false }, /set hosting\.workers to 51/],
    ['asks for a right', 201, { workers: 2, isSet: false, isGuess: true }, /lambda:GetAccountSettings/],
  ] as const)('%s: %s a second, %j', (_, rate, allowed, remedy) => {
    const found = describeShortage(rate, allowed);
    if (remedy === undefined) expect(found).toBeUndefined();
    else expect(found?.remedy).toMatch(remedy);
  });
});
