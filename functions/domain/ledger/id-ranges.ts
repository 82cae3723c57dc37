/**
 * Spans (id ranges, partitions) and cursors: the space of subscriber ids is cut into even parts, and each is planned on its own. Ids are
 * evenly distributed base64url, stored in byte order.
 */
import type { Run } from './run.ts';

/** The base64url alphabet (RFC 4648 §5) in byte order. */
export const ALPHABET = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
/** Subscribers that one planner reads in about a second. */
const SUBSCRIBERS_PER_SPAN = 10_000;

/** The number of spans: a power of two, 1–64. A small list is one span. */
export function countSpans(subscribers: number): number {
  let spans = 1;
  while (spans < ALPHABET.length && spans * SUBSCRIBERS_PER_SPAN < subscribers) spans *= 2;
  return spans;
}

/** The cursor that a span starts after, and the prefix that it ends below (undefined for the last span). */
export function spanBounds(span: number, spans: number): { after: string; below: string | undefined } {
  const width = ALPHABET.length / spans;
  return {
    after: span === 0 ? '' : ALPHABET[span * width]!,
    below: span === spans - 1 ? undefined : ALPHABET[(span + 1) * width]!,
  };
}

/** An id's place among all ids, 0 to 1. */
export const placeOfId = (id: string): number =>
  [...id.slice(0, PLACE_CHARACTERS)].reduce(
    (sum, letter, i) => sum + ALPHABET.indexOf(letter) / ALPHABET.length ** (i + 1),
    0,
  );

/** The prefix below which a part of all ids lies, 0 to 1 (undefined for the whole). */
export function prefixAt(part: number): string | undefined {
  if (part >= 1) return undefined;
  let rest = Math.max(1, Math.round(part * ALPHABET.length ** PLACE_CHARACTERS));
  let prefix = '';
  for (let i = 0; i < PLACE_CHARACTERS; i++) {
    prefix = ALPHABET[rest % ALPHABET.length]! + prefix;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return prefix;
}
/** Leading characters that count: four distinguish sixteen million places. */
const PLACE_CHARACTERS = 4;

/** The spans of all passes: the run itself has `run.spans`, each resend (`send --again`) has one. */
export const countAllSpans = (run: Pick<Run, 'spans' | 'passes'>): number => run.spans + run.passes - 1;

/** The id of a batch. Two planners at the same cursor thus make the same row, not two. */
export const batchId = (pass: number, span: number, cursor: string): string => `${pass}-${span}-${cursor}`;

/** The span of a run that holds an id. */
export const spanOf = (id: string, spans: number): number =>
  Math.floor((ALPHABET.indexOf(id.slice(0, 1)) * spans) / ALPHABET.length);

/**
 * A cursor in the middle between the last id of a batch and the next id, as short as possible. The cursor equals neither, so that no
 * subscriber's id stays in the keys of batches after an erasure. If nothing lies between, the cursor is the last id.
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
