import { expect, it } from 'vitest';
import {
  canonicalLanguage,
  directionOf,
  isolateIfForeign,
  isolateText,
  isolateWords,
  markForeignText,
  markForeignWords,
  missingWords,
  plainForeignWords,
  plainWords,
  say,
  wordLanguages,
  wordsFile,
} from '../../../functions/domain/text/translations.ts';

const words = {
  'list.count': '{count} letters',
  'list.count.one': 'one letter',
  'list.hello': 'Hello {name}',
};

it.each([
  ['list.count', { count: 0 }, '0 letters'],
  ['list.count', { count: 1 }, 'one letter'],
  ['list.count', { count: 2 }, '2 letters'],
  ['list.hello', { name: 'Ada' }, 'Hello Ada'],
  ['list.hello', { name: '{count}', count: 1 }, 'Hello {count}'],
  ['list.hello', {}, 'Hello {name}'],
  ['list.unknown', {}, 'list.unknown'],
])('%s with %j says %j', (key, values, sentence) => {
  expect(say(words, key, values)).toBe(sentence);
});

it.each([
  ['en', ['en']],
  ['en-GB', ['en', 'en-GB']],
  ['de', ['en', 'de']],
  ['de-AT', ['en', 'de', 'de-AT']],
])('a publication in %s is served by %j, the last one first', (language, languages) => {
  expect(wordLanguages(language)).toEqual(languages);
});

it.each([
  ['de', ['en', 'de'], false],
  ['de-AT', ['en', 'de'], false],
  ['fr', ['en', 'de'], true],
  ['fr', ['en', 'fr-CA'], true],
  ['en-GB', ['en'], false],
])('words for %s, with %j there, are missing: %s', (language, there, missing) => {
  const at = { file: 'content/publication.yaml', line: 4 };
  const problem = missingWords({ language }, at, there.map(wordsFile));
  expect(problem !== undefined).toBe(missing);
  if (problem) expect(problem.remedy).toBe('Translate templates/words/en.yaml into templates/words/fr.yaml.');
});

it.each([
  ['en-gb', 'en-GB'],
  ['ZH-hant-tw', 'zh-Hant-TW'],
  ['english', 'english'],
  ['e', undefined],
  ['en_GB', undefined],
  ['', undefined],
])('the language %j is written %j', (tag, canonical) => {
  expect(canonicalLanguage(tag)).toBe(canonical);
});

it.each([
  ['ar', 'rtl'],
  ['he-IL', 'rtl'],
  ['fa', 'rtl'],
  ['en', 'ltr'],
  ['arn', 'ltr'],
  ['pa', 'ltr'],
  ['pa-Arab', 'rtl'],
  ['pa-PK', 'rtl'],
  ['az-Arab', 'rtl'],
  ['az', 'ltr'],
  ['ckb', 'rtl'],
  ['ps', 'rtl'],
  ['ur', 'rtl'],
  ['ks-Deva', 'ltr'],
  ['ks', 'rtl'],
  ['yi', 'rtl'],
  ['dv', 'rtl'],
  ['he-Latn', 'ltr'],
  ['uz-AF', 'rtl'],
  ['zh-Hant-TW', 'ltr'],
  ['no tag', 'ltr'],
])('%s runs %s', (language, direction) => {
  expect(directionOf(language)).toBe(direction);
});

it('words of another language are isolated, and the names in them once more', () => {
  const isolated = isolateWords({ why: 'You get {newsletter}, {count} times' });
  expect(isolated.why).toBe('\u2066You get \u2068{newsletter}\u2069, {count} times\u2069');
  expect(isolateWords({ other: '{n}. {label}:' })).toEqual({ other: '{n}. {label}:' });
  expect(isolateText('x')).toBe('\u2066x\u2069');
  expect([isolateIfForeign('x', {}), isolateIfForeign('x', { language: 'en' })]).toEqual([
    'x',
    '\u2066x\u2069',
  ]);
});

it('a page in the language of the words has none of the isolates', () => {
  expect(plainWords({ language: 'en', a: '\u2066x\u2069' })).toEqual({ language: 'en', a: 'x' });
  expect(plainWords({ a: '\u2066x\u2069' })).toEqual({ a: '\u2066x\u2069' });
});

it.each([
  ['ar', '\u2066By \u2068ليلى\u2069\u2069'],
  ['fr', 'By ليلى'],
])('a plain text in %s has isolates if it runs from right to left', (language, text) => {
  expect(plainForeignWords('\u2066By \u2068ليلى\u2069\u2069', language)).toBe(text);
});

it('HTML says the language of such words, and of the names in them', () => {
  expect(markForeignText('\u2066By \u2068ليلى\u2069\u2069', 'ar')).toBe(
    '<bdi lang="en" dir="ltr">By <bdi lang="ar" dir="rtl">ليلى</bdi></bdi>',
  );
});

it.each([
  ['<p title="\u2066a\u2069">\u2066b\u2069</p>', '<p title="a"><bdi lang="en" dir="ltr">b</bdi></p>'],
  ['<title>\u2066a\u2069</title>x', '<title>a</title>x'],
  ['<script>"\u2066a<b\u2069"</script>', '<script>"a<b"</script>'],
  ['<option value="1">\u2066a\u2069</option>', '<option value="1">a</option>'],
  ['<p>own words</p>', '<p>own words</p>'],
])('of the page %j is made %j: elements in its text alone', (page, marked) => {
  expect(markForeignWords(page, 'fr')).toBe(marked);
});
