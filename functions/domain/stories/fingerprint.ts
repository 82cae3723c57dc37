/**
 * A story's fingerprint, about 50 characters: recognises the story in another release, where its id and text are gone. The fingerprint
 * holds a hash of the headline, one of the whole wording, and a MinHash sketch of the word pairs (Broder 1997): of 32 hash functions 8
 * bits of the least value.
 */
import { hash } from 'node:crypto';
import { FEWEST_WORDS, type Likeness, plainTitle, type Story, wordPairsOf, wordsOf } from './story.ts';

const ROWS = 32;
/**
 * Rows that must agree, by the share of common word pairs (Jaccard index): 0.43 for nearly one text, 0.18 if a third of one text is in the
 * other. Unrelated texts agree in one or two rows; fewer than one pair of 200 agrees in five.
 */
const NEARLY = 14;
const PARTLY = 5;
/** Characters of base64url, so 24 bits: enough to tell apart the few thousand stories of a newsletter. */
const TITLE_LENGTH = 4;
/** 12 bits, for texts whose sketches agree: a long text with one changed figure mostly keeps its sketch. */
const WORDING_LENGTH = 2;

/** The sketch is empty if the text has too few words. `pictures` count as wording: a cartoon may be new under the same words. */
export function printStory({ title, text }: Story, pictures: readonly string[] = []): string {
  const name = hash('sha256', plainTitle(title), 'base64url').slice(0, TITLE_LENGTH);
  const said = [wordsOf(text).join(' '), ...pictures].join('\n');
  const wording = hash('sha256', said, 'base64url').slice(0, WORDING_LENGTH);
  const pairs = wordPairsOf(text);
  const sketch = pairs.size < FEWEST_WORDS - 1 ? '' : Buffer.from(sketchOf(pairs)).toString('base64url');
  return `${name}${wording}.${sketch}`;
}

function sketchOf(pairs: ReadonlySet<string>): Uint8Array {
  const least = new Uint32Array(ROWS).fill(0xffffffff);
  for (const pair of pairs) {
    const base = fnv(pair);
    for (let row = 0; row < ROWS; row++) least[row] = Math.min(least[row]!, mix(base, row));
  }
  return Uint8Array.from(least);
}

/** FNV-1a, 32 bit. */
function fnv(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/** The finaliser of MurmurHash3, which spreads every bit over all. */
function mix(value: number, row: number): number {
  let mixed = value ^ Math.imul(row + 1, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** `copy`: headline, text and pictures are the same, word by word. */
export function comparePrints(a: string, b: string): Likeness | 'copy' {
  const [one, other] = [partsOf(a), partsOf(b)];
  if (a === b && one.sketch.length > 0) return 'copy';
  const isNamesake = one.title === other.title;
  const rows = rowsShared(one.sketch, other.sketch);
  if (rows >= NEARLY || (isNamesake && rows >= PARTLY)) return 'same';
  return isNamesake ? 'namesake' : 'other';
}

function partsOf(print: string): { title: string; sketch: Buffer } {
  const [name = '', sketch = ''] = print.split('.');
  return { title: name.slice(0, TITLE_LENGTH), sketch: Buffer.from(sketch, 'base64url') };
}

const rowsShared = (one: Buffer, other: Buffer): number =>
  one.reduce((sum, byte, row) => sum + Number(byte === other[row]), 0);
