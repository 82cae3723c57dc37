import { describe, expect, it } from 'vitest';
import { isSignedFor, readStamp, stampForm } from '../../../functions/domain/limits/form-tokens.ts';
import { HOUR, SECOND } from '../../../functions/domain/time/instant.ts';
import { NOON } from '../../support/builders/small-publication.ts';
import { aSubscriber, SUBSCRIPTION_SECRETS } from '../../support/builders/subscriptions.ts';
import { aSubscriberSite } from '../../support/hosts/subscriber-site.ts';

type Site = ReturnType<typeof aSubscriberSite>;

const stampIn = (page: string) => /name="form" value="([^"]+)"/.exec(page)![1]!;
const fields = (email: string, form: string) => ({ email, newsletter: 'daily', topic: 'world', form });
const send = (site: Site, email: string, form: string) => site.post('/subscribe', fields(email, form));
async function freshStamp(site: Site): Promise<string> {
  const stamp = stampIn(await (await site.get('/subscribe')).text());
  site.now += 5 * SECOND;
  return stamp;
}

describe('the stamp of a form', () => {
  it('is good for five sign-ups; then the form comes back, filled in, with one that works at once', async () => {
    const site = aSubscriberSite();
    const stamp = await freshStamp(site);
    for (let i = 0; i < 5; i++) expect((await send(site, `a${i}@gmail.com`, stamp)).status).toBe(200);
    const back = await send(site, 'a5@gmail.com', stamp);
    const page = await back.text();
    expect([back.status, site.notices.length]).toEqual([400, 5]);
    expect(page).toContain('value="a5@gmail.com"');
    expect(page).toMatch(/value="world" checked/);
    expect((await send(site, 'a5@gmail.com', stampIn(page))).status).toBe(200);
    expect(site.notices).toHaveLength(6);
  });

  it('given after a short form is good for five, too, in its network alone', async () => {
    const site = aSubscriberSite();
    const ripe = stampIn(await (await site.post('/subscribe', { email: 'a@gmail.com' })).text());
    const statuses = [];
    for (let i = 0; i < 7; i++) statuses.push((await send(site, `a${i}@gmail.com`, ripe)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 400, 400]);
    site.web.client = '198.51.100.1';
    expect((await send(site, 'b@gmail.com', ripe)).status).toBe(400);
  });

  it('of another network brings the form back, filled in, and one press more is all', async () => {
    const site = aSubscriberSite();
    const stamp = await freshStamp(site);
    site.web.client = '2001:db8:1::1';
    const page = await (await send(site, 'ann@gmail.com', stamp)).text();
    expect(site.notices).toEqual([]);
    expect(page).toContain('value="ann@gmail.com"');
    expect(page).toMatch(/value="world" checked/);
    expect((await send(site, 'ann@gmail.com', stampIn(page))).status).toBe(200);
    expect(site.notices).toHaveLength(1);
  });

  it('holds for the whole of its network, and tells nothing of it', () => {
    const stamp = stampForm(SUBSCRIPTION_SECRETS, NOON, '192.0.2.7');
    const later = NOON + 5 * SECOND;
    for (const client of ['192.0.2.7', '192.0.2.200', '::ffff:c000:201'])
      expect(readStamp(SUBSCRIPTION_SECRETS, stamp, later, client)).toBe('fine');
    for (const client of ['192.0.3.7', '2001:db8::1', '', undefined])
      expect(readStamp(SUBSCRIPTION_SECRETS, stamp, later, client)).toBe('none');
    expect(stamp).toMatch(/^[a-z0-9]{8}\.[\w-]{22}$/);
    expect(stamp).not.toContain('192');
  });

  it('of a version before, of no network, holds for its day', () => {
    const stamp = stampForm(SUBSCRIPTION_SECRETS, NOON);
    expect(readStamp(SUBSCRIPTION_SECRETS, stamp, NOON + HOUR, '192.0.2.7')).toBe('fine');
    expect(isSignedFor(SUBSCRIPTION_SECRETS, stamp, '192.0.2.7')).toBe(false);
  });

  it('is not used up by sign-ups that come to nothing', async () => {
    const site = aSubscriberSite();
    const stamp = await freshStamp(site);
    site.failing = true;
    for (let i = 0; i < 9; i++) expect((await send(site, 'ann@gmail.com', stamp)).status).toBe(503);
    site.failing = false;
    for (let i = 0; i < 9; i++) await send(site, 'no address', stamp);
    expect((await send(site, 'ann@gmail.com', stamp)).status).toBe(200);
  });
});

describe('a change of address', () => {
  const ask = (site: Site, i: number) =>
    site.post(`/manage/${site.token('manage', `a${i}@gmail.com`, '', site.now + HOUR)}`, {
      intent: 'address',
      email: `new${i}@gmail.com`,
    });

  it('over the limit of its network says when to try again, and keeps what was typed', async () => {
    const site = aSubscriberSite();
    for (let i = 0; i < 21; i++) await site.ports.subscribers.put(aSubscriber(`a${i}@gmail.com`));
    for (let i = 0; i < 20; i++) expect((await ask(site, i)).status).toBe(200);
    const response = await ask(site, 20);
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '3600']);
    const page = await response.text();
    expect(page).toContain('value="new20@gmail.com"');
    expect(page).toContain('There have been too many sign-ups.');
    expect(site.notices).toHaveLength(20);
  });
});
