/** A hash table from words to numbers (open addressing), whose keys are compared within a text: no string is made for a known word. */
import type { FoldedText } from './words.ts';

const MIN_SLOTS = 8192;

export type WordTable = {
  /** The words, by number: in the order in which they were first met. */
  words: readonly string[];
  /** The number of the word that the text has from `start` to `end`. */
  numberOf(folded: FoldedText, start: number, end: number, hash: number): number;
};

export function createWordTable(): WordTable {
  const words: string[] = [];
  const hashes: number[] = [];
  let slots = new Int32Array(MIN_SLOTS);
  /** The units of all words, one after another, and where each begins. */
  let pool = new Uint16Array(MIN_SLOTS * 4);
  const starts = [0];

  const holds = (word: number, units: Uint16Array, start: number, end: number): boolean => {
    let at = starts[word]!;
    if (starts[word + 1]! - at !== end - start) return false;
    for (let i = start; i < end; i++, at++) if (pool[at] !== units[i]) return false;
    return true;
  };

  function add({ text, units }: FoldedText, start: number, end: number, hash: number): void {
    const at = starts.at(-1)!;
    if (at + end - start > pool.length) pool = lengthen(pool);
    pool.set(units.subarray(start, end), at);
    starts.push(at + end - start);
    words.push(text.slice(start, end));
    hashes.push(hash);
    if (words.length * 2 > slots.length) slots = spread(hashes, slots.length * 2);
  }

  return {
    words,
    numberOf(folded, start, end, hash) {
      const mask = slots.length - 1;
      let slot = hash & mask;
      for (let held = slots[slot]!; held !== 0; held = slots[slot]!) {
        if (hashes[held - 1] === hash && holds(held - 1, folded.units, start, end)) return held - 1;
        slot = (slot + 1) & mask;
      }
      slots[slot] = words.length + 1;
      add(folded, start, end, hash);
      return words.length - 1;
    },
  };
}

function lengthen(pool: Uint16Array): Uint16Array<ArrayBuffer> {
  const longer = new Uint16Array(pool.length * 2);
  longer.set(pool);
  return longer;
}

function spread(hashes: readonly number[], size: number): Int32Array<ArrayBuffer> {
  const slots = new Int32Array(size);
  for (const [number, hash] of hashes.entries()) {
    let slot = hash & (size - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (size - 1);
    slots[slot] = number + 1;
  }
  return slots;
}
