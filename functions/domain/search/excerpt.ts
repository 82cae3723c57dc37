/** Excerpts (snippets): the part of a text with the most words of a query, in pieces that are marked or not. */
import { foldText, isDense } from './words.ts';

/** `hit`: true for a word of the query. */
export type MarkedPiece = { text: string; hit: boolean };
export type Excerpt = { pieces: readonly MarkedPiece[]; hits: number };

/** UTF-16 units of an excerpt, about two lines of a page. */
const EXCERPT_LENGTH = 220;
/** Units of a text that are looked at: an article of 20,000 words. */
const MAX_TEXT_LENGTH = 120_000;
const MAX_HITS = 2000;

const WORD = /[\p{L}\p{M}\p{N}\p{Cs}]+/gu;

/** `matches`: true for a folded word that the query looks for; `dense`: pairs of characters that it looks for in scripts without spaces. */
export type Matcher = { matches(word: string): boolean; dense: readonly string[] };

type Hit = { start: number; end: number; word: string };

function findHits(text: string, { matches, dense }: Matcher): Hit[] {
  const known = new Map<string, boolean>();
  const hits: Hit[] = [];
  for (const { 0: raw, index } of text.matchAll(WORD)) {
    if (hits.length >= MAX_HITS) break;
    const word = foldText(raw);
    if (isDense(word) || dense.some((pair) => word.includes(pair)))
      hits.push(...findDense(raw, index, dense));
    else {
      const isHit = known.get(word) ?? matches(word);
      known.set(word, isHit);
      if (isHit) hits.push({ start: index, end: index + raw.length, word });
    }
  }
  return hits;
}

/** Joins pairs that overlap or touch. */
function findDense(run: string, index: number, pairs: readonly string[]): Hit[] {
  const hits: Hit[] = [];
  for (let i = 0; i < run.length; i++) {
    const pair = pairs.find((one) => run.startsWith(one, i));
    if (pair === undefined) continue;
    const [start, end] = [index + i, index + i + pair.length];
    const last = hits.at(-1);
    if (last && last.end >= start) last.end = end;
    else hits.push({ start, end, word: pair });
  }
  return hits;
}

/** The whole text, marked: for headlines and summaries. */
export function markText(text: string, matcher: Matcher): Excerpt {
  const hits = findHits(text, matcher);
  return { pieces: cutPieces(text, hits, 0, text.length), hits: hits.length };
}

/** The window of EXCERPT_LENGTH with the most different words of the query; undefined if the text has none of them. */
export function excerptOf(source: string, matcher: Matcher): Excerpt | undefined {
  const text = source.slice(0, MAX_TEXT_LENGTH).replace(/\s+/g, ' ').trim();
  const hits = findHits(text, matcher);
  if (hits.length === 0) return undefined;
  const [first, last] = bestWindow(hits);
  const middle = (first.start + last.end) / 2;
  const from = alignToWord(text, Math.max(0, Math.round(middle - EXCERPT_LENGTH / 2)));
  const start = Math.min(from, first.start);
  const end = alignToWord(text, Math.max(last.end, Math.min(text.length, start + EXCERPT_LENGTH)));
  const pieces = cutPieces(text, hits, start, end);
  const before = start > 0 ? [{ text: '… ', hit: false }] : [];
  const after = end < text.length ? [{ text: ' …', hit: false }] : [];
  return { pieces: [...before, ...pieces, ...after], hits: hits.length };
}

/** Of windows with as many different words the first one is taken. */
function bestWindow(hits: readonly Hit[]): [Hit, Hit] {
  let best: [Hit, Hit] = [hits[0]!, hits[0]!];
  let most = 0;
  const counts = new Map<string, number>();
  for (let first = 0, last = 0; last < hits.length; last++) {
    counts.set(hits[last]!.word, (counts.get(hits[last]!.word) ?? 0) + 1);
    for (; first < last && hits[last]!.end - hits[first]!.start > EXCERPT_LENGTH * 0.8; first++) {
      const left = counts.get(hits[first]!.word)! - 1;
      if (left === 0) counts.delete(hits[first]!.word);
      else counts.set(hits[first]!.word, left);
    }
    if (counts.size <= most) continue;
    most = counts.size;
    best = [hits[first]!, hits[last]!];
  }
  return best;
}

/** Moves on to the end of a word, if one is near: scripts without spaces are cut anywhere, though not within a pair of surrogates. */
function alignToWord(text: string, at: number): number {
  if (at <= 0 || at >= text.length) return Math.max(0, Math.min(at, text.length));
  const space = text.indexOf(' ', at);
  if (space >= 0 && space - at < 24) return space;
  return /[\udc00-\udfff]/.test(text[at]!) ? at + 1 : at;
}

function cutPieces(text: string, hits: readonly Hit[], from: number, to: number): MarkedPiece[] {
  const pieces: MarkedPiece[] = [];
  let at = from;
  for (const { start, end } of hits) {
    if (start < at || end > to) continue;
    if (start > at) pieces.push({ text: text.slice(at, start), hit: false });
    pieces.push({ text: text.slice(start, end), hit: true });
    at = end;
  }
  if (at < to) pieces.push({ text: text.slice(at, to), hit: false });
  const [first] = pieces;
  if (first && from > 0) first.text = first.text.trimStart();
  return pieces.filter((piece) => piece.text !== '');
}
