/** The query language: words, "phrases", -words and topic:…; any text is a query, and none costs more than the limits allow. */
import { foldText, isDense, splitWords } from './words.ts';

/** UTF-16 units of a query, and words that are looked for. What is beyond is left out. */
export const MAX_QUERY_LENGTH = 200;
export const MAX_QUERY_WORDS = 12;

/** `forms`: other spellings that count as the word. `open`: words that begin with it count, too. */
export type QueryWord = { word: string; forms: readonly string[]; open: boolean };

export type Query = {
  words: readonly QueryWord[];
  /** Words that no result may have. */
  without: readonly QueryWord[];
  /** The words of each phrase, which stand next to each other. They are among `words`, too. */
  phrases: readonly (readonly string[])[];
  topic: string | undefined;
  /** True if a part of the query was left out. */
  cut: boolean;
};

/** Control characters and marks of direction, which nobody sees. */
const UNSEEN = /[\0-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/g;

/** The one spelling under which a query is answered and cached. */
export const normaliseQuery = (text: string): string =>
  text
    .slice(0, MAX_QUERY_LENGTH * 50)
    .toWellFormed()
    .replace(UNSEEN, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_QUERY_LENGTH)
    .toWellFormed()
    .trim();

const PART = /(-)?(?:(topic):)?(?:["“”„«»]([^"“”„«»]*)["“”„«»]?|(\S+))/giu;

/** `text`: as normaliseQuery gives it. `language`: of the publication (BCP 47). */
export function parseQuery(text: string, language: string): Query {
  const words: QueryWord[] = [];
  const without: QueryWord[] = [];
  const phrases: string[][] = [];
  let topic: string | undefined;
  for (const [, minus, key, quoted, bare] of text.matchAll(PART)) {
    const value = quoted ?? bare ?? '';
    const found = queryWords(value, language);
    if (key?.toLowerCase() === 'topic' && !minus) topic = foldText(value);
    else if (minus) without.push(...found);
    else {
      words.push(...found);
      if (quoted !== undefined && found.length > 1) phrases.push(found.map(({ word }) => word));
    }
  }
  const kept = uniqueWords(words);
  const last = kept.at(-1);
  const isOpen = last && !/["“”„«»]$/.test(text) && (last.word.length > 1 || last.open);
  if (isOpen) kept[kept.length - 1] = { ...last, open: true };
  const cut = kept.length > MAX_QUERY_WORDS || without.length > MAX_QUERY_WORDS;
  return {
    words: kept.slice(0, MAX_QUERY_WORDS),
    without: without.slice(0, MAX_QUERY_WORDS),
    ...{ phrases, topic, cut },
  };
}

function uniqueWords(words: readonly QueryWord[]): QueryWord[] {
  return [...new Map(words.map((one) => [one.word, one])).values()];
}

const HANGUL = /^[\uac00-\ud7a3]/;
/** German spellings without umlauts: `moewe` for `möwe`, which the index holds as `mowe`. */
const SPELLED_UMLAUT = /(?:ae|oe|ue)/g;
const UMLAUT = /[äöü]/g;

function queryWords(text: string, language: string): QueryWord[] {
  const composed = text.normalize('NFC').toLowerCase();
  // Of a run of characters without spaces the last one alone is left out: its pair has it.
  const all = splitWords(composed).filter(
    (word, i, found) => !isDense(word) || word.length > 1 || !isDense(found[i - 1] ?? ''),
  );
  const spelled = UMLAUT.test(composed)
    ? splitWords(composed.replace(UMLAUT, (letter) => `${foldText(letter)}e`))
    : [];
  return all.map((word, i) => {
    const forms = new Set([
      ...(/^de\b/i.test(language) ? [word.replace(SPELLED_UMLAUT, (pair) => pair[0]!)] : []),
      ...(spelled.length === all.length ? [spelled[i]!] : []),
    ]);
    forms.delete(word);
    // Korean particles follow a noun without a space.
    return { word, forms: [...forms], open: HANGUL.test(word) || (isDense(word) && word.length === 1) };
  });
}
