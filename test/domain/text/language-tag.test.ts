import { describe, expect, it } from 'vitest';
import { readLanguageTag } from '../../../functions/domain/text/language-tag.ts';

describe('a language tag', () => {
  it.each([
    ['en', 'en'],
    ['en-gb', 'en-GB'],
    ['ZH-hant-tw', 'zh-Hant-TW'],
    ['sr-Latn', 'sr-Latn'],
    ['ckb', 'ckb'],
    ['ks-Deva', 'ks-Deva'],
    ['az-Arab', 'az-Arab'],
    ['es-419', 'es-419'],
    ['deu', 'de'],
    ['iw', 'he'],
    ['gsw', 'gsw'],
    ['szl', 'szl'],
    ['eo', 'eo'],
    ['ca-valencia', 'ca-valencia'],
  ])('%j is %j', (written, language) => {
    expect(readLanguageTag(written)).toEqual({ language });
  });

  it.each([
    ['Deutsch', 'Write `de`, if you mean German.'],
    ['english', 'Write `en`, if you mean English.'],
    ['German', 'Write `de`, if you mean German.'],
    ['francais', 'Write `fr`, if you mean French.'],
    ['Español', 'Write `es`, if you mean Spanish.'],
    ['日本語', 'Write `ja`, if you mean Japanese.'],
    ['العربية', 'Write `ar`, if you mean Arabic.'],
    ['de_DE', 'Write `de-DE`, if you mean German (Germany).'],
    ['de_AT.UTF-8', 'Write `de-AT`, if you mean Austrian German.'],
    ['de-XX', 'Write `de`, if you mean German.'],
    ['en-Xxxx', 'Write `en`, if you mean English.'],
    ['jp', 'Write `ja`, if you mean Japanese.'],
    ['cz', 'Write `cs`, if you mean Czech.'],
    ['xx', 'Write one such as `en`, `de` or `en-GB`.'],
    ['und', 'Write one such as `en`, `de` or `en-GB`.'],
    ['no tag', 'Write one such as `en`, `de` or `en-GB`.'],
    ['e', 'Write one such as `en`, `de` or `en-GB`.'],
  ])('%j is none: %s', (written, remedy) => {
    expect(readLanguageTag(written)).toMatchObject({ fault: { remedy } });
  });

  it('says which of its parts is unknown', () => {
    const messages = ['xx', 'de-XX', 'en-Xxxx', 'de_DE'].map((tag) => {
      const read = readLanguageTag(tag);
      return 'fault' in read ? read.fault.message : '';
    });
    expect(messages).toEqual([
      '`xx` is not a language tag: its language is unknown.',
      '`de-XX` is not a language tag: its region is unknown.',
      '`en-Xxxx` is not a language tag: its script is unknown.',
      '`de_DE` is not a language tag.',
    ]);
  });
});
