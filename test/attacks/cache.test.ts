import { describe, expect, it } from 'vitest';
import { aFullStore, aSite } from '../support/builders/small-site.ts';

describe('what is kept for everybody', () => {
  it('is not given at an address that only looks like it', async () => {
    const { app } = aSite(aFullStore());
    for (const path of ['/topics/world/feed.xml', '/archive/2026-11/feed.json', '/archive/2026-11']) {
      expect((await app.request(path)).status).toBe(200);
      const last = path.lastIndexOf('/');
      expect((await app.request(`${path.slice(0, last)}%2F${path.slice(last + 1)}`)).status).toBe(404);
    }
  });

  it('cannot be spoilt by asking for what is not there at the same moment', async () => {
    const { app } = aSite(aFullStore());
    const [wrong, right] = await Promise.all(
      ['/archive/2026-11%2Ffeed.xml', '/archive/2026-11/feed.xml'].map((path) => app.request(path)),
    );
    expect([wrong!.status, right!.status]).toEqual([404, 200]);
  });

  it.each([
    ['Host', 'evil.example'],
    ['X-Forwarded-Host', 'evil.example'],
    ['X-Forwarded-Proto', 'gopher'],
    ['X-Original-URL', '/articles/two'],
    ['X-Rewrite-URL', '/articles/two'],
    ['X-HTTP-Method-Override', 'POST'],
    ['Forwarded', 'host=evil.example'],
    ['Origin', 'https://evil.example'],
    ['Cookie', 'session=1'],
    ['Range', 'bytes=0-1'],
  ])('is the same bytes with %s: %s', async (name, value) => {
    const paths = ['/', '/articles/one', '/feed.xml', '/feed.json', '/sitemap.xml', '/feeds.opml'];
    const ask = async (headers: Record<string, string>) => {
      const { app } = aSite(aFullStore());
      const answers = await Promise.all(paths.map((path) => app.request(path, { headers })));
      return Promise.all(answers.map(async (a) => [a.status, [...a.headers], await a.text()]));
    };
    expect(await ask({ [name]: value })).toEqual(await ask({}));
  });
});
