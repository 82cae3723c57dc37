/** Finds words in a shard of the search index by scanning its text: no table is built, so the first query costs what the next one does. */
import { BLOCK_END, readPostings } from './index-block.ts';

/** `starts`: where the block of each pack begins. */
export type Shard = { text: string; starts: readonly number[] };

export function decodeShard(text: string): Shard {
  const starts = [0];
  for (let at = text.indexOf(BLOCK_END); at >= 0; at = text.indexOf(BLOCK_END, at + 1)) starts.push(at + 1);
  return { text, starts };
}

/** Takes where the word of a line begins and ends in the shard's text, and the number of its pack. Its postings begin behind `end`. */
type TakeLine = (start: number, end: number, pack: number) => void;

/** Calls `take` with each line whose word begins with `prefix`. */
export function scanShard({ text, starts }: Shard, prefix: string, take: TakeLine): void {
  const needle = `\n${prefix}`;
  let pack = 0;
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) {
    while (pack + 1 < starts.length && starts[pack + 1]! <= at) pack++;
    take(at + 1, text.indexOf('\t', at), pack);
  }
}

/** `end`: of the line's word. */
export const takePostings = (
  shard: Shard,
  end: number,
  take: (article: number, weight: number) => void,
): number => readPostings(shard.text, end + 1, take);
