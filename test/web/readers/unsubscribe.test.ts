import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aSubscriber, idOf } from '../../support/builders/subscriptions.ts';
import { aSubscriberSite } from '../../support/hosts/subscriber-site.ts';

const ADA = 'ada@example.com';
type Site = ReturnType<typeof aSubscriberSite>;

async function withAda(newsletters = ['daily', 'brief']): Promise<Site> {
  const site = aSubscriberSite();
  await site.ports.subscribers.put(aSubscriber(ADA, { newsletters }));
  return site;
}
const ONE_CLICK = 'List-Unsubscribe=One-Click';
const unsubscribePath = (site: Site, about = 'daily') =>
  `/unsubscribe/${site.token('unsubscribe', ADA, about)}`;
const multipart = () => {
  const form = new FormData();
  form.set('List-Unsubscribe', 'One-Click');
  return form;
};

describe('one-click unsubscribe (RFC 8058)', () => {
  it.each<[string, RequestInit]>([
    ['urlencoded', { body: ONE_CLICK, headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['multipart', { body: multipart() }],
    ['no body', {}],
    ['a body of no known type', { body: ONE_CLICK, headers: { 'content-type': 'text/plain' } }],
    ['a broken multipart', { body: 'x', headers: { 'content-type': 'multipart/form-data; boundary=y' } }],
    ['JSON', { body: '{}', headers: { 'content-type': 'application/json' } }],
  ])('with %s leaves at once: 200, no redirect, no cookie, said again too', async (_, init) => {
    const site = await withAda(['daily']);
    const answers = [];
    for (let i = 0; i < 2; i++) {
      const response = await site.app.request(unsubscribePath(site), { method: 'POST', ...init });
      answers.push([
        response.status,
        response.headers.get('location'),
        response.headers.get('set-cookie'),
        await response.text(),
      ]);
    }
    expect(answers[0]).toEqual([200, null, null, 'You are unsubscribed.\n']);
    expect(answers[1]).toEqual(answers[0]);
    expect(await site.find(ADA)).toMatchObject({ status: 'unsubscribed' });
  });

  it('answers alike for somebody erased and somebody who never was', async () => {
    const site = await withAda(['daily']);
    await site.ports.subscribers.erase(idOf(ADA));
    expect((await site.app.request(unsubscribePath(site), { method: 'POST' })).status).toBe(200);
  });

  it('refuses what is forged, whatever it looks like, and leaves everybody as they are', async () => {
    const site = await withAda();
    const before = await site.find(ADA);
    const path = unsubscribePath(site);
    const forged = fc.oneof(
      fc.nat(path.length - 14).map((cut) => path.slice(0, 14 + cut)),
      fc.string({ minLength: 1 }).map((more) => path + encodeURIComponent(more)),
      fc.stringMatching(/^[A-Za-z0-9_.-]{1,90}$/).map((token) => `/unsubscribe/${token}`),
    );
    await fc.assert(
      fc.asyncProperty(forged, async (url) => {
        fc.pre(url !== path);
        const { status } = await site.app.request(url, {
          method: 'POST',
          body: new URLSearchParams(ONE_CLICK),
        });
        expect([403, 404, 405]).toContain(status);
      }),
      { numRuns: 200 },
    );
    expect(await site.find(ADA)).toEqual(before);
  });
});

describe('the unsubscribe page', () => {
  it('masks the address, changes nothing when it is looked at, and tells nobody where one came from', async () => {
    const site = await withAda();
    const before = await site.find(ADA);
    const response = await site.get(unsubscribePath(site));
    const page = await response.text();
    expect(page).toContain('a…@example.com');
    expect(page).not.toContain(ADA);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    });
    await site.app.request(unsubscribePath(site), { method: 'HEAD' });
    expect(await site.find(ADA)).toEqual(before);
  });

  it('leaves one, or all, and offers undo and a reason', async () => {
    const site = await withAda();
    const path = unsubscribePath(site);
    const page = await (await site.post(path, { intent: 'leave-one' })).text();
    expect((await site.find(ADA))?.newsletters).toEqual(['brief']);
    const undo = /name="undo" value="([^"]+)"/.exec(page)![1]!;
    expect((await site.post(path, { intent: 'undo', undo })).status).toBe(200);
    expect((await site.find(ADA))?.newsletters.toSorted()).toEqual(['brief', 'daily']);
    await site.post(path, { intent: 'leave' });
    await site.post(path, { intent: 'reason', reason: 'elsewhere', remark: 'the feed' });
    expect(await site.find(ADA)).toMatchObject({ status: 'unsubscribed', reason: 'elsewhere: the feed' });
  });

  it('refuses a forged undo with a page', async () => {
    const site = await withAda();
    const response = await site.post(unsubscribePath(site), { intent: 'undo', undo: 'k2.x._.y.z' });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      403,
      'text/html; charset=utf-8',
    ]);
  });
});
