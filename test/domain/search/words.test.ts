import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  foldText,
  isDense,
  nextWord,
  scanWords,
  splitWords,
} from '../../../functions/domain/search/words.ts';

describe('the words of a text', () => {
  it.each([
    ['The Harbour’s 3 tugs', ['the', 'harbour', 's', '3', 'tugs']],
    ['Möwe MÖWE mo\u0308we', ['mowe', 'mowe', 'mowe']],
    ['Straße, STRASSE, straẞe', ['strasse', 'strasse', 'strasse']],
    ['Ærø, Łódź, Þingvellir', ['aero', 'lodz', 'thingvellir']],
    ['İstanbul ıstanbul', ['istanbul', 'istanbul']],
    ['ΟΔΟΣ οδός', ['οδοσ', 'οδοσ']],
    ['Ёлка йод', ['елка', 'иод']],
    ['ﬁne ＡＢＣ', ['fine', 'abc']],
    ['שָׁלוֹם', ['שלום']],
    ['مُحَمَّد محمد', ['محمد', 'محمد']],
    ['हिन्दी समाचार', ['हिन्दी', 'समाचार']],
    ['東京都へ', ['東京', '京都', '都へ', 'へ']],
    ['ใน', ['ใน', 'น']],
    ['서울에서 만나다', ['서울에서', '만나다']],
    ['a\u00adb \u202Ec\u202C', ['ab', 'c']],
    ['... -- !?', []],
  ])('%s', (text, words) => {
    expect(splitWords(text)).toEqual(words);
  });

  it('are cut where they are very long, and equal ones have equal hashes', () => {
    const scan = scanWords(`${'x'.repeat(50)} ${'x'.repeat(40)}`);
    const hashes: number[] = [];
    for (; nextWord(scan); hashes.push(scan.hash)) expect(scan.end - scan.start).toBe(40);
    expect(hashes).toEqual([hashes[0], hashes[0]]);
  });

  it('are all there in a text of any length', () => {
    const words = Array.from({ length: 40_000 }, (_, i) => `w${i}`);
    expect(splitWords(words.join(' '))).toEqual(words);
    expect(splitWords('東'.repeat(70_000)).length).toBe(70_000);
  });

  it('are the same when the text is folded first, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(splitWords(foldText(text))).toEqual(splitWords(text));
        for (const word of splitWords(text)) expect(word).not.toMatch(/[\t\n\v\f]/);
      }),
    );
  });

  it('of a script without spaces are dense', () => {
    expect(['東京', 'ไทย', 'abc', '서울', ''].map(isDense)).toEqual([true, true, false, false, false]);
  });
});
