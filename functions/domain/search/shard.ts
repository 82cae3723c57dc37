/** Finds words in a shard of the search index by scanning its text: no table is built, so the first query costs what the next one does. */
import { BLOCK_END, readPostings } from './index-block.ts';

/** `starts`: where the block of each pack begins. */
export type Shard = { text: string; starts: readonly number[] };

export function decodeShard(text: string): Shard {
  const starts = [0];
  for (let at = text.indexOf(BLOCK_END); at >= 0; at = text.indexOf(BLOCK_END, at + 1)) starts.push(at + 1);
  return { text, starts };
}

/** Takes the word of a line, the number of its pack in the segment, and the place of its postings. */
type TakeLine = (word: string, pack: number, at: number) => void;

/** Calls `take` with each line whose word begins with `prefix`. */
export function scanShard({ text, starts }: Shard, prefix: string, take: TakeLine): void {
  const needle = `\n${prefix}`;
  let pack = 0;
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) {
    while (pack + 1 < starts.length && starts[pack + 1]! <= at) pack++;
    const tab = text.indexOf('\t', at);
    take(text.slice(at + 1, tab), pack, tab + 1);
  }
}

export const takePostings = (
  shard: Shard,
  at: number,
  take: (article: number, weight: number) => void,
): number => readPostings(shard.text, at, take);
