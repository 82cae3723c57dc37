/**
 * A story's print: enough to know it again in another release, where its id and its text are gone. The hash of its headline, one of
 * everything it says, and a MinHash sketch of its word pairs (Broder 1997): of 32 hash functions the least value each, 8 bits of it.
 * Some 50 characters.
 */
import { hash } from 'node:crypto';
import { FEWEST_WORDS, type Likeness, plainTitle, type Story, wordPairsOf, wordsOf } from './story.ts';

const ROWS = 32;
/**
 * Rows that agree by what two texts share of all their pairs: 0.43 where they are nearly one text, 0.18 where a third of one is in the
 * other. Texts that have nothing in common agree in one or two, and fewer than one pair of 200 in five.
 */
const NEARLY = 14;
const PARTLY = 5;
/** 24 bits: a newsletter has some thousand stories that it could be mistaken for. */
const TITLE_LENGTH = 4;
/** 12 bits, for texts whose sketches agree: of a long one with another figure in it they mostly do. */
const WORDING_LENGTH = 2;

/** The sketch is empty where there are too few words to know a text by. `pictures`: a cartoon is another one in the same words. */
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
