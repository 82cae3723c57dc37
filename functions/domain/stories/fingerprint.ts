/**
 * A story's fingerprint, about 50 characters: recognises the story in another release, where its id and text are gone. The fingerprint
 * holds a hash of the headline, one of the whole wording, and a MinHash sketch of the word pairs (Broder 1997): of 32 hash functions 8
 * bits of the least value.
 */
import { hash } from 'node:crypto';
import { type Likeness, MIN_STORY_WORDS, normalizeTitle, type Story, wordPairsOf, wordsOf } from './story.ts';

const SKETCH_ROWS = 32;
/**
 * Rows that must agree, by the share of common word pairs (Jaccard index): 0.43 for nearly one text, 0.18 if a third of one text is in the
 * other. Unrelated texts agree in one or two rows; fewer than one pair of 200 agrees in five.
 */
const MIN_ROWS_SAME = 14;
const MIN_ROWS_SAME_TITLE = 5;
/** Characters of base64url, so 24 bits: enough to tell apart the few thousand stories of a newsletter. */
const TITLE_LENGTH = 4;
/** 12 bits, for texts whose sketches agree: a long text with one changed figure mostly keeps its sketch. */
const WORDING_LENGTH = 2;

/** The sketch is empty if the text has too few words. `pictures` count as wording: a cartoon may be new under the same words. */
export function fingerprintStory({ title, text }: Story, pictures: readonly string[] = []): string {
  const name = hash('sha256', normalizeTitle(title), 'base64url').slice(0, TITLE_LENGTH);
  const said = [wordsOf(text).join(' '), ...pictures].join('\n');
  const wording = hash('sha256', said, 'base64url').slice(0, WORDING_LENGTH);
  const pairs = wordPairsOf(text);
  const sketch = pairs.size < MIN_STORY_WORDS - 1 ? '' : Buffer.from(sketchOf(pairs)).toString('base64url');
  return `${name}${wording}.${sketch}`;
}

function sketchOf(pairs: ReadonlySet<string>): Uint8Array {
  const least = new Uint32Array(SKETCH_ROWS).fill(0xffffffff);
  for (const pair of pairs) {
    const base = hashFnv1a(pair);
    for (let row = 0; row < SKETCH_ROWS; row++) least[row] = Math.min(least[row]!, mixBits(base, row));
  }
  return Uint8Array.from(least);
}

/** FNV-1a, 32 bit. */
function hashFnv1a(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/** The finaliser of MurmurHash3, which spreads every bit over all. */
function mixBits(value: number, row: number): number {
  let mixed = value ^ Math.imul(row + 1, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** `copy`: headline, text and pictures are the same, word by word. */
export function compareFingerprints(a: string, b: string): Likeness | 'copy' {
  const [one, other] = [splitFingerprint(a), splitFingerprint(b)];
  if (a === b && one.sketch.length > 0) return 'copy';
  const isNamesake = one.title === other.title;
  const rows = countEqualRows(one.sketch, other.sketch);
  if (rows >= MIN_ROWS_SAME || (isNamesake && rows >= MIN_ROWS_SAME_TITLE)) return 'same';
  return isNamesake ? 'namesake' : 'other';
}

function splitFingerprint(print: string): { title: string; sketch: Buffer } {
  const [name = '', sketch = ''] = print.split('.');
  return { title: name.slice(0, TITLE_LENGTH), sketch: Buffer.from(sketch, 'base64url') };
}

const countEqualRows = (one: Buffer, other: Buffer): number =>
  one.reduce((sum, byte, row) => sum + Number(byte === other[row]), 0);
