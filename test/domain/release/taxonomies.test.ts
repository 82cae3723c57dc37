import { describe, expect, it } from 'vitest';
import { makeTaxonomies, termKey } from '../../../functions/domain/release/taxonomies.ts';
import type { ArticleTerms } from '../../../functions/domain/source/source-files.ts';
import { NOON } from '../../support/builders/small-publication.ts';
import { anArticleRecord } from '../../support/builders/small-release.ts';

const row = (id: string, terms: ArticleTerms, draft = false) =>
  anArticleRecord({ id: { text: id, line: 1 }, terms, draft });
const find = (rows: Parameters<typeof makeTaxonomies>[0], key: string) =>
  makeTaxonomies(rows).tables.flatMap((table) => (Object.hasOwn(table, key) ? [table[key]!] : []));

describe('the terms of a release', () => {
  it('join names that differ in capitals and spaces, named as the oldest article has it', () => {
    const rows = [row('new', { tags: ['sea  ICE'] }), row('old', { tags: ['Sea Ice', 'sea ice'] })];
    expect(find(rows, termKey('tag', 'sea-ice'))).toEqual([
      {
        name: 'Sea Ice',
        months: [
          [
            '2026-11',
            [
              { id: 'new', date: NOON },
              { id: 'old', date: NOON },
            ],
          ],
        ],
      },
    ]);
  });

  it('keep authors, tags and series apart', () => {
    const rows = [row('a', { tags: ['Mercury'], authors: ['Mercury'], series: 'Mercury' })];
    expect(makeTaxonomies(rows).rows.map(({ taxonomy }) => taxonomy)).toEqual(['author', 'series', 'tag']);
  });

  it('hold no draft, no name of signs alone, and are found under any name', () => {
    const rows = [
      row('a', { tags: ['__proto__', 'constructor', '???'] }),
      row('b', { tags: ['hidden'] }, true),
    ];
    expect(makeTaxonomies(rows).rows.map(({ slug }) => slug)).toEqual(['__proto__', 'constructor']);
    expect(find(rows, 'tag:__proto__')).toHaveLength(1);
  });

  it('name their oldest articles, by which a sitemap knows whether one is visible', () => {
    const rows = Array.from({ length: 20 }, (_, i) => row(`a${i}`, { tags: ['x'] }));
    expect(makeTaxonomies(rows).rows[0]!.first.map(({ id }) => id)).toEqual(
      rows.slice(-8).map(({ facts }) => facts.id.text),
    );
  });
});
