/** Axioms (run-in headings): the lead-ins that a publication uses, and how one is recognised. */
import type { Located } from '../source/source-files.ts';
import { editDistance } from '../text/nearest-word.ts';
import { wordLanguages } from '../text/translations.ts';

/** `why`: the axioms that say why a story matters; `check` looks for one near the top of an article. */
export type LanguageAxioms = { why: readonly string[]; others: readonly string[] };

/** Language → the axioms of its words file. */
export type AxiomsByLanguage = Readonly<Record<string, LanguageAxioms>>;

/**
 * Lists the publication's own axioms, then its language's: `de-AT` takes those of `de-AT`, else of `de`. English ones stand in for a
 * language without any, unless the publication has its own.
 */
export function listAxioms(
  own: readonly Pick<Located, 'text'>[],
  language: string,
  byLanguage: AxiomsByLanguage,
): readonly string[] {
  const spoken = wordLanguages(language).findLast((one) => Object.hasOwn(byLanguage, one));
  const standIn = spoken === 'en' && language.split('-')[0] !== 'en' && own.length > 0;
  const { why, others } = spoken === undefined || standIn ? NO_AXIOMS : byLanguage[spoken]!;
  return [...new Set([...own.map(({ text }) => text), ...why, ...others])];
}

const NO_AXIOMS: LanguageAxioms = { why: [], others: [] };

/** Lists the axioms that say why a story matters, by the words of any language; the first axiom if none does. */
export function listWhyAxioms(axioms: readonly string[], byLanguage: AxiomsByLanguage): readonly string[] {
  const reasons = new Set(Object.values(byLanguage).flatMap(({ why }) => why.map(axiomKey)));
  const known = axioms.filter((axiom) => reasons.has(axiomKey(axiom)));
  return known.length > 0 ? known : axioms.slice(0, 1);
}

/** The key that two spellings of one axiom share: case, apostrophes (’ and ') and a colon at the end do not count. */
export const axiomKey = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/\s+/g, ' ')
    .replace(/\s*[:：]$/, '')
    .trim();

/** Letters of the two words that may differ: "Why this matters" is nearly "Why it matters". */
const [MAX_SMALL_WORD, MAX_SMALLER_WORD] = [4, 3];

/** Finds the axiom that a lead-in nearly is: all words but a small one are the same, or one word has one wrong letter. */
export function findNearAxiom(lead: string, axioms: Iterable<string>): string | undefined {
  const words = axiomKey(lead).split(' ');
  for (const axiom of axioms) if (isNearly(words, axiomKey(axiom).split(' '))) return axiom;
  return undefined;
}

function isNearly(words: readonly string[], known: readonly string[]): boolean {
  if (Math.abs(words.length - known.length) > 1) return false;
  const [lone, missing] = [
    words.filter((word) => !known.includes(word)),
    known.filter((word) => !words.includes(word)),
  ];
  if (lone.length > 1 || missing.length > 1) return false;
  const [one = '', other = ''] = [lone[0], missing[0]];
  const [smaller = 0, small = 0] = [one.length, other.length].sort((a, b) => a - b);
  if (small <= MAX_SMALL_WORD && smaller <= MAX_SMALLER_WORD)
    return small > 0 && words.length - lone.length >= 2;
  return one !== '' && other !== '' && editDistance(one, other) === 1 && one.length >= 5;
}
