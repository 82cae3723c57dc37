import { describe, expect, it } from 'vitest';
import { parseByteRange } from '../../../functions/web/site/downloads.ts';

describe('a byte range', () => {
  it.each([
    ['bytes=0-1', { first: 0, last: 1 }],
    ['bytes=10-', { first: 10, last: 99 }],
    ['bytes=-5', { first: 95, last: 99 }],
    ['bytes=-500', { first: 0, last: 99 }],
    ['bytes=90-500', { first: 90, last: 99 }],
    ['bytes=100-', 'none'],
    ['bytes=-0', 'none'],
    ['bytes=0-1,5-6', undefined],
    ['bytes=5-1', undefined],
    ['bytes=-', undefined],
    ['bytes=a-b', undefined],
    ['items=0-1', undefined],
    [undefined, undefined],
  ])('%j of 100 bytes is %j', (field, range) => {
    expect(parseByteRange(field, 100)).toEqual(range);
  });
});
