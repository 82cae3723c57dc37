/** A hash table from words to numbers (open addressing), whose keys are compared within a text: no string is made for a known word. */
import { PART_UNITS, type WordScan } from './words.ts';

const MIN_SLOTS = 1 << 14;

/** `texts`: the words, by number, in the order in which they were first met. */
export type WordTable = {
  texts: string[];
  hashes: Int32Array;
  slots: Int32Array;
  /** The units of all words, one after another, and where each begins. */
  units: Uint16Array;
  starts: Int32Array;
};

export const createWordTable = (): WordTable => ({
  texts: [],
  hashes: new Int32Array(MIN_SLOTS),
  slots: new Int32Array(MIN_SLOTS),
  units: new Uint16Array(MIN_SLOTS * 8),
  starts: new Int32Array(MIN_SLOTS + 1),
});

export function clearWordTable(table: WordTable): void {
  table.texts = [];
  table.slots.fill(0);
}

/** Fibonacci hashing (Knuth): the upper bits of the product are the slot. */
const slotOf = (hash: number, slots: number): number => Math.imul(hash, 0x9e3779b1) >>> Math.clz32(slots - 1);

/** The number of the word at which the scan stands; a new word gets the next number. */
export function numberOfWord(table: WordTable, scan: WordScan): number {
  const { slots, hashes } = table;
  const { hash } = scan;
  const mask = slots.length - 1;
  let slot = slotOf(hash, slots.length);
  for (let held = slots[slot]!; held !== 0; held = slots[slot]!) {
    if (hashes[held - 1] === hash && isWord(table, held - 1, scan)) return held - 1;
    slot = (slot + 1) & mask;
  }
  return addWord(table, scan, slot);
}

function isWord({ units, starts }: WordTable, word: number, scan: WordScan): boolean {
  const length = scan.end - scan.start;
  const at = starts[word]!;
  if (starts[word + 1]! - at !== length) return false;
  for (let i = 0; i < length; i++) if (units[at + i] !== PART_UNITS[scan.start + i]) return false;
  return true;
}

function addWord(table: WordTable, { part, start, end, hash }: WordScan, slot: number): number {
  const word = table.texts.push(part.slice(start, end)) - 1;
  const at = table.starts[word]!;
  if (at + end - start > table.units.length) table.units = lengthen(table.units, Uint16Array);
  table.units.set(PART_UNITS.subarray(start, end), at);
  table.starts[word + 1] = at + end - start;
  table.hashes[word] = hash;
  table.slots[slot] = word + 1;
  if (word * 2 > table.slots.length) growTable(table);
  return word;
}

function growTable(table: WordTable): void {
  table.hashes = lengthen(table.hashes, Int32Array);
  table.starts = lengthen(table.starts, Int32Array);
  const slots = new Int32Array(table.slots.length * 2);
  for (let word = 0; word < table.texts.length; word++) {
    let slot = slotOf(table.hashes[word]!, slots.length);
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = word + 1;
  }
  table.slots = slots;
}

/** A typed array of twice the length. */
export function lengthen<T extends Int32Array | Uint16Array>(numbers: T, Kind: new (length: number) => T): T {
  const longer = new Kind(numbers.length * 2);
  longer.set(numbers);
  return longer;
}
