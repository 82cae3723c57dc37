import { describe, expect, it } from 'vitest';
import {
  countColumns,
  endsUnspaced,
  joinBrokenLines,
  startsUnspaced,
} from '../../../functions/domain/text/unspaced.ts';

describe('a line break', () => {
  it.each([
    ['日本語の\n文章', '日本語の文章'],
    ['第一行，\n第二行', '第一行，第二行'],
    ['他说：“你好。”\n“再见”，', '他说：“你好。”“再见”，'],
    ['カタカナー\n  ﾊﾝｶｸ', 'カタカナーﾊﾝｶｸ'],
    ['𠮷野家\n𠮷', '𠮷野家𠮷'],
    ['한국어\n문장', '한국어\n문장'],
    ['東京\nTokyo', '東京\nTokyo'],
    ['He said “so”\n“no”', 'He said “so”\n“no”'],
    ['ไทย\nไทย', 'ไทย\nไทย'],
  ])('in %j leaves %j', (text, joined) => {
    expect(joinBrokenLines(text)).toBe(joined);
  });

  it('is judged by the end of one text and the start of the next', () => {
    expect([endsUnspaced('これは「'), endsUnspaced('a'), endsUnspaced('')]).toEqual([true, false, false]);
    expect([startsUnspaced('“你”'), startsUnspaced('“a”'), startsUnspaced('')]).toEqual([true, false, false]);
  });
});

it.each([
  ['abc', 3],
  ['日本語', 6],
  ['한국', 4],
  ['ｶﾅ', 2],
  ['e\u0301', 1],
  ['🚌', 2],
  ['العَربية', 7],
])('%j takes %i columns', (text, columns) => {
  expect(countColumns(text)).toBe(columns);
});
