/** Light stemming: the forms of one word (`harbour`, `harbours`) share a stem. A query is stemmed, the index holds words as written. */

/** Each step replaces the first ending that fits; what stays has at least as many letters as the first number says. */
type Step = readonly (readonly [least: number, ending: RegExp, replacement: string])[];

const PLURAL_S: Step = [[3, /(?<=[^s])s$/, '']];

/** Endings of inflection alone: `election` and `elect` stay two words, so that a word that is being typed keeps what it has found. */
const STEPS: Readonly<Record<string, readonly Step[]>> = {
  en: [
    [
      [2, /ies$/, 'y'],
      [3, /(?<=s|x|z|ch|sh)es$/, ''],
      [3, /(?<=[^sui])(?<!^new)s$/, ''],
    ],
    [
      [3, /(?<=[bdgmnprt])(?<double>[bdgmnprt])(?:ing|ed)$/, ''],
      [3, /(?<=[aeiouy].*)ing$/, ''],
      [2, /ied$/, 'y'],
      [3, /(?<=[aeiouy].*)ed$/, ''],
    ],
    [[3, /e$/, '']],
  ],
  // After J. Savoy's light stemmer for German; ä, ö, ü are folded before.
  de: [
    [
      [3, /ern$/, ''],
      [3, /(?:em|en|er|es)$/, ''],
      [3, /e$/, ''],
      [3, /(?<=[lr])n$/, ''],
      [3, /(?<=[bdfghklmnrt])s$/, ''],
    ],
    [
      [3, /est$/, ''],
      [3, /(?:er|en)$/, ''],
      [3, /(?<=[bdfghklmnt])st$/, ''],
    ],
  ],
  fr: [
    [
      [3, /(?:aux|al)$/, 'al'],
      [3, /[sx]$/, ''],
    ],
    [[3, /e$/, '']],
  ],
  es: [
    [
      [3, /(?<=[^aeo])es$/, ''],
      [3, /s$/, ''],
    ],
  ],
  pt: [
    [
      [3, /(?<=[rz])es$/, ''],
      [3, /s$/, ''],
    ],
  ],
  it: [[[3, /[aeio]$/, '']]],
  nl: [[[3, /en$/, ''], ...PLURAL_S]],
};

export type Stemmer = {
  stem(word: string): string;
  /** The letters with which every word of this stem begins. */
  rootOf(stem: string): string;
};

/** `language`: a tag (BCP 47). A language without rules compares words as they are. */
export function stemmerFor(language: string): Stemmer {
  const steps = STEPS[language.toLowerCase().split('-')[0]!] ?? [];
  return {
    stem: (word) => steps.reduce(applyStep, word),
    // `story` and `stories` share the letters before their last; so do `journal` and `journaux`.
    rootOf: (stem) => (steps.length > 0 && /(?:y|al)$/.test(stem) ? stem.slice(0, -1) : stem),
  };
}

function applyStep(word: string, step: Step): string {
  for (const [least, ending, replacement] of step) {
    const found = ending.exec(word);
    if (found && found.index + replacement.length >= least && found.index >= 2)
      return word.slice(0, found.index) + replacement;
  }
  return word;
}
