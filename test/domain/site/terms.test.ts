import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { termFeedPath, termPath, termSlug } from '../../../functions/domain/site/terms.ts';

describe('the address of a term', () => {
  it.each([
    ['Sea Ice', 'sea-ice'],
    ['  Sea   Ice ', 'sea-ice'],
    ['AC/DC', 'ac-dc'],
    ['C++', 'c++'],
    ['C#', 'c#'],
    ['Künstliche Intelligenz', 'künstliche-intelligenz'],
    ['Ku\u0308nstlich', 'künstlich'],
    ['日本語', '日本語'],
    ['مناخ', 'مناخ'],
    ['A. Marsh', 'a-marsh'],
    ['../etc', 'etc'],
    ['.', ''],
    ['???', ''],
    ['<b>"&', 'b'],
    ['__proto__', '__proto__'],
  ])('of %j is %j', (name, slug) => expect(termSlug(name)).toBe(slug));

  it('is one segment of a path that no browser rewrites', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const slug = termSlug(name);
        const path = new URL(`/tags/${encodeURIComponent(slug)}`, 'https://x.example').pathname;
        expect(decodeURIComponent(path)).toBe(`/tags/${slug}`);
        expect(termSlug(slug)).toBe(slug);
      }),
    );
  });
});

it('the page and the feeds of a term are below the folder of its taxonomy, encoded', () => {
  const term = { taxonomy: 'tag', slug: 'größe' } as const;
  expect([termPath(term), termFeedPath('atom', term)]).toEqual([
    '/tags/gr%C3%B6%C3%9Fe',
    '/tags/gr%C3%B6%C3%9Fe/atom.xml',
  ]);
});
