import { describe, expect, it } from 'vitest';
import { stampForm } from '../../../functions/domain/limits/form-tokens.ts';
import { DAY, HOUR } from '../../../functions/domain/time/instant.ts';
import { aSubscriber, hashOf, SUBSCRIPTION_SECRETS } from '../../support/builders/subscriptions.ts';
import { aSubscriberSite } from '../../support/hosts/subscriber-site.ts';

const ADA = 'ada@example.com';
type Site = ReturnType<typeof aSubscriberSite>;

async function withAda(newsletters = ['daily', 'brief']): Promise<Site> {
  const site = aSubscriberSite();
  await site.ports.subscribers.put(aSubscriber(ADA, { newsletters }));
  return site;
}
describe('the way from sign-up to letters', () => {
  it('is a form, a mail, a button', async () => {
    const site = aSubscriberSite();
    const stamp = stampForm(SUBSCRIPTION_SECRETS, site.now - 5000);
    await site.post('/subscribe', { email: ADA, newsletter: ['daily', 'brief'], form: stamp });
    const path = `/confirm/${site.link()}`;
    const page = await (await site.get(path)).text();
    expect(page).toContain(`action="${path}"`);
    expect(page).not.toContain(ADA);
    expect(await site.find(ADA)).toMatchObject({ status: 'pending' });
    const done = await site.post(path, {});
    const again = await site.post(path, {});
    expect([done.status, await again.text()]).toEqual([200, await done.text()]);
    expect(await site.find(ADA)).toMatchObject({ status: 'active', newsletters: ['daily', 'brief'] });
  });

  it('offers a new link when the old one has expired', async () => {
    const site = aSubscriberSite();
    await site.post('/subscribe', {
      email: ADA,
      newsletter: 'daily',
      form: stampForm(SUBSCRIPTION_SECRETS, site.now - 5000),
    });
    const path = `/confirm/${site.link()}`;
    site.now += 8 * DAY;
    const shown = await site.get(path);
    expect([shown.status, (await shown.text()).includes(`action="${path}"`)]).toEqual([410, true]);
    expect((await site.post(path, {})).status).toBe(200);
    expect((await site.post(`/confirm/${site.link()}`, {})).status).toBe(200);
    expect(await site.find(ADA)).toMatchObject({ status: 'active' });
  });

  it('ends at a clear page for links that are forged, of another purpose, or of nobody', async () => {
    const site = await withAda();
    expect((await site.get('/confirm/abc')).status).toBe(403);
    expect((await site.get(`/confirm/${site.token('preferences', ADA)}`)).status).toBe(403);
    expect(
      (await site.post(`/confirm/${site.token('confirm', 'bob@example.com', '', site.now + DAY)}`, {}))
        .status,
    ).toBe(410);
    expect(
      (await site.app.request(`/confirm/${site.token('confirm', ADA)}`, { method: 'DELETE' })).status,
    ).toBe(405);
  });
});

describe('an error behind a link', () => {
  it('is said once, in the page’s own language', async () => {
    const site = await withAda();
    const [page, line] = [await site.get('/confirm/forged'), await site.app.request('/confirm/forged')];
    expect(await page.text()).not.toContain('not one of ours');
    expect(await line.text()).toContain('not one of ours');
  });

  it.each(['confirm', 'unsubscribe', 'preferences', 'manage'] as const)(
    'of %s has a way on, and hands out nothing',
    async (purpose) => {
      const site = await withAda();
      const token = site.token(purpose, ADA, '', site.now + DAY);
      const dead = [token.toLowerCase(), token.slice(0, -1), token.slice(0, 20), `${token}.`, `${token}=`];
      for (const cut of dead) {
        const answer = await site.get(`/${purpose}/${cut}`);
        const page = await answer.text();
        expect([cut, answer.status, page.includes('<a class="button" href="/subscribe">')]).toEqual([
          cut,
          403,
          true,
        ]);
        // Links of ours alone, none of them signed; nothing that was asked for comes back.
        expect(page).not.toMatch(/\/(confirm|unsubscribe|preferences|manage|undo)\//);
        expect(page.toLowerCase()).not.toContain(token.slice(4, 16).toLowerCase());
        expect(page).not.toContain('ada');
        const line = await site.app.request(`/${purpose}/${cut}`);
        expect(await line.text()).toMatch(/another letter, or have one sent at \/subscribe\.\n$/);
      }
    },
  );

  it('is as private as the page would be', async () => {
    const site = await withAda();
    const headers = Object.fromEntries((await site.get('/manage/forged')).headers);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    });
  });
});

describe('the preferences page', () => {
  const path = (site: Site) => `/preferences/${site.token('preferences', ADA)}`;

  it('saves, pauses, resumes, and masks the address all the while', async () => {
    const site = await withAda();
    const pages = [
      await site.get(path(site)),
      await site.post(path(site), { intent: 'save', newsletter: 'brief', topic: 'world' }),
      await site.post(path(site), { intent: 'pause', pause: '30' }),
    ];
    expect(await site.find(ADA)).toMatchObject({
      newsletters: ['brief'],
      topics: ['world'],
      pausedUntil: site.now + 30 * DAY,
    });
    pages.push(await site.post(path(site), { intent: 'resume' }));
    expect((await site.find(ADA))?.pausedUntil).toBeUndefined();
    for (const page of pages) {
      expect(page.status).toBe(200);
      expect(await page.text()).not.toContain(ADA);
    }
  });

  it('leaves by its own button only', async () => {
    const site = await withAda();
    await site.post(path(site), { intent: 'save' });
    expect(await site.find(ADA)).toMatchObject({ status: 'active' });
    expect(await (await site.post(path(site), { intent: 'leave' })).text()).toContain('name="undo"');
    expect(await site.find(ADA)).toMatchObject({ status: 'unsubscribed' });
  });

  it('still leads those who left to their data', async () => {
    const site = await withAda();
    await site.post(path(site), { intent: 'leave' });
    expect(await (await site.get(path(site))).text()).toContain('href="/subscribe"');
    await site.post(path(site), { intent: 'link' });
    expect(site.notices.at(-1)).toMatchObject({ kind: 'link', about: { purpose: 'manage' } });
  });

  it.each([{}, { intent: 'forged' }, { intent: 'pause', pause: 'x' }])('refuses %j', async (fields) => {
    const site = await withAda();
    expect((await site.post(path(site), fields as Record<string, string>)).status).toBe(400);
  });

  it('of somebody erased is gone', async () => {
    const site = aSubscriberSite();
    expect((await site.get(path(site))).status).toBe(410);
  });
});

describe('the page for one’s data', () => {
  const path = (site: Site) => `/manage/${site.token('manage', ADA, '', site.now + HOUR)}`;

  it('hands out a file that nothing keeps', async () => {
    const site = await withAda();
    const response = await site.post(path(site), { intent: 'export' });
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="my-data.json"');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toMatchObject({ email: ADA });
  });

  it('erases when sure, for ever when asked, twice like once', async () => {
    const site = await withAda();
    expect((await site.post(path(site), { intent: 'erase' })).status).toBe(400);
    expect(await site.find(ADA)).toBeDefined();
    for (let i = 0; i < 2; i++) {
      expect((await site.post(path(site), { intent: 'erase', sure: 'yes', never: 'yes' })).status).toBe(200);
    }
    expect(await site.find(ADA)).toBeUndefined();
    expect((await site.ports.suppressions.find([hashOf(ADA)])).size).toBe(1);
    expect((await site.get(path(site))).status).toBe(410);
  });

  it('changes the address by a mail to the new one', async () => {
    const site = await withAda();
    expect((await site.post(path(site), { intent: 'address', email: 'no' })).status).toBe(400);
    await site.post(path(site), { intent: 'address', email: 'ada@new.example' });
    expect((await site.post(`/confirm/${site.link()}`, {})).status).toBe(200);
    expect(await site.find('ada@new.example')).toMatchObject({ status: 'active' });
  });

  it('answers a change of address no sooner, whatever we know of it', async () => {
    const site = await withAda();
    const gate = Promise.withResolvers<void>();
    site.web.settle = () => gate.promise;
    let answered = false;
    const answer = Promise.resolve(site.post(path(site), { intent: 'address', email: ADA })).finally(
      () => (answered = true),
    );
    for (let turn = 0; turn < 50; turn++) await new Promise((next) => setImmediate(next));
    expect(answered).toBe(false);
    gate.resolve();
    expect((await answer).status).toBe(200);
  });

  it('is closed after an hour, and to every link of a letter', async () => {
    const site = await withAda();
    const late = path(site);
    site.now += HOUR;
    expect((await site.post(late, { intent: 'export' })).status).toBe(410);
    expect((await site.get(`/manage/${site.token('preferences', ADA)}`)).status).toBe(403);
  });
});
