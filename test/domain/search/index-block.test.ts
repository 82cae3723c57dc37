import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FOLD_MARK } from '../../../functions/domain/content/fragment.ts';
import {
  BLOCK_END,
  decodeEntries,
  encodeBlock,
  publicText,
  SHARD_COUNT,
  shardOfWord,
} from '../../../functions/domain/search/index-block.ts';
import { decodeShard, scanShard, takePostings } from '../../../functions/domain/search/shard.ts';
import { splitWords } from '../../../functions/domain/search/words.ts';
import { anEntry } from '../../support/builders/small-publication.ts';

const articleOf = (text: string, changes = {}) => ({
  month: '2026-11',
  entry: anEntry({ title: 'A title', summary: '', authors: [], tags: [], ...changes }),
  fragment: { html: '', text, pictures: [], folded: text.includes(FOLD_MARK) },
});

/** The numbers of the articles with exactly this word, and its weights. */
function find(block: string, word: string): [number, number][] {
  const shard = decodeShard(block.split(BLOCK_END)[1 + shardOfWord(word)]!);
  const found: [number, number][] = [];
  scanShard(shard, word, (start, end) => {
    if (end - start === word.length)
      takePostings(shard, end, (article, weight) => found.push([article, weight]));
  });
  return found;
}

describe('the block of a pack', () => {
  it('lists its articles and a part for each shard', () => {
    const withdrawn = { date: 5, note: '' };
    const block = encodeBlock([
      articleOf('one two'),
      articleOf('three', { id: 'b', draft: true, withdrawn }),
    ]);
    const parts = block.split(BLOCK_END);
    expect(parts).toHaveLength(1 + SHARD_COUNT);
    expect(decodeEntries(parts[0]!)).toMatchObject([
      { draft: false, month: '2026-11', size: 4, withdrawn: undefined },
      { id: 'b', draft: true, withdrawn: { date: 5 } },
    ]);
  });

  it('weighs a word of the title over one of the text', () => {
    const block = encodeBlock([articleOf('tide tide tide'), articleOf('', { title: 'Tide' })]);
    const [[first, text], [second, title]] = find(block, 'tide') as [[number, number], [number, number]];
    expect([first, second]).toEqual([0, 1]);
    expect(title).toBeGreaterThan(text);
  });

  it('holds every word of 128 articles, and no other', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 30 });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 128 }), (texts) => {
        const block = encodeBlock(texts.map((one) => articleOf(one, { title: '' })));
        for (const word of new Set(texts.flatMap(splitWords))) {
          const having = texts.flatMap((one, i) => (splitWords(one).includes(word) ? [i] : []));
          expect(find(block, word).map(([article]) => article)).toEqual(having);
        }
      }),
    );
  });

  it('has nothing of a letter-only article that its page does not show', () => {
    const secret = articleOf(`open${FOLD_MARK}secret`, { access: 'letter' });
    const whole = articleOf('secret', { access: 'letter' });
    expect(find(encodeBlock([secret, whole]), 'secret')).toEqual([]);
    expect(find(encodeBlock([secret]), 'open')).toHaveLength(1);
    expect(publicText({ access: 'public' }, secret.fragment)).toContain('secret');
  });

  it('has no words of addresses', () => {
    expect(find(encodeBlock([articleOf('see https://example.com/path now')]), 'example')).toEqual([]);
  });
});
