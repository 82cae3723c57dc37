/** Tokenizer: the words of a text as a search compares them. Scripts that write no spaces give pairs of characters (bigrams). */

/** Longer words are cut, in the index and in a query alike. */
const MAX_WORD_LENGTH = 40;

const FOLDED_LETTERS: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ħ: 'h', ı: 'i', ς: 'σ' },
};
const FOLDED_LETTER = /[ßæœøłđðþħıς]/g;
/** Diacritics of Latin, Greek and Cyrillic, the points of Hebrew and Arabic, and characters that nobody sees (bidi marks, soft hyphens). */
const UNCOMPARED =
  /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/g;

/** Folds case, width (NFKC) and diacritics: `Möwe` and `MOWE` become `mowe`. */
export function foldText(text: string): string {
  // As long in UTF-8: the text is ASCII.
  if (Buffer.byteLength(text) === text.length) return text.toLowerCase();
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(UNCOMPARED, '')
    .normalize('NFC')
    .replace(FOLDED_LETTER, (letter) => FOLDED_LETTERS[letter]!);
}

const GAP = 1;
const LETTER = 2;
const DENSE = 3;

const DENSE_CHARACTER =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]/u;
const WORD_CHARACTER = /[\p{L}\p{M}\p{N}\p{Cs}]/u;

/** The kind of each UTF-16 unit, found when the unit is first met. Surrogates count as letters, so that pairs stay together. */
const KINDS = new Uint8Array(0x10000);

function findKind(unit: number): number {
  const character = String.fromCharCode(unit);
  const isWord = WORD_CHARACTER.test(character);
  const kind = !isWord ? GAP : DENSE_CHARACTER.test(character) ? DENSE : LETTER;
  KINDS[unit] = kind;
  return kind;
}

/** True if a word is written in a script without spaces, so that `splitWords` gives pairs of it. */
export const isDense = (word: string): boolean => word !== '' && findKind(word.charCodeAt(0)) === DENSE;

/** UTF-16 units of the text at hand. Arrays that never change make the loops twice as fast; a longer text comes in parts. */
const PART_LENGTH = 1 << 16;
const PART_BYTES = Buffer.alloc(PART_LENGTH * 2);
export const PART_UNITS = new Uint16Array(PART_BYTES.buffer, PART_BYTES.byteOffset, PART_LENGTH);

/**
 * A scan of one text: `nextWord` moves `start` and `end` to the next word of `part`, whose units are PART_UNITS. `hash`: over the word's
 * units. A word is a range, which spares a build one string for each word. One scan at a time.
 */
export type WordScan = {
  part: string;
  rest: string;
  start: number;
  end: number;
  hash: number;
  /** Where the scan goes on, and where a run of characters without spaces ends. */
  at: number;
  runEnd: number;
};

export function scanWords(text: string): WordScan {
  const scan = { part: '', rest: foldText(text), start: 0, end: 0, hash: 0, at: 0, runEnd: 0 };
  takePartOfText(scan);
  return scan;
}

function takePartOfText(scan: WordScan): void {
  const { rest } = scan;
  const space = rest.length <= PART_LENGTH ? rest.length : rest.lastIndexOf(' ', PART_LENGTH - 1);
  const end = space <= 0 ? Math.min(rest.length, PART_LENGTH) : space;
  scan.part = end === rest.length ? rest : rest.slice(0, end);
  scan.rest = rest.slice(end);
  scan.at = 0;
  scan.runEnd = 0;
  PART_BYTES.write(scan.part, 0, 'utf16le');
}

/** False at the end of the text. */
export function nextWord(scan: WordScan): boolean {
  const { length } = scan.part;
  let i = scan.at;
  if (i < scan.runEnd) return takePair(scan, i);
  let unit = 0;
  let kind = GAP;
  while (kind === GAP) {
    if (i >= length) return nextPart(scan);
    unit = PART_UNITS[i++]!;
    kind = KINDS[unit] || findKind(unit);
  }
  scan.start = i - 1;
  let hash = unit;
  for (; i < length; i++) {
    unit = PART_UNITS[i]!;
    if ((KINDS[unit] || findKind(unit)) !== kind) break;
    hash = (Math.imul(hash, 31) + unit) | 0;
  }
  scan.at = i;
  scan.end = i;
  scan.hash = hash;
  return kind === LETTER && i - scan.start <= MAX_WORD_LENGTH ? true : takePart(scan, kind);
}

function nextPart(scan: WordScan): boolean {
  if (scan.rest === '') return false;
  takePartOfText(scan);
  return nextWord(scan);
}

function takePart(scan: WordScan, kind: number): true {
  if (kind === DENSE) {
    scan.runEnd = scan.end;
    return takePair(scan, scan.start);
  }
  cutTo(scan, scan.start + MAX_WORD_LENGTH);
  return true;
}

/** The last character comes alone, too: a search for one character then finds each place of it by prefix. */
function takePair(scan: WordScan, start: number): true {
  scan.start = start;
  scan.at = start + 1;
  cutTo(scan, Math.min(start + 2, scan.runEnd));
  return true;
}

function cutTo(scan: WordScan, end: number): void {
  scan.end = end;
  scan.hash = PART_UNITS[scan.start]!;
  for (let i = scan.start + 1; i < end; i++) scan.hash = (Math.imul(scan.hash, 31) + PART_UNITS[i]!) | 0;
}

/** The words of a text, folded, in its order. */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  for (const scan = scanWords(text); nextWord(scan); ) words.push(scan.part.slice(scan.start, scan.end));
  return words;
}
