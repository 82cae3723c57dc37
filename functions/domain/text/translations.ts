/** Languages (BCP 47 tags) and the words of the system (translations, i18n): one file per language, flattened to `section.key`. */
import type { Problem } from '../problem.ts';

export type Words = Readonly<Record<string, string>>;

/** The word that names the language of all the others, where that is not the publication's. */
export const LANGUAGE_NAME_KEY = 'language';

/** The languages whose words serve a publication's, the best last. English stands in for what the others lack. */
export const wordLanguages = (language: string): readonly string[] => [
  ...new Set(['en', language.split('-')[0]!, language]),
];

export const wordsFile = (language: string): string => `templates/words/${language}.yaml`;

/** `undefined`: no file of words. */
export const languageOfWords = (path: string): string | undefined =>
  /^templates\/words\/([^/]+)\.yaml$/.exec(path)?.[1];

/** `files`: those of templates/. undefined: there are words of the publication's language. */
export function missingWords(
  { language }: { language: string },
  at: { file: string; line: number },
  files: readonly string[],
): Problem | undefined {
  const own = language.split('-')[0]!;
  if (wordLanguages(language).some((one) => (one !== 'en' || own === 'en') && files.includes(wordsFile(one))))
    return undefined;
  const message = `There are no words of the system for \`${language}\`: pages and letters say them in English.`;
  const remedy = `Translate ${wordsFile('en')} into ${wordsFile(own)}.`;
  return { ...at, level: 'warning', message, remedy };
}

/** `{name}` in the sentence is replaced; `key.one` is taken for `count: 1` where it exists. An unknown key shows itself. */
export function say(
  words: Words,
  key: string,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const one = values.count === 1 ? words[`${key}.one`] : undefined;
  const sentence = one ?? words[key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** BCP 47 in its usual spelling (`en-gb` → `en-GB`); `undefined`: not a tag. */
export function canonicalLanguage(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

/** ISO 15924 scripts aside: languages written from right to left. */
const RIGHT_TO_LEFT = /^(ar|arc|ckb|dv|fa|he|ks|ku-arab|nqo|pa-arab|ps|sd|syr|ug|ur|yi)(-|$)/i;
export const directionOf = (language: string): 'rtl' | 'ltr' =>
  RIGHT_TO_LEFT.test(language) ? 'rtl' : 'ltr';
