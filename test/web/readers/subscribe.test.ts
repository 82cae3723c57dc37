import { describe, expect, it } from 'vitest';
import { stampForm } from '../../../functions/domain/limits/form-tokens.ts';
import { DAY, SECOND } from '../../../functions/domain/time/instant.ts';
import { suppressAddress } from '../../../functions/flows/subscribers/operate-subscribers.ts';
import { aPublication } from '../../support/builders/small-publication.ts';
import { aSubscriber, SUBSCRIPTION_SECRETS } from '../../support/builders/subscriptions.ts';
import { aSubscriberSite } from '../../support/hosts/subscriber-site.ts';

type Site = ReturnType<typeof aSubscriberSite>;
const ADA = 'ada@example.com';

const filled = (site: Site, changes: Record<string, string | string[]> = {}) => ({
  email: ADA,
  newsletter: 'daily',
  form: stampForm(SUBSCRIPTION_SECRETS, site.now - 5 * SECOND),
  ...changes,
});
const send = (site: Site, changes?: Record<string, string | string[]>) =>
  site.post('/subscribe', filled(site, changes));

const stampIn = (page: string) => /name="form" value="([^"]+)"/.exec(page)![1]!;

describe('the sign-up form', () => {
  it('is shown with a stamp of its own time and network, and kept by nobody', async () => {
    const site = aSubscriberSite();
    const response = await site.get('/subscribe');
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('set-cookie')).toBeNull();
    // The sitemap names it: search engines may.
    expect(response.headers.get('x-robots-tag')).toBeNull();
    expect(stampIn(await response.text())).toBe(stampForm(SUBSCRIPTION_SECRETS, site.now, '192.0.2.99'));
  });

  it('signs up, from urlencoded and from multipart', async () => {
    const site = aSubscriberSite();
    expect((await send(site)).status).toBe(200);
    const body = new FormData();
    for (const [name, value] of Object.entries(filled(site, { email: 'bob@example.com' })))
      body.set(name, String(value));
    expect((await site.app.request('/subscribe', { method: 'POST', body })).status).toBe(200);
    expect(site.notices).toHaveLength(2);
    expect((await site.find(ADA))?.consent.form).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });

  it('answers byte for byte alike whatever we know of the address', async () => {
    const site = aSubscriberSite();
    const { subscribers } = site.ports;
    await subscribers.put(aSubscriber('active@example.com'));
    await subscribers.put(aSubscriber('left@example.com', { status: 'unsubscribed' }));
    await subscribers.put(aSubscriber('bounced@example.com', { status: 'bounced' }));
    await suppressAddress(site.ports, 'never@example.com');
    const answers = new Set<string>();
    for (const who of ['new', 'new', 'active', 'left', 'bounced', 'never', 'new', 'new', 'new']) {
      const response = await send(site, { email: `${who}@example.com` });
      answers.add(JSON.stringify([response.status, [...response.headers], await response.text()]));
    }
    expect(answers.size).toBe(1);
  });

  it('answers no sooner, whatever we know of the address', async () => {
    const site = aSubscriberSite();
    await site.ports.subscribers.put(aSubscriber('active@example.com'));
    await suppressAddress(site.ports, 'never@example.com');
    for (const changes of [
      {},
      { email: 'active@example.com' },
      { email: 'never@example.com' },
      { website: 'x' },
    ]) {
      const gate = Promise.withResolvers<void>();
      site.web.settle = () => gate.promise;
      let answered = false;
      const answer = Promise.resolve(send(site, changes)).finally(() => (answered = true));
      for (let turn = 0; turn < 50; turn++) await new Promise((next) => setImmediate(next));
      expect(answered).toBe(false);
      gate.resolve();
      expect((await answer).status).toBe(200);
    }
  });

  it('filled in by a machine, trap and all, is answered alike and does nothing', async () => {
    const site = aSubscriberSite();
    const person = await (await send(site)).text();
    const machine = await send(site, { email: 'bot@example.com', website: 'http://spam.example' });
    expect(await machine.text()).toBe(person);
    expect(await site.find('bot@example.com')).toBeUndefined();
  });

  it('without a stamp, from the foot of a page, comes back in full and filled in, and signs nobody up', async () => {
    const site = aSubscriberSite();
    const response = await site.post('/subscribe', { email: ADA });
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(page).toContain(`value="${ADA}"`);
    expect(page).toContain('name="form"');
    expect(site.notices).toEqual([]);
  });

  it.each([
    ['too quickly', (now: number) => stampForm(SUBSCRIPTION_SECRETS, now - SECOND)],
    ['after a day', (now: number) => stampForm(SUBSCRIPTION_SECRETS, now - DAY - 1)],
    ['with a forged stamp', () => 'abc.def'],
  ])('sent %s comes back filled in, and signs nobody up', async (_, stamp) => {
    const site = aSubscriberSite();
    const response = await send(site, { form: stamp(site.now), topic: 'world' });
    const page = await response.text();
    expect(response.status).toBe(400);
    expect(page).toContain(`value="${ADA}"`);
    expect(page).toMatch(/value="world" checked/);
    expect(site.notices).toEqual([]);
  });

  it('given back without a newsletter can be sent at once when one is ticked', async () => {
    const site = aSubscriberSite();
    const form = filled(site, { newsletter: [] });
    const back = await (await site.post('/subscribe', form)).text();
    await send(site, { form: stampIn(back) });
    expect(site.notices).toHaveLength(1);
  });

  it('filled in from the foot of a page can be sent at once: the typing was done there', async () => {
    const site = aSubscriberSite();
    const full = await (await site.post('/subscribe', { email: ADA })).text();
    await send(site, { form: stampIn(full) });
    expect(site.notices).toHaveLength(1);
  });

  it('sent too quickly works with the next press', async () => {
    const site = aSubscriberSite();
    const quick = await (
      await send(site, { form: stampForm(SUBSCRIPTION_SECRETS, site.now - SECOND) })
    ).text();
    site.now += 2 * SECOND;
    await send(site, { form: stampIn(quick) });
    expect(site.notices).toHaveLength(1);
  });

  it.each([
    '"a b"@example.com',
    'a@b\r\nBcc: x@example.com',
    'jörg@example.com',
    `${'a'.repeat(300)}@example.com`,
    '<script>',
  ])('says what is wrong with %j, and shows it escaped', async (email) => {
    const site = aSubscriberSite();
    const response = await send(site, { email });
    const page = await response.text();
    expect(response.status).toBe(400);
    expect(page).toContain('aria-invalid="true"');
    expect(page).not.toContain('<script>');
    expect(site.notices).toEqual([]);
  });

  it('says it in the language of the publication, and no English sentence beside it', async () => {
    const site = aSubscriberSite(aPublication({ language: 'de' }));
    expect(await (await send(site, { email: 'ada@example' })).text()).toContain(
      'Der Teil nach dem @ ist kein Domainname.',
    );
    const broken = { 'content-type': 'multipart/form-data', accept: 'text/html' };
    const answer = await site.app.request('/subscribe', { method: 'POST', body: '??', headers: broken });
    expect(answer.status).toBe(400);
    expect(await answer.text()).not.toContain('The form arrived broken');
  });

  it('asks about a near-miss once, and takes either answer', async () => {
    const site = aSubscriberSite();
    const typed = { email: 'ada@gmial.com' };
    expect(await (await send(site, typed)).text()).toContain('ada@gmail.com');
    expect(site.notices).toEqual([]);
    await send(site, { ...typed, use: 'yes', suggested: 'ada@gmail.com' });
    await send(site, { ...typed, use: 'no', suggested: 'ada@gmail.com' });
    expect(await site.find('ada@gmail.com')).toMatchObject({ status: 'pending' });
    expect(await site.find('ada@gmial.com')).toMatchObject({ status: 'pending' });
  });

  it('needs a newsletter', async () => {
    const site = aSubscriberSite();
    expect((await send(site, { newsletter: [] })).status).toBe(400);
    expect((await send(site, { newsletter: 'nosuch' })).status).toBe(400);
  });

  it('over the limit says when to try again, and keeps what was typed', async () => {
    const site = aSubscriberSite();
    for (let i = 0; i < 20; i++) await send(site, { email: `a${i}@example.com` });
    const response = await send(site);
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('3600');
    expect(await response.text()).toContain(`value="${ADA}"`);
  });

  it('answers 503 when the mail cannot be queued, and works the next time', async () => {
    const site = aSubscriberSite();
    site.failing = true;
    expect((await send(site)).status).toBe(503);
    site.failing = false;
    expect((await send(site)).status).toBe(200);
    expect(site.notices).toHaveLength(1);
  });

  it('takes forms only, small ones, and by POST', async () => {
    const site = aSubscriberSite();
    const post = (body: string, type: string) =>
      site.app.request('/subscribe', { method: 'POST', body, headers: { 'content-type': type } });
    const json = await post('{}', 'application/json');
    expect([json.status, await json.text()]).toEqual([
      415,
      'This address takes forms only. Send application/x-www-form-urlencoded.\n',
    ]);
    expect((await post('a=b', 'text/plain')).status).toBe(415);
    expect((await post(`email=${'a'.repeat(17_000)}`, 'application/x-www-form-urlencoded')).status).toBe(413);
    expect((await post('--x--', 'multipart/form-data')).status).toBe(400);
    const put = await site.app.request('/subscribe', { method: 'PUT' });
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
  });
});
