import { describe, expect, it } from 'vitest';
import {
  chunkSizeAt,
  countConcurrentChunks,
  countDaysFor,
} from '../../../functions/domain/delivery/send-rate.ts';

const quota = { perSecond: 1, perDay: 200, sentLastDay: 50, sandbox: false };
const tenth = { reserve: 0.1 };

describe('the days a list takes at a daily quota', () => {
  it.each([
    [130, 1],
    [131, 2],
    [310, 2],
    [311, 3],
  ])('%i letters, of which 130 may go today and 180 a day, take %i', (letters, days) => {
    expect(countDaysFor(letters, tenth, quota)).toBe(days);
  });

  it('begin with one in which nothing is left', () => {
    expect(countDaysFor(1, tenth, { ...quota, sentLastDay: 200 })).toBe(2);
  });

  it('are not counted where there is no quota', () => {
    expect(countDaysFor(1e6, tenth, { ...quota, perDay: undefined })).toBeUndefined();
  });
});

describe('a chunk', () => {
  it.each([
    [0.2, 20, 1],
    [1, 20, 1],
    [5.5, 20, 5],
    [14, 20, 10],
    [1000, 20, 10],
    [undefined, 20, 10],
    // Two of them are on their way at once.
    [14, 10, 5],
    [14, 1, 1],
  ])('at %s a second, by a mailer that takes %i at once, is of %i', (rate, concurrency, size) => {
    expect(chunkSizeAt(rate, concurrency)).toBe(size);
  });
});

describe('chunks under way at once', () => {
  it.each([
    [undefined, 20, 2],
    [undefined, 5, 1],
    [undefined, 100, 10],
    [1, 50, 2],
    [14, 50, 2],
    [200, 50, 5],
    [200, 20, 2],
    [1000, 50, 5],
    [1000, 200, 20],
    [14, 5, 2],
  ])('at %s a second, by a mailer that takes %i at once, are %i', (rate, concurrency, lanes) => {
    expect(countConcurrentChunks(rate, concurrency)).toBe(lanes);
  });
});
