import { describe, expect, it } from 'vitest';
import { openMail } from '../support/mail.ts';
import { mailTo, type RunningServer, startServer } from '../support/running-server.ts';

const COMING = 'year-of-the-eclipse';

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 100) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`It never came: ${what}`);
}

const shows = async (server: RunningServer, path: string): Promise<boolean> =>
  (await (await fetch(server.url + path)).text()).includes(COMING);

describe('time alone', () => {
  it('makes an article appear on site and in feeds at its instant, without a build', async () => {
    // The article is dated 2027-01-04T06:00 in London.
    await using server = await startServer({ environment: { CLOCK: '2027-01-04T05:59:54Z' } });
    const release = await (await fetch(`${server.url}/healthz`)).text();
    const before = await fetch(`${server.url}/feed.xml`);
    expect(await before.text()).not.toContain(COMING);
    expect(Number(/s-maxage=(\d+)/.exec(before.headers.get('cache-control')!)![1])).toBeLessThanOrEqual(6);

    await until('the article in the feed', () => shows(server, '/feed.xml'));
    for (const path of ['/', '/atom.xml', '/feed.json', '/topics/world/feed.xml', '/sitemap.xml']) {
      expect.soft(await shows(server, path), path).toBe(true);
    }
    const after = await fetch(`${server.url}/feed.xml`);
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
    expect(after.headers.get('last-modified')).toBe('Mon, 04 Jan 2027 06:00:00 GMT');
    expect(await (await fetch(`${server.url}/healthz`)).text()).toBe(release);
  });

  it('sends the next digest at its slot, with what has become visible since the one before', async () => {
    // A Monday; the digest goes at 07:00 in London.
    await using server = await startServer({ environment: { CLOCK: '2027-01-04T06:59:55Z' } });
    await until('the digest', async () =>
      (await mailTo(server, 'demo@reader.example')).some((m) => m.kind === 'digest'),
    );
    const digest = (await mailTo(server, 'demo@reader.example')).find((m) => m.kind === 'digest');
    expect(digest!.run).toBe('d_daily_20270104T0700');
    const letter = await openMail(server, digest!.id);
    expect(letter.html).toContain(COMING);
    expect(letter.html).not.toContain('mine-water-heat');
  });
});
