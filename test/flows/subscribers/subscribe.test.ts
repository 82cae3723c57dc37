import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../../functions/domain/time/instant.ts';
import { confirm, showConfirmation } from '../../../functions/flows/subscribers/confirm.ts';
import { suppressAddress } from '../../../functions/flows/subscribers/operate-subscribers.ts';
import { subscribe } from '../../../functions/flows/subscribers/subscribe.ts';
import { suppressSubscriber } from '../../../functions/flows/subscribers/suppress-subscriber.ts';
import { unsubscribe } from '../../../functions/flows/subscribers/unsubscribe.ts';
import { aPublication } from '../../support/builders/small-publication.ts';
import {
  aSubscriber,
  idOf,
  openSubscriptions,
  type SubscriptionsFixture,
} from '../../support/builders/subscriptions.ts';

const ADA = 'ada@example.com';
const signUp = (desk: SubscriptionsFixture, changes: Partial<Parameters<typeof subscribe>[1]> = {}) =>
  subscribe(desk.ports, {
    email: ADA,
    newsletters: ['daily'],
    topics: ['world'],
    client: '192.0.2.7',
    source: 'form',
    form: 'words',
    ...changes,
  });
const signUpAndConfirm = async (desk: SubscriptionsFixture) => {
  await signUp(desk);
  await confirm(desk.ports, desk.link());
};

describe('a sign-up', () => {
  it('waits, with the evidence of consent, and is asked to confirm', async () => {
    const desk = openSubscriptions();
    await signUp(desk, { email: ' Ada@Example.com ' });
    const ada = await desk.find(ADA);
    expect(ada).toMatchObject({ status: 'pending', email: 'Ada@example.com', newsletters: [] });
    expect(ada?.consent).toEqual({ at: desk.now, source: 'form', form: 'words', confirmedAt: undefined });
    const about = { newsletters: 'daily', ref: ada!.requests![0]!.ref, epoch: ada!.epoch };
    expect(desk.notices).toEqual([{ kind: 'confirm', subscriber: ada!.id, about }]);
  });

  it('said again days later is a request of that day', async () => {
    const desk = openSubscriptions();
    await signUp(desk);
    desk.now += 20 * DAY;
    await signUp(desk);
    expect((await desk.find(ADA))?.consent.at).toBe(desk.now);
  });

  it('puts nothing of what a stranger typed into the mail', async () => {
    const desk = openSubscriptions();
    await signUp(desk, { newsletters: ['daily', 'Buy now http://spam'], topics: ['<b>'], source: 'x' });
    expect(JSON.stringify(desk.notices)).not.toMatch(/spam|<b>|ada/i);
  });

  it('needs a newsletter that exists, unless there is only one', async () => {
    const desk = openSubscriptions();
    await expect(signUp(desk, { newsletters: ['nosuch'] })).rejects.toMatchObject({ code: 'invalid' });
    const { newsletters } = aPublication();
    const single = openSubscriptions(aPublication({ newsletters: [newsletters[0]!] }));
    await signUp(single, { newsletters: [] });
    expect(single.notices).toHaveLength(1);
  });

  it('of somebody active changes nothing, and mails a way to their preferences once a day', async () => {
    const desk = openSubscriptions();
    const ada = await desk.ports.subscribers.put(aSubscriber(ADA));
    await signUp(desk, { newsletters: ['brief'] });
    await signUp(desk, { newsletters: ['brief'] });
    expect(await desk.find(ADA)).toEqual(ada);
    expect(desk.notices).toEqual([{ kind: 'link', subscriber: ada.id, about: { purpose: 'preferences' } }]);
  });

  it('of somebody who left leaves them gone until they confirm', async () => {
    const desk = openSubscriptions();
    await desk.ports.subscribers.put(aSubscriber(ADA, { status: 'unsubscribed', reason: 'too-many' }));
    await signUp(desk, { newsletters: ['brief'] });
    expect(await desk.find(ADA)).toMatchObject({ status: 'unsubscribed', reason: 'too-many' });
    await confirm(desk.ports, desk.link());
    const back = await desk.find(ADA);
    expect(back).toMatchObject({ status: 'active', newsletters: ['brief'], asked: undefined });
    expect(back?.consent).toMatchObject({ at: desk.now, confirmedAt: desk.now });
  });

  it.each(['bounced', 'complained'] as const)(
    'of somebody who %s is never mailed, and says nothing',
    async (status) => {
      const desk = openSubscriptions();
      const ada = await desk.ports.subscribers.put(aSubscriber(ADA, { status }));
      await signUp(desk);
      expect(desk.notices).toEqual([]);
      expect(await desk.find(ADA)).toEqual(ada);
    },
  );

  it('of a suppressed address is never mailed, kept nowhere, and says nothing', async () => {
    const desk = openSubscriptions();
    await suppressAddress(desk.ports, ADA.toUpperCase());
    await signUp(desk);
    expect([desk.notices, await desk.find(ADA), await desk.counted()]).toEqual([[], undefined, []]);
  });

  it('over the limit of its address is answered alike, and not mailed', async () => {
    const desk = openSubscriptions();
    for (let i = 0; i < 5; i++) await signUp(desk);
    expect(desk.notices).toHaveLength(3);
    desk.now += DAY;
    await signUp(desk);
    expect(desk.notices).toHaveLength(4);
  });

  it('over the limit of its network is refused, from whichever host in it', async () => {
    const desk = openSubscriptions();
    const from = (host: number) => signUp(desk, { email: `a${host}@example.com`, client: `192.0.2.${host}` });
    for (let i = 0; i < 20; i++) await from(i);
    await expect(from(20)).rejects.toMatchObject({ code: 'too-many' });
    await signUp(desk, { client: '192.0.3.1' });
    desk.now += HOUR;
    await from(21);
  });

  it('over the limit of the publication is refused, from wherever', async () => {
    const { sending, ...rest } = aPublication();
    const tight = { ...sending, signups: { ...sending.signups, perHour: 1 } };
    const desk = openSubscriptions({ ...rest, sending: tight });
    await signUp(desk);
    await expect(signUp(desk, { client: '2001:db8::1' })).rejects.toMatchObject({ code: 'too-many' });
  });

  it('whose mail cannot be queued fails as a whole, and a second try mends it, even at a limit of one', async () => {
    const { sending, ...rest } = aPublication();
    const tight = { ...sending, signups: { ...sending.signups, perAddressDay: 1 } };
    const desk = openSubscriptions({ ...rest, sending: tight });
    desk.failing = true;
    await expect(signUp(desk)).rejects.toMatchObject({ code: 'unavailable' });
    desk.failing = false;
    await signUp(desk);
    expect(desk.notices).toHaveLength(1);
    expect(await desk.counted()).toEqual(['joined daily 1']);
  });

  it('sent ten times at once is one person, counted once', async () => {
    const desk = openSubscriptions();
    await Promise.all(Array.from({ length: 10 }, () => signUp(desk)));
    expect(await desk.find(ADA)).toMatchObject({ status: 'pending' });
    expect(desk.notices).toHaveLength(3);
    expect(await desk.counted()).toEqual(['joined daily 1']);
  });
});

describe('a confirmation', () => {
  it('is shown without anything changing, as often as scanners look', async () => {
    const desk = openSubscriptions();
    await signUp(desk);
    const before = await desk.find(ADA);
    for (let i = 0; i < 3; i++) {
      expect(await showConfirmation(desk.ports, desk.link())).toMatchObject({
        state: 'open',
        newsletters: ['daily'],
      });
    }
    expect(await desk.find(ADA)).toEqual(before);
  });

  it('makes active, takes over what was asked, and welcomes once, however often it is posted', async () => {
    const desk = openSubscriptions();
    await signUp(desk);
    const token = desk.link();
    const first = await confirm(desk.ports, token);
    expect(await confirm(desk.ports, token)).toEqual(first);
    expect(first).toMatchObject({ state: 'done', address: 'a…@example.com', newsletters: ['daily'] });
    expect(await desk.find(ADA)).toMatchObject({
      status: 'active',
      newsletters: ['daily'],
      topics: ['world'],
    });
    expect(desk.notices.map((n) => n.kind)).toEqual(['confirm', 'welcome']);
    expect(await desk.counted()).toEqual(['confirmed daily 1', 'joined daily 1']);
  });

  it('whose welcome cannot be queued is welcomed by a second try', async () => {
    const desk = openSubscriptions();
    await signUp(desk);
    const token = desk.link();
    desk.failing = true;
    await expect(confirm(desk.ports, token)).rejects.toMatchObject({ code: 'unavailable' });
    desk.failing = false;
    expect(await confirm(desk.ports, token)).toMatchObject({ state: 'done' });
    expect(desk.notices.map((n) => n.kind)).toEqual(['confirm', 'welcome']);
  });

  it('after seven days is expired, and posting it sends a new link that works', async () => {
    const desk = openSubscriptions();
    await signUp(desk);
    const token = desk.link();
    desk.now += 7 * DAY;
    expect(await showConfirmation(desk.ports, token)).toMatchObject({ state: 'expired' });
    expect(await confirm(desk.ports, token)).toMatchObject({ state: 'renewed' });
    expect(await desk.find(ADA)).toMatchObject({ status: 'pending' });
    expect(await confirm(desk.ports, desk.link())).toMatchObject({ state: 'done' });
  });

  it('does not bring back, when it is posted again, somebody who has left since', async () => {
    const desk = openSubscriptions();
    await signUp(desk);
    const token = desk.link();
    await confirm(desk.ports, token);
    await unsubscribe(desk.ports, desk.token('unsubscribe', ADA), { scope: 'all', how: 'page' });
    expect(await confirm(desk.ports, token)).toMatchObject({ state: 'void' });
    expect(await desk.find(ADA)).toMatchObject({ status: 'unsubscribed' });
  });

  it('does nothing for the erased, the barred and the suppressed', async () => {
    const desk = openSubscriptions();
    await signUp(desk);
    const token = desk.link();
    await suppressAddress(desk.ports, ADA);
    expect(await confirm(desk.ports, token)).toMatchObject({ state: 'void' });
    await desk.ports.subscribers.erase(idOf(ADA));
    expect(await showConfirmation(desk.ports, token)).toMatchObject({ state: 'void', address: '' });
    const other = openSubscriptions();
    await signUpAndConfirm(other);
    await suppressSubscriber(other.ports, idOf(ADA), 'complained', 'fbl');
    expect(await confirm(other.ports, token)).toMatchObject({ state: 'void' });
  });
});
