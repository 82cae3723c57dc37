import { describe, expect, it } from 'vitest';
import { formatDate, formatList } from '../../../functions/domain/text/dates.ts';
import { build } from '../../../functions/flows/build/build.ts';
import { openRelease } from '../../../functions/flows/release/open-release.ts';
import { PUBLICATION, smallBuild } from '../../support/builders/small-build.ts';
import { memoryFiles } from '../../support/fakes/memory-files.ts';

const WORDS = { 'templates/words/en.yaml': 'page:\n  by: By\n', 'templates/letter.mjml': '<mjml></mjml>' };

/** A publication in a language; `more` are files of templates/. */
async function built(language: string, more: Record<string, string> = {}) {
  const text = PUBLICATION.replace('language: en', `language: ${language}`);
  const ports = smallBuild(
    memoryFiles({ 'content/publication.yaml': text }),
    memoryFiles({ ...WORDS, ...more }),
  );
  const { hash, problems } = await build(ports);
  const again = await build(ports);
  expect(again.problems).toEqual(problems);
  const { index } = await openRelease(ports.out, hash!);
  return { problems, index };
}

const context = ({ index }: Awaited<ReturnType<typeof built>>) => ({
  ...{ publication: index.publication, words: index.words, assets: {}, base: '' },
  ...{ now: 0, preview: false },
});
const MONDAY = Date.parse('2026-11-23T07:00:00Z');

describe('a language without words', () => {
  it.each([
    ['fr', 'templates/words/fr.yaml'],
    ['he', 'templates/words/he.yaml'],
    ['pt-BR', 'templates/words/pt.yaml'],
    ['zh-Hant-TW', 'templates/words/zh.yaml'],
    ['sr-Latn', 'templates/words/sr.yaml'],
    ['eo', 'templates/words/eo.yaml'],
  ])('is warned of, with the file to write: %s', async (language, file) => {
    const { problems } = await built(language);
    expect(problems).toEqual([
      {
        ...{ file: 'content/publication.yaml', line: 4, level: 'warning' },
        message: `There are no words of the system for \`${language}\`: pages and letters say them in English.`,
        remedy: `Translate templates/words/en.yaml into ${file}.`,
      },
    ]);
  });

  it('is English, each sentence isolated; an own word of one form has no English singular', async () => {
    const english = {
      'templates/words/en.yaml': 'letter:\n  by: By {name}\n  min: "{n} minutes"\n  min.one: "{n} minute"\n',
    };
    const { words } = context(await built('he', english));
    expect(words['letter.by']).toBe('\u2066By \u2068{name}\u2069\u2069');
    expect(words['letter.min.one']).toBe('\u2066{n} minute\u2069');
    const own = { ...english, 'templates/words/ja.yaml': 'letter:\n  min: "{n}分"\n' };
    const { words: japanese } = context(await built('ja', own));
    expect(japanese).toEqual({
      'letter.by': '\u2066By \u2068{name}\u2069\u2069',
      'letter.min': '{n}分',
    });
  });

  it.each([
    ['en', {}],
    ['en-GB', {}],
    ['fr', { 'templates/words/fr.yaml': 'page:\n  by: De\n' }],
    ['fr-CA', { 'templates/words/fr.yaml': 'page:\n  by: De\n' }],
    ['fr-CA', { 'templates/words/fr-CA.yaml': 'page:\n  by: De\n' }],
  ])('is not what %s is with %j', async (language, more) => {
    expect((await built(language, more)).problems).toEqual([]);
  });

  it('is English all through, dates and lists too; with words it is its own', async () => {
    const english = context(await built('fr'));
    expect(formatDate(english, MONDAY, 'day')).toBe('\u206623 November 2026\u2069');
    expect(formatList(english, ['Ada', 'Lin'])).toBe('Ada and Lin');
    const french = context(await built('fr', { 'templates/words/fr.yaml': 'page:\n  by: De\n' }));
    expect(formatDate(french, MONDAY, 'day')).toBe('23 novembre 2026');
    expect(formatList(french, ['Ada', 'Lin'])).toBe('Ada et Lin');
  });
});
