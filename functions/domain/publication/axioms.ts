/** Axioms: the lead-ins a publication uses, by language, and how one is recognised. */

const EN = [
  'Why it matters',
  'The big picture',
  'Zoom in',
  'Zoom out',
  'Yes, but',
  'Between the lines',
  'The intrigue',
  "What they're saying",
  'Catch up quick',
  'Catch up fast',
  'Go deeper',
  'By the numbers',
  'Driving the news',
  'How it works',
  'Reality check',
  'The bottom line',
  "What's next",
  "What's new",
  "What's happening",
  'What we know',
  "What we don't know",
  'What to watch',
  'State of play',
  'Flashback',
  'The latest',
  'Threat level',
  'The other side',
  'Context',
  'Details',
  'Worth noting',
  'Of note',
  'Be smart',
  'Case in point',
  'The backdrop',
  'Bottom line',
  'Our thought bubble',
  'Quick take',
  'In brief',
];

const DE = [
  'Warum das wichtig ist',
  'Warum es wichtig ist',
  'Das große Bild',
  'Im Detail',
  'Im Großen',
  'Ja, aber',
  'Zwischen den Zeilen',
  'Was sie sagen',
  'Kurz zum Stand',
  'Mehr dazu',
  'In Zahlen',
  'Was gerade geschieht',
  'So funktioniert es',
  'Realitätscheck',
  'Unterm Strich',
  'Wie es weitergeht',
  'Was neu ist',
  'Was wir wissen',
  'Was wir nicht wissen',
  'Worauf zu achten ist',
  'Stand der Dinge',
  'Rückblende',
  'Das Neueste',
  'Die andere Seite',
  'Hintergrund',
  'Einzelheiten',
  'Bemerkenswert',
  'Das Besondere',
  'Kurz gesagt',
];

const BY_LANGUAGE: Readonly<Record<string, readonly string[]>> = { en: EN, de: DE };

/** Those of a language; of English where we have no list. */
export const defaultAxioms = (language: string): readonly string[] =>
  BY_LANGUAGE[language.toLowerCase().split('-', 1)[0]!] ?? EN;

const REASONS = ['why it matters', 'warum das wichtig ist', 'warum es wichtig ist'];

/** By list: a publication has one, and asks for every article. */
const reasons = new WeakMap<readonly string[], readonly string[]>();

/** The one that says why a story matters, which `check` looks for near the top; in a list of your own, the first. */
export function whyAxiom(axioms: readonly string[]): readonly string[] {
  const found = reasons.get(axioms);
  if (found) return found;
  const known = axioms.filter((axiom) => REASONS.includes(axiomKey(axiom)));
  const reason = known.length > 0 ? known : axioms.slice(0, 1);
  reasons.set(axioms, reason);
  return reason;
}

/** What two spellings of one axiom share: case, apostrophes (’ and ') and a colon at the end do not count. */
export const axiomKey = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/\s+/g, ' ')
    .replace(/\s*[:：]$/, '')
    .trim();
