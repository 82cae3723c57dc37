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

/** Scripts (ISO 15924) that are written from right to left. */
const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(
  'Adlm Arab Aran Armi Avst Hebr Mand Mani Mend Nkoo Orkh Phnx Prti Rohg Samr Sarb Sogd Syrc Thaa Yezi'.split(
    ' ',
  ),
);
type Direction = 'rtl' | 'ltr';
const directions = new Map<string, Direction>();

/** The direction of the script that the tag names, or of the one in which its language is mostly written (CLDR likely subtags). */
export function directionOf(language: string): Direction {
  let found = directions.get(language);
  if (!found) {
    const script = canonicalLanguage(language) && new Intl.Locale(language).maximize().script;
    found = script && RIGHT_TO_LEFT.has(script) ? 'rtl' : 'ltr';
    directions.set(language, found);
  }
  return found;
}

// Marks give a text its direction where no attribute can: subjects, titles of feeds, plain text (Unicode UAX 9).

const RIGHT_TO_LEFT_MARK = '\u200f';
/** The inside of a class of characters: letters, signs and the mark. */
const STRONG_SIGNS =
  '\\u0590-\\u08ff\\u200f\\ufb1d-\\ufdff\\ufe70-\\ufeff\\u{10800}-\\u{10fff}\\u{1e800}-\\u{1efff}';
const FIRST_STRONG = new RegExp(`[\\p{L}${STRONG_SIGNS}]`, 'u');
const STRONG_RIGHT_TO_LEFT = new RegExp(`[${STRONG_SIGNS}]`, 'u');
/** The text of an isolate ends at the next one, so that a text of nothing but isolates is read once. */
const LEFT_TO_RIGHT_ISOLATE = /\u2066[^\u2066\u2069]*\u2069/g;

/** An address, or code: four spaces, and no item of a nested list. */
const LATIN_LINE = /^\s*https?:\/\/|^ {4}(?! *(?:- |\d+\. ))/;

/** The first letter of a text decides on its direction in most programs; an isolate is passed over. */
function startsRightToLeft(text: string): boolean {
  const [first] = FIRST_STRONG.exec(text.replace(LEFT_TO_RIGHT_ISOLATE, '')) ?? [];
  return first !== undefined && STRONG_RIGHT_TO_LEFT.test(first);
}

/** A title of a publication that is written from right to left begins so, even if its first word is Latin. */
export const directTitle = (title: string, language: string): string =>
  directionOf(language) === 'ltr' || title === '' || startsRightToLeft(title)
    ? title
    : RIGHT_TO_LEFT_MARK + title;

/** Directs each line of a plain text, so that the rows of a table keep together. Addresses and code stay as they are. */
export const directLines = (text: string, language: string): string =>
  directionOf(language) === 'ltr'
    ? text
    : text
        .split('\n')
        .map((line) => (LATIN_LINE.test(line) ? line : directTitle(line, language)))
        .join('\n');

/** In a text from right to left, the arrow of a footnote's way back points to where the text came from, and code runs from left to right. */
export const directHtml = (html: string, language: string): string =>
  directionOf(language) === 'ltr'
    ? html
    : html
        .replaceAll('>\u21a9\ufe0e</a>', '>\u21aa\ufe0e</a>')
        .replace(/<(?:pre|code)(?=[ >])/g, (tag) => `${tag} dir="ltr"`);

// Words of another language than the publication's stand in for missing ones. A build isolates them (Unicode UAX 9), so that the
// direction of the text around does not scramble them; HTML then says their language instead.

/** Left-to-right isolate, first-strong isolate, and the end of either. */
const [FOREIGN, OWN, END] = ['\u2066', '\u2068', '\u2069'] as const;
const ISOLATES = /[\u2066\u2068\u2069]/g;

/** The language of words that stand in for missing ones. */
export const FALLBACK_LANGUAGE = 'en';

/** Values that are numbers, dates or commands: they belong to the words around them. */
const NEUTRAL_VALUES: ReadonlySet<string> = new Set([
  'n',
  'count',
  'date',
  'day',
  'days',
  'time',
  'words',
  'minutes',
  'readers',
  'run',
  'command',
  'address',
]);

export const isolateText = (text: string): string => `${FOREIGN}${text}${END}`;

/** A sentence without letters, such as `{n}.`, has no language. */
const isolateSentence = (sentence: string): string =>
  /\p{L}/u.test(sentence.replace(/\{\w+\}/g, ''))
    ? isolateText(
        sentence.replace(/\{(\w+)\}/g, (value, name: string) =>
          NEUTRAL_VALUES.has(name) ? value : `${OWN}${value}${END}`,
        ),
      )
    : sentence;

/** Isolates each sentence, and inside it each value that the publication gives, such as a newsletter's name. */
export const isolateWords = (words: Words): Words =>
  Object.fromEntries(Object.entries(words).map(([key, sentence]) => [key, isolateSentence(sentence)]));

/** Isolates a date or list that is in the language of fallback words. */
export const isolateIfForeign = (text: string, words: Words): string =>
  words[LANGUAGE_NAME_KEY] === undefined ? text : isolateText(text);

/** For attributes, subjects and plain text: only a text from right to left needs the isolates. */
export const plainForeignWords = (text: string, language: string): string =>
  !text.includes(FOREIGN) || directionOf(language) === 'rtl' ? text : text.replace(ISOLATES, '');

/** For a page that is in the language of the words. */
export const plainWords = (words: Words): Words =>
  words[LANGUAGE_NAME_KEY] === undefined
    ? words
    : Object.fromEntries(Object.entries(words).map(([key, text]) => [key, text.replace(ISOLATES, '')]));

/**
 * Writes isolates as elements, which tell screen readers the language, too. An end without a beginning is dropped, and what is open at the end
 * of a text is closed there: an author's own isolates must not break a page.
 */
function createIsolateWriter(language: string): { write(text: string): string; close(): string } {
  const starts: Readonly<Record<string, string>> = {
    [FOREIGN]: `<bdi lang="${FALLBACK_LANGUAGE}" dir="ltr">`,
    [OWN]: `<bdi lang="${language}" dir="${directionOf(language)}">`,
  };
  let open = 0;
  return {
    write: (text) =>
      text.replace(ISOLATES, (sign) => {
        const start = starts[sign];
        if (start === undefined && open === 0) return '';
        open += start === undefined ? -1 : 1;
        return start ?? '</bdi>';
      }),
    close: () => '</bdi>'.repeat(open),
  };
}

/** For a text of HTML without tags. */
export function markForeignText(html: string, language: string): string {
  if (!html.includes(FOREIGN) && !html.includes(OWN)) return html;
  const isolates = createIsolateWriter(language);
  return isolates.write(html) + isolates.close();
}

/** Elements whose content is text alone, comments, and tags: no element can stand in them. */
const NOT_TEXT = /<(script|style|title|textarea|option)\b[^>]*>[\s\S]*?<\/\1>|<!--[\s\S]*?-->|<[^>]+>/gi;
/** A tag that begins an element with an end of its own. */
const START_TAG = /^<(?!(?:area|br|col|embed|hr|img|input|link|meta|source|wbr)\b)[a-z](?:[^>]*[^/>])?>$/i;

/** For a whole page. An isolate ends within the element in which it began; links may stand inside. */
export function markForeignWords(page: string, language: string): string {
  if (!page.includes(FOREIGN)) return page;
  const levels = [createIsolateWriter(language)];
  let marked = '';
  let from = 0;
  for (const { 0: skipped, 1: element, index } of page.matchAll(NOT_TEXT)) {
    marked += levels.at(-1)!.write(page.slice(from, index));
    if (skipped.startsWith('</')) marked += levels.length > 1 ? levels.pop()!.close() : '';
    else if (element === undefined && START_TAG.test(skipped)) levels.push(createIsolateWriter(language));
    marked += plainForeignWords(skipped, language);
    from = index + skipped.length;
  }
  return marked + levels.at(-1)!.write(page.slice(from));
}
