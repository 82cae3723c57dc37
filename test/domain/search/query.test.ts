import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAX_QUERY_LENGTH,
  MAX_QUERY_WORDS,
  normaliseQuery,
  parseQuery,
} from '../../../functions/domain/search/query.ts';

const read = (text: string, language = 'en') => parseQuery(normaliseQuery(text), language);
const wordsIn = (text: string) => read(text).words.map(({ word }) => word);

describe('a query', () => {
  it.each([
    ['flood gates', ['flood', 'gates']],
    ['Flood  FLOOD\tflood', ['flood']],
    ['“low water” port', ['low', 'water', 'port']],
    ['"unclosed quote', ['unclosed', 'quote']],
    ['東京都', ['東京', '京都']],
    ['東', ['東']],
    ['.* [a-z]+ (?:', ['a', 'z']],
    ['__proto__ constructor', ['proto', 'constructor']],
    ['\0\u202e\ud800 … !!', ['\ufffd'].filter(() => false)],
  ])('%s', (text, words) => {
    expect(wordsIn(text)).toEqual(words);
  });

  it('takes words out, phrases together, and a topic', () => {
    const { words, without, phrases, topic } = read('topic:World -ferry -"night bus" "low water" tide');
    expect(words.map(({ word }) => word)).toEqual(['low', 'water', 'tide']);
    expect(without.map(({ word }) => word)).toEqual(['ferry', 'night', 'bus']);
    expect([phrases, topic]).toEqual([[['low', 'water']], 'world']);
  });

  it('leaves its last word open, if it has two letters and no quote closes it', () => {
    const isOpen = (text: string) => read(text).words.map(({ open }) => open);
    expect([isOpen('flood ga'), isOpen('flood g'), isOpen('"flood ga"')]).toEqual([
      [false, true],
      [false, false],
      [false, false],
    ]);
  });

  it('has German spellings of umlauts as other forms', () => {
    expect(read('möwe', 'de').words[0]).toMatchObject({ word: 'mowe', forms: ['moewe'] });
    expect(read('moewe', 'de-CH').words[0]).toMatchObject({ word: 'moewe', forms: ['mowe'] });
    expect(read('moewe', 'en').words[0]!.forms).toEqual([]);
  });

  it('has bounds, whatever the text is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
        const query = normaliseQuery(text);
        expect(query.length).toBeLessThanOrEqual(MAX_QUERY_LENGTH);
        expect([query.isWellFormed(), normaliseQuery(query)]).toEqual([true, query]);
        const { words, without } = parseQuery(query, 'de');
        expect(Math.max(words.length, without.length)).toBeLessThanOrEqual(MAX_QUERY_WORDS);
      }),
    );
    const long = read(Array.from({ length: 1000 }, (_, i) => `w${i}`).join(' '));
    expect([long.words.length, long.cut]).toEqual([MAX_QUERY_WORDS, true]);
  });
});
