import { describe, expect, it } from 'vitest';
import {
  type ArticleRecord,
  byNewestRecord,
  isPlain,
  listingKey,
  lookupKeysOf,
} from '../../../functions/domain/release/article-record.ts';
import type { ArticleFacts } from '../../../functions/domain/source/source-files.ts';
import { NOON } from '../../support/builders/small-publication.ts';

const aRow = (facts: Partial<ArticleFacts> = {}, about: Partial<ArticleRecord> = {}): ArticleRecord => ({
  ...{ stamp: '1', problems: [], month: '2026-11', until: undefined, hash: 'abc', media: [] },
  place: { object: 'pack', line: 2 },
  facts: {
    ...{ file: 'content/articles/harbour.md', id: { text: 'harbour', line: 2 }, slug: 'harbour' },
    ...{ date: NOON, draft: false, withdrawn: false, topic: { text: 'world', line: 4 }, alert: undefined },
    ...{ aliases: [], links: [], images: [] },
    ...facts,
  },
  ...about,
});
const named = (text: string, date = NOON) => aRow({ id: { text, line: 1 }, date });

describe('a row of an article', () => {
  it.each([
    ['is', {}, {}, true],
    ['is not, as a draft,', { draft: true }, {}, false],
    ['is not, once its front matter withdraws it,', {}, { until: NOON }, false],
  ])('%s one that time alone makes visible', (_, facts, about, plain) => {
    expect(isPlain(aRow(facts, about))).toBe(plain);
  });

  it.each([
    ['the newer first', named('a', NOON + 1), named('b')],
    ['of one instant, the later id first', named('b'), named('a')],
  ])('stands in lists as an article does: %s', (_, first, second) => {
    expect([second, first].toSorted(byNewestRecord)).toEqual([first, second]);
    expect(byNewestRecord(first, first)).toBe(0);
  });

  it.each([
    ['another text', { hash: 'abd' }, true],
    ['another pack', { place: { object: 'other', line: 2 } }, true],
    ['another line of its pack', { place: { object: 'pack', line: 3 } }, true],
    ['another stamp alone', { stamp: '2' }, false],
  ])('has its list made again for %s: %j %s', (_, about, again) => {
    expect(listingKey(aRow({}, about)) !== listingKey(aRow())).toBe(again);
  });

  it('is found by id, slug and old slugs, which are three kinds of keys', () => {
    const aliases = [{ text: '/old/harbour', line: 9 }];
    expect(lookupKeysOf(aRow({ aliases }))).toEqual(['i:harbour', 's:harbour', 'a:/old/harbour']);
  });
});
