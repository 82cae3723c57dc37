import { describe, expect, it } from 'vitest';
import { countWords, minutesOf } from '../../../functions/domain/text/word-count.ts';

describe('words', () => {
  it.each([
    ['', 0],
    ['One two  three.\nFour', 4],
    ['It’s 11,400 — or so…', 4],
    ['e-mail & co', 2],
    ['Größe, Maß', 2],
    ['العربية (Arabic)', 2],
    ['日本語の文章です', 4],
    ['한국어 문장', 2],
    ['東京 Tokyo', 2],
    ['日本、韓国。「中国」', 3],
    ['𠮷野家', 2],
    ['ภาษาไทยง่ายมาก', 3],
    ['２０２６年', 2],
  ])('in %j are %i', (text, words) => {
    expect(countWords(text)).toBe(words);
  });

  it('make at least a minute, and four of a thousand', () => {
    expect([minutesOf(0), minutesOf(100), minutesOf(1024)]).toEqual([1, 1, 4]);
  });
});
