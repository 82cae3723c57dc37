import { describe, expect, it } from 'vitest';
import { FEED_FORMATS, feedPath } from '../../../functions/domain/site/paths.ts';
import { build } from '../../../functions/flows/build/build.ts';
import { publish } from '../../../functions/flows/release/publish.ts';
import { createViews } from '../../../functions/flows/release/view.ts';
import { smallBuild } from '../../support/builders/small-build.ts';
import { NOON } from '../../support/builders/small-publication.ts';
import { aSite, aStore } from '../../support/builders/small-site.ts';
import { memoryPointers } from '../../support/fakes/memory-pointers.ts';

async function aBuiltSite() {
  const ports = smallBuild();
  const { hash } = await build(ports);
  const [pointers, clock] = [memoryPointers(), () => NOON];
  await publish({ from: ports.out, to: ports.out, pointers, clock }, hash!, { explicit: true });
  const views = createViews({ blobs: ports.out, pointers, clock }, { refresh: 200 });
  return aSite(aStore(), { views, blobs: ports.out }).app;
}
const app = await aBuiltSite();

describe('icons', () => {
  it.each([
    ['/favicon.ico', 'image/x-icon', [0, 0, 1, 0]],
    ['/apple-touch-icon.png', 'image/png', [0x89, 0x50, 0x4e, 0x47]],
  ])('are where programs look for them: %s', async (path, type, begin) => {
    const answer = await app.request(path);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
    expect([...new Uint8Array(await answer.arrayBuffer()).subarray(0, 4)]).toEqual(begin);
    expect(answer.headers.get('cache-control')).toContain('max-age=300');
    const tag = answer.headers.get('etag')!;
    expect((await app.request(path, { headers: { 'if-none-match': tag } })).status).toBe(304);
  });

  it('are linked on every page, and each link leads to a picture', async () => {
    for (const path of ['/', '/archive', '/topics/world', '/nothing']) {
      const text = await (await app.request(path, { headers: { accept: 'text/html' } })).text();
      const links = [...text.matchAll(/<link rel="(icon|apple-touch-icon)" href="([^"]+)"/g)];
      expect(links.map(([, rel]) => rel)).toEqual(['icon', 'icon', 'icon', 'apple-touch-icon']);
      for (const [, , href] of links) expect((await app.request(href!)).status).toBe(200);
    }
  });

  it.each(FEED_FORMATS)('are named by feeds with whole addresses, and are there: %s', async (format) => {
    const text = await (await app.request(feedPath(format))).text();
    const urls = text.match(/https:\/\/paper\.example\/assets\/icon-[^<"]+/g) ?? [];
    expect(urls.length).toBe(format === 'rss' ? 1 : 2);
    for (const url of urls) expect((await app.request(new URL(url).pathname)).status).toBe(200);
  });

  it('are absent without harm in a release of an older version', async () => {
    const { app: old } = aSite(aStore());
    expect((await old.request('/favicon.ico')).status).toBe(404);
    expect(await (await old.request('/feed.xml')).text()).not.toContain('<image>');
  });
});
