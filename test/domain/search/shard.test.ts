import { expect, it } from 'vitest';
import { decodeShard, scanShard, takePostings } from '../../../functions/domain/search/shard.ts';

const SHARD = decodeShard('\ntide\t@\ntidal\tA\f\f\ntide\t#B\nebb\t@');

it('a scan finds the lines that begin with a prefix, and their packs', () => {
  const found: [string, number][] = [];
  scanShard(SHARD, 'tid', (start, end, pack) => found.push([SHARD.text.slice(start, end), pack]));
  expect(found).toEqual([
    ['tide', 0],
    ['tidal', 0],
    ['tide', 2],
  ]);
});

it('a scan finds the postings of a line, with their weights', () => {
  const found: number[][] = [];
  scanShard(SHARD, 'tide', (_, end, pack) =>
    takePostings(SHARD, end, (article, weight) => found.push([pack, article, weight])),
  );
  expect(found).toEqual([
    [0, 0, 1],
    [2, 2, 4],
  ]);
});
