import { describe, expect, it } from 'vitest';
import { cutAtWord, trim, trimEnd } from '../../../functions/domain/text/trim.ts';

describe('a text', () => {
  it.each([
    ['--a--', 'a', '--a'],
    ['a-b', 'a-b', 'a-b'],
    ['----', '', ''],
    ['', '', ''],
  ])('%j without hyphens at its ends is %j, at its end %j', (text, both, end) => {
    expect([trim(text, /-/), trimEnd(text, /-/)]).toEqual([both, end]);
  });

  it.each([
    ['as long as it may be', 'one two', 7, 'one two'],
    ['one longer', 'four more', 8, 'four mor…'],
    ['cut between words', 'ferry lines', 8, 'ferry…'],
    ['cut behind a comma', 'ferry, lines', 8, 'ferry…'],
    ['cut before a dash', 'one two – three', 10, 'one two…'],
    // A word that fills more than half is cut.
    ['of one long word', 'a'.repeat(20), 10, `${'a'.repeat(10)}…`],
    ['with its only blank in the first half', `a ${'b'.repeat(20)}`, 10, `a ${'b'.repeat(8)}…`],
    ['cut within an emoji', `abcde${'🚌'.repeat(3)}`, 6, 'abcde…'],
    ['cut within a family', 'abc👩‍👩‍👧def', 6, 'abc…'],
    ['cut within a syllable', 'ab नमस्ते xyz', 8, 'ab नम…'],
    ['cut before a combining mark', 'abcdéfgh', 5, 'abcd…'],
    ['of Japanese', '日本語の文章、です', 7, '日本語の文章…'],
    ['of Japanese behind a blank', '東京 日本語の文章です', 6, '東京 日本語…'],
    ['that is empty', '', 5, ''],
  ])('%s: %j at most %d is %j', (_, text, most, cut) => {
    expect(cutAtWord(text, most)).toBe(cut);
  });

  it('with a long run within is trimmed in one pass', () => {
    const run = `a${' '.repeat(200_000)}a`;
    expect(trim(`${run} `, / /)).toBe(run);
  });
});
