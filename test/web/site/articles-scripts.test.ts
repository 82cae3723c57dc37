import { describe, expect, it } from 'vitest';
import { aFragment, anEntry, aPublication } from '../../support/builders/small-publication.ts';
import { aSite, aStore } from '../../support/builders/small-site.ts';

const SLUG = 'été-日本語';
const PATH = '/articles/%C3%A9t%C3%A9-%E6%97%A5%E6%9C%AC%E8%AA%9E';

function japaneseSite() {
  const entry = anEntry({ id: SLUG, slug: SLUG, title: '夏', aliases: ['夏の日', '/記事/夏'] });
  const publication = aPublication({ language: 'ja', redirects: { '/古い': `/articles/${SLUG}` } });
  return aSite(aStore({ publication, entries: [entry], fragments: { [SLUG]: aFragment('<p>夏</p>') } })).app;
}

describe('an article whose slug is in its own script', () => {
  it.each([
    ['encoded', PATH],
    ['in small hexadecimal digits', PATH.toLowerCase()],
    ['with accents apart (NFD)', `/articles/${encodeURIComponent(SLUG.normalize('NFD'))}`],
  ])('is found at its path %s, and names one address', async (_, path) => {
    const response = await japaneseSite().request(path);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(`<link rel="canonical" href="https://paper.example${PATH}">`);
  });

  it.each([
    ['/articles/%E5%A4%8F%E3%81%AE%E6%97%A5'],
    ['/articles/%e5%a4%8f%e3%81%ae%e6%97%a5'],
    ['/%E8%A8%98%E4%BA%8B/%E5%A4%8F'],
    ['/%E5%8F%A4%E3%81%84'],
    [`${PATH}/`],
  ])('is where %s leads', async (path) => {
    const response = await japaneseSite().request(path);
    expect([response.status, response.headers.get('location')]).toEqual([301, PATH]);
  });

  it.each(['/', '/archive/2026-11', '/feed.xml', '/atom.xml', '/feed.json', '/sitemaps/2026-11.xml'])(
    'is linked from %s by its encoded path alone',
    async (path) => {
      const text = await (await japaneseSite().request(path)).text();
      expect(text).toContain(PATH);
      expect(text).not.toContain(`/articles/${SLUG}`);
    },
  );
});
