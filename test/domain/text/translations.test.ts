import { expect, it } from 'vitest';
import {
  canonicalLanguage,
  directionOf,
  missingWords,
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
])('%s runs %s', (language, direction) => {
  expect(directionOf(language)).toBe(direction);
});
