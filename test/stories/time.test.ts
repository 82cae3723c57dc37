import { describe, expect, it } from 'vitest';
import { formatRfc3339 } from '../../functions/domain/time/instant.ts';
import { openWholeSite, type WholeSite } from '../support/hosts/whole-site.ts';

const at = (text: string) => Date.parse(text);
const COMING = 'year-of-the-eclipse';
const shows = async (site: WholeSite, path: string): Promise<boolean> =>
  (await (await site.get(path)).text()).includes(COMING);

/** Kind and run of every message, oldest first. */
async function sent(site: WholeSite) {
  const { messages } = await site.parts.delivery.outbox!.list({ limit: 100 });
  return messages.map(({ kind, run, subject }) => ({ kind, run, subject })).reverse();
}

async function addReader(site: WholeSite, newsletters: string[], topics: string[] = []): Promise<void> {
  const { addSubscriber } = await import('../../functions/flows/import/add-subscriber.ts');
  const { collectSubscriberPorts } = await import('../../functions/wiring/local/subscribers.ts');
  await addSubscriber(collectSubscriberPorts(site.parts.local), {
    email: 'ada@example.org',
    newsletters,
    topics,
    source: 'command',
  });
}

describe('time alone', () => {
  it('makes an article appear on site and in feeds at its instant, without a build', async () => {
    // The article is dated 2027-01-04T06:00 in London.
    await using site = await openWholeSite(at('2027-01-04T05:59:50Z'));
    const release = await site.release();
    const before = await site.get('/feed.xml');
    expect(await before.text()).not.toContain(COMING);
    expect(before.headers.get('cache-control')).toContain('s-maxage=10');
    expect((await site.get(`/articles/${COMING}`)).status).toBe(404);

    await site.passTo(at('2027-01-04T06:00:00Z'));
    for (const path of [
      '/',
      '/feed.xml',
      '/atom.xml',
      '/feed.json',
      '/topics/world/feed.xml',
      '/sitemap.xml',
    ]) {
      expect.soft(await shows(site, path), path).toBe(true);
    }
    const after = await site.get('/feed.xml');
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
    expect(after.headers.get('last-modified')).toBe('Mon, 04 Jan 2027 06:00:00 GMT');
    expect(await site.release()).toBe(release);
  });

  it('sends the digest at its slot with what became visible, once, and nothing that is older than the first tick', async () => {
    await using site = await openWholeSite(at('2027-01-04T05:59:50Z'));
    await addReader(site, ['brief', 'daily', 'weekly']);
    for (const time of ['05:59:50', '06:59:59', '07:00:00', '07:00:30', '07:01:00'])
      await site.passTo(at(`2027-01-04T${time}Z`));
    expect(await sent(site)).toEqual([
      { kind: 'digest', run: 'd_daily_20270104T0700', subject: expect.any(String) },
    ]);
    const digest = await site.parts.local.ledger.run('d_daily_20270104T0700');
    expect(digest).toMatchObject({ state: 'done', articles: [COMING] });
  });

  it('records an empty slot as empty, and sets aside who chose none of its topics', async () => {
    await using site = await openWholeSite(at('2027-01-04T06:30:00Z'));
    await addReader(site, ['daily'], ['health']);
    await site.passTo(at('2027-01-04T06:30:00Z'));
    await site.passTo(at('2027-01-04T07:00:00Z'));
    await site.passTo(at('2027-01-05T07:00:00Z'));
    expect(await sent(site)).toEqual([]);
    const [monday, tuesday] = await Promise.all(
      ['20270104T0700', '20270105T0700'].map((slot) => site.parts.local.ledger.run(`d_daily_${slot}`)),
    );
    expect(await site.parts.local.ledger.counts(monday!.id)).toMatchObject({ departed: 1, accepted: 0 });
    expect(tuesday).toMatchObject({ state: 'empty' });
  });

  it('sends an edition at its sendAt, local to the publication', async () => {
    // sendAt 2026-11-23T06:30 in London, where it is winter.
    await using site = await openWholeSite(at('2026-11-23T06:29:00Z'));
    await addReader(site, ['brief']);
    await site.passTo(at('2026-11-23T06:29:59Z'));
    expect(await sent(site)).toEqual([]);
    await site.passTo(at('2026-11-23T06:30:00Z'));
    expect(await sent(site)).toMatchObject([{ kind: 'edition', run: 'e_2026-11-23-brief' }]);
    const run = await site.parts.local.ledger.run('e_2026-11-23-brief');
    expect(formatRfc3339(run!.cutoff)).toBe('2026-11-23T06:30:00Z');
  });
});
