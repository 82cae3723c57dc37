import { describe, expect, it } from 'vitest';
import type { ArticleRecord } from '../../../functions/domain/release/article-record.ts';
import { byNewestRecord } from '../../../functions/domain/release/article-record.ts';
import { makeRelated } from '../../../functions/domain/release/related.ts';
import { HOUR } from '../../../functions/domain/time/instant.ts';
import { NOON } from '../../support/builders/small-publication.ts';
import { anArticleRecord } from '../../support/builders/small-release.ts';

const row = (
  id: string,
  hours: number,
  tags: readonly string[],
  topic = 'world',
  draft = false,
): ArticleRecord =>
  anArticleRecord({
    ...{ id: { text: id, line: 1 }, date: NOON + hours * HOUR, draft },
    ...{ topic: { text: topic, line: 1 }, terms: { tags } },
  });
function relatedOf(id: string, rows: readonly ArticleRecord[]) {
  const [table] = makeRelated(rows.toSorted(byNewestRecord), 1);
  const { later = [], earlier = [] } = table![id] ?? {};
  return { later: later.map(([other]) => other), earlier: earlier.map(([other]) => other) };
}

describe('related articles', () => {
  it('have most tags in common, then the topic, then the nearest date', () => {
    const rows = [
      row('one', 0, ['ice', 'sea']),
      row('both', -9, ['sea', 'ice'], 'other'),
      row('near', -1, ['ice'], 'other'),
      row('same-topic', -5, ['ice']),
      row('far', -3, ['ice'], 'other'),
      row('none', -2, ['fire'], 'other'),
    ];
    expect(relatedOf('one', rows)).toEqual({ later: [], earlier: ['both', 'same-topic', 'near', 'far'] });
  });

  it('are told apart by whether they came later', () => {
    const rows = [row('one', 0, ['ice']), row('later', 4, ['ice']), row('earlier', -4, ['ice'])];
    expect(relatedOf('one', rows)).toEqual({ later: ['later'], earlier: ['earlier'] });
  });

  it('are the nearest of the topic where no tag is shared', () => {
    const rows = [row('one', 0, []), row('a', -1, []), row('b', -2, []), row('x', -1, [], 'other')];
    expect(relatedOf('one', rows)).toEqual({ later: [], earlier: ['a', 'b'] });
  });

  it('are no drafts, and spelling of a tag does not count', () => {
    const rows = [
      row('one', 0, ['Sea Ice']),
      row('a', -1, ['sea ice'], 'other'),
      row('b', -2, ['Sea Ice'], 'world', true),
    ];
    expect(relatedOf('one', rows)).toEqual({ later: [], earlier: ['a'] });
  });

  it('of a tag of all articles take time that grows with their number alone', () => {
    const rows = Array.from({ length: 3000 }, (_, i) => row(`a${i}`, -i, ['all', 'all too']));
    const [table] = makeRelated(rows, 1);
    expect(Object.keys(table!)).toHaveLength(3000);
    expect(relatedOf('a1500', rows)).toEqual({
      later: ['a1499', 'a1498', 'a1497', 'a1496'],
      earlier: ['a1501', 'a1502', 'a1503', 'a1504'],
    });
  });
});
