import { describe, expect, it } from 'vitest';
import type { Subscriber } from '../../../functions/domain/subscribers/subscriber.ts';
import { DAY } from '../../../functions/domain/time/instant.ts';
import { confirm } from '../../../functions/flows/subscribers/confirm.ts';
import { eraseAddress } from '../../../functions/flows/subscribers/operate-subscribers.ts';
import { askMove, move, signUp } from '../../support/builders/moves.ts';
import { aPublication } from '../../support/builders/small-publication.ts';
import { aSubscriber } from '../../support/builders/subscriptions.ts';
import { aSubscriberSite } from '../../support/hosts/subscriber-site.ts';

const [ADA, BEA] = ['ada@example.com', 'ada@new.example'];
type Site = ReturnType<typeof aSubscriberSite>;

async function withAda(changes: Partial<Subscriber> = {}, site: Site = aSubscriberSite()): Promise<Site> {
  await site.ports.subscribers.put(aSubscriber(ADA, { epoch: 'e-ada1', ...changes }));
  return site;
}
const oneClick = async (site: Site, token: string) => {
  const answer = await site.app.request(`/unsubscribe/${token}`, {
    method: 'POST',
    body: new URLSearchParams('List-Unsubscribe=One-Click'),
    headers: { accept: 'text/html' },
  });
  return [answer.status, answer.headers.get('content-type'), await answer.text()] as const;
};

describe('the pages of a change of address', () => {
  it('ask whether it is the new address, and say where letters go now; nobody is welcomed', async () => {
    const site = await withAda();
    const path = `/confirm/${await askMove(site, ADA, BEA)}`;
    const asking = await (await site.get(path)).text();
    expect(asking).toContain('Is this your new address?');
    expect(asking).not.toMatch(/sign me up|would like mail/);
    const answer = await site.post(path, {});
    const page = await answer.text();
    expect([answer.status, page.includes('now go to this address')]).toEqual([200, true]);
    expect(page).not.toMatch(/welcome letter|You are in/i);
    expect(await (await site.post(path, {})).text()).toBe(page);
    expect(site.notices.map(({ kind }) => kind)).toEqual(['confirm']);
  });

  it('say of somebody who reads there what joins, what stays, and what it was afterwards', async () => {
    const site = await withAda();
    await site.ports.subscribers.put(aSubscriber(BEA, { newsletters: ['brief'], epoch: 'e-bea1' }));
    const path = `/confirm/${await askMove(site, ADA, BEA)}`;
    const asking = await (await site.get(path)).text();
    expect(asking).toContain(
      'You read The Small Paper at this address already.'.replace('The Small Paper', aPublication().title),
    );
    expect(asking).toContain('You would also get:');
    expect(asking).not.toMatch(/sign me up|new address/);
    const page = await (await site.post(path, {})).text();
    expect(page).toContain('Two subscriptions are one');
    expect(page).not.toMatch(/welcome letter/i);
  });

  it('speak German where the publication does', async () => {
    const site = await withAda({}, aSubscriberSite({ ...aPublication(), language: 'de' }));
    const path = `/confirm/${await askMove(site, ADA, BEA)}`;
    expect(await (await site.get(path)).text()).toContain('Ist das Ihre neue Adresse?');
    expect(await (await site.post(path, {})).text()).toContain('gehen jetzt an diese Adresse');
  });

  it('say of a second sign-up what is had now, and promise no welcome', async () => {
    const site = aSubscriberSite();
    const links = [await signUp(site, ADA, ['daily']), await signUp(site, ADA, ['brief'])];
    expect(await (await site.post(`/confirm/${links[0]}`, {})).text()).toContain('A welcome letter');
    const page = await (await site.post(`/confirm/${links[1]}`, {})).text();
    expect(page).toContain('These are your newsletters');
    expect(page).not.toContain('A welcome letter');
  });
});

describe('one click in a letter', () => {
  it('to an address they moved away from leaves where they read now', async () => {
    const site = await withAda({ newsletters: ['daily', 'brief'] });
    const token = site.token('unsubscribe', ADA, 'daily');
    await move(site, ADA, BEA);
    const answer = [200, 'text/plain; charset=UTF-8', 'You are unsubscribed.\n'];
    expect(await oneClick(site, token)).toEqual(answer);
    expect(await oneClick(site, token)).toEqual(answer);
    expect((await site.find(BEA))?.newsletters).toEqual(['brief']);
    expect(await (await site.get(`/unsubscribe/${token}`)).text()).toContain('a…@new.example');
  });

  it('of before an erasure leaves nobody who signed up since: 410, in plain text, and a page for people', async () => {
    const site = await withAda();
    const token = site.token('unsubscribe', ADA, 'daily');
    await eraseAddress(site.ports, ADA, { never: false });
    expect((await oneClick(site, token)).slice(0, 1)).toEqual([200]);
    await confirm(site.ports, await signUp(site, ADA));
    const [status, type, text] = await oneClick(site, token);
    expect([status, type]).toEqual([410, 'text/plain; charset=UTF-8']);
    expect(text).not.toContain('You are unsubscribed');
    for (const answer of [
      await site.get(`/unsubscribe/${token}`),
      await site.post(`/unsubscribe/${token}`, { intent: 'leave' }),
      await site.post(`/unsubscribe/${token}`, { intent: 'reason', reason: 'other' }),
    ]) {
      expect(answer.status).toBe(410);
      expect(await answer.text()).toContain('Nothing was changed');
    }
    expect(await site.find(ADA)).toMatchObject({ status: 'active', newsletters: ['daily'] });
  });

  it('of before an erasure is answered 410 by every other page, too', async () => {
    const site = await withAda();
    const preferences = site.token('preferences', ADA);
    const manage = site.token('manage', ADA, '', site.now + DAY);
    const old = await signUp(site, BEA);
    for (const email of [ADA, BEA]) await eraseAddress(site.ports, email, { never: false });
    for (const email of [ADA, BEA]) await confirm(site.ports, await signUp(site, email));
    for (const path of [`/preferences/${preferences}`, `/manage/${manage}`, `/confirm/${old}`])
      expect([path, (await site.get(path)).status]).toEqual([path, 410]);
    expect((await site.post(`/confirm/${old}`, {})).status).toBe(410);
  });
});

describe('an expired confirmation link', () => {
  it.each([
    ['of somebody active', true],
    ['of somebody who never confirmed', false],
  ])('%s hands out no link but its own button, looked at or pressed', async (_, confirmed) => {
    const site = aSubscriberSite();
    const token = await signUp(site, ADA);
    if (confirmed) await confirm(site.ports, token);
    site.now += 8 * DAY;
    const shown = await site.get(`/confirm/${token}`);
    const posted = await site.post(`/confirm/${token}`, {});
    expect([shown.status, posted.status]).toEqual([410, 200]);
    for (const answer of [shown, posted])
      expect((await answer.text()).replaceAll(`/confirm/${token}`, '')).not.toMatch(/k2\.|\/preferences\//);
    expect(site.notices.at(-1)?.kind).toBe(confirmed ? 'link' : 'confirm');
  });
});

describe('erasure by a one-hour link whose row is gone', () => {
  const erasing = { intent: 'erase', sure: 'yes', never: 'yes' };
  const erased = (text: string) => text.includes('Everything is erased');

  it.each<[string, (site: Site) => Promise<unknown>]>([
    ['they moved', (site) => move(site, ADA, BEA)],
    [
      'they joined another subscription of theirs',
      async (site) => {
        await site.ports.subscribers.put(aSubscriber(BEA, { epoch: 'e-bea1' }));
        await move(site, ADA, BEA);
      },
    ],
    [
      'they were erased, and the address was signed up again',
      async (site) => {
        await eraseAddress(site.ports, ADA, { never: false });
        await confirm(site.ports, await signUp(site, ADA));
      },
    ],
  ])('erases nobody and does not say so: %s', async (_, happen) => {
    const site = await withAda();
    const path = `/manage/${site.token('manage', ADA, '', site.now + DAY)}`;
    await happen(site);
    const answer = await site.post(path, erasing);
    expect([answer.status, erased(await answer.text())]).toEqual([410, false]);
    const there = [await site.find(ADA), await site.find(BEA)].filter((s) => s?.status === 'active');
    expect(there).toHaveLength(1);
    expect(await site.ports.suppressions.count()).toBe(0);
  });

  it('promises no mail to yet another address either', async () => {
    const site = await withAda();
    const path = `/manage/${site.token('manage', ADA, '', site.now + DAY)}`;
    await move(site, ADA, BEA);
    const answer = await site.post(path, { intent: 'address', email: 'third@new.example' });
    expect([answer.status, site.notices.length]).toEqual([410, 1]);
  });

  it('says what is so of somebody who moved and was erased there, and says it again', async () => {
    const site = await withAda();
    const path = `/manage/${site.token('manage', ADA, '', site.now + DAY)}`;
    await move(site, ADA, BEA);
    await eraseAddress(site.ports, BEA, { never: false });
    for (let n = 0; n < 2; n++) {
      const answer = await site.post(path, erasing);
      expect([answer.status, erased(await answer.text())]).toEqual([200, true]);
    }
  });
});
