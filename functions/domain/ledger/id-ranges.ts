/**
 * Spans and cursors: the space of subscriber ids cut into even parts that are planned on their own. Ids are evenly spread
 * base64url, stored in the order of their bytes.
 */
import type { Run } from './run.ts';

/** The base64url alphabet (RFC 4648 §5) in byte order. */
export const ALPHABET = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
/** Readers one planner goes through in about a second. */
const SPAN_READERS = 10_000;

/** A power of two, 1–64. Small lists are one span. */
export function spansFor(readers: number): number {
  let spans = 1;
  while (spans < ALPHABET.length && spans * SPAN_READERS < readers) spans *= 2;
  return spans;
}

/** The cursor a span starts after, and the prefix it ends below (undefined: the end of all ids). */
export function spanBounds(span: number, spans: number): { after: string; below: string | undefined } {
  const width = ALPHABET.length / spans;
  return {
    after: span === 0 ? '' : ALPHABET[span * width]!,
    below: span === spans - 1 ? undefined : ALPHABET[(span + 1) * width]!,
  };
}

/** An id's place among all ids, 0 to 1. */
export const placeOf = (id: string): number =>
  [...id.slice(0, PLACES)].reduce(
    (sum, letter, i) => sum + ALPHABET.indexOf(letter) / ALPHABET.length ** (i + 1),
    0,
  );

/** The prefix below which this part of all ids lies (undefined: all of them). */
export function prefixAt(part: number): string | undefined {
  if (part >= 1) return undefined;
  let rest = Math.max(1, Math.round(part * ALPHABET.length ** PLACES));
  let prefix = '';
  for (let i = 0; i < PLACES; i++) {
    prefix = ALPHABET[rest % ALPHABET.length]! + prefix;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return prefix;
}
/** Four characters tell one of sixteen million places. */
const PLACES = 4;

/** A pass over some readers (`send --again`) is one span; the run itself has `run.spans`. */
export const spansInAll = (run: Pick<Run, 'spans' | 'passes'>): number => run.spans + run.passes - 1;

/** Two planners at one cursor mean one row. */
export const batchId = (pass: number, span: number, cursor: string): string => `${pass}-${span}-${cursor}`;

/** The span of a run that holds an id. */
export const spanOf = (id: string, spans: number): number =>
  Math.floor((ALPHABET.indexOf(id.slice(0, 1)) * spans) / ALPHABET.length);

/**
 * A cursor between the last id of a batch and the first one after it, in the middle between both and as short as may be: it names
 * neither, so that nobody's id stays in the keys of batches. The last id itself where nothing is between.
 */
export function cursorBetween(last: string, next: string): string {
  for (let length = 1; length <= last.length; length++) {
    const common = last.slice(0, length - 1);
    const low = ALPHABET.indexOf(last[length - 1]!);
    const high = next.startsWith(common) ? ALPHABET.indexOf(next.slice(length - 1, length)) : ALPHABET.length;
    if (low < 0 || high < low) return last;
    const middle = (low + high) >> 1;
    if (middle > low) return common + ALPHABET[middle]!;
  }
  return last;
}
