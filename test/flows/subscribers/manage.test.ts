import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../../functions/domain/time/instant.ts';
import { confirm, showConfirmation } from '../../../functions/flows/subscribers/confirm.ts';
import {
  eraseOwn,
  exportOwnData,
  requestNewAddress,
  showManagement,
} from '../../../functions/flows/subscribers/manage.ts';
import {
  eraseAddress,
  findSubscriber,
  liftSuppression,
  suppressAddress,
  unsubscribeAddress,
} from '../../../functions/flows/subscribers/operate-subscribers.ts';
import { subscribe } from '../../../functions/flows/subscribers/subscribe.ts';
import { suppressSubscriber } from '../../../functions/flows/subscribers/suppress-subscriber.ts';
import {
  aSubscriber,
  hashOf,
  idOf,
  openSubscriptions,
  type SubscriptionsFixture,
} from '../../support/builders/subscriptions.ts';

const ADA = 'ada@example.com';
const NEW = 'ada@new.example';

async function withAda() {
  const desk = openSubscriptions();
  await desk.ports.subscribers.put(
    aSubscriber(ADA, { name: 'Ada', newsletters: ['daily'], labels: ['friend'] }),
  );
  return desk;
}
const link = (desk: SubscriptionsFixture) => desk.token('manage', ADA, '', desk.now + HOUR);
const suppressed = async (desk: SubscriptionsFixture, email: string) =>
  (await desk.ports.suppressions.find([hashOf(email)])).get(hashOf(email))?.reason;
const signUp = (desk: SubscriptionsFixture, email: string) =>
  subscribe(desk.ports, {
    email,
    newsletters: ['daily'],
    topics: [],
    client: '::1',
    source: 'form',
    form: '',
  });

describe('one’s own data', () => {
  it('is everything kept, readable, with instants as dates', async () => {
    const desk = await withAda();
    const data = JSON.parse((await exportOwnData(desk.ports, link(desk)))!);
    expect(data).toMatchObject({
      email: ADA,
      name: 'Ada',
      labels: ['friend'],
      changedAt: '2026-11-23T11:59:59Z',
    });
    expect(data.consent).toMatchObject({ source: 'form', confirmedAt: '2026-11-23T11:59:59Z' });
    expect(Object.keys(data)).toHaveLength(Object.keys(aSubscriber(ADA)).length - 1);
  });

  it('needs a fresh link: no letter’s link and no old one will do', async () => {
    const desk = await withAda();
    await expect(exportOwnData(desk.ports, desk.token('preferences', ADA))).rejects.toMatchObject({
      code: 'forged',
    });
    const old = link(desk);
    desk.now += HOUR;
    await expect(exportOwnData(desk.ports, old)).rejects.toMatchObject({ code: 'expired' });
  });

  it('is shown masked until it is asked for', async () => {
    const desk = await withAda();
    expect(await showManagement(desk.ports, link(desk))).toBe('a…@example.com');
  });
});

describe('erasure', () => {
  it('leaves the counts and nothing else, and they may come back', async () => {
    const desk = await withAda();
    await eraseOwn(desk.ports, link(desk), { never: false });
    await eraseOwn(desk.ports, link(desk), { never: false });
    expect(await desk.find(ADA)).toBeUndefined();
    expect(await suppressed(desk, ADA)).toBeUndefined();
    expect(await desk.counted()).toEqual(['erased 1']);
    await signUp(desk, ADA);
    expect(desk.notices).toHaveLength(1);
  });

  it('with the wish never to be mailed keeps a hash that stops every sign-up', async () => {
    const desk = await withAda();
    await eraseOwn(desk.ports, link(desk), { never: true });
    expect(await suppressed(desk, ADA)).toBe('asked');
    await signUp(desk, ADA);
    expect(desk.notices).toEqual([]);
  });

  it('does not make the suppressed mailable again', async () => {
    const desk = await withAda();
    await suppressSubscriber(desk.ports, idOf(ADA), 'complained', 'feedback loop');
    await eraseAddress(desk.ports, ADA, { never: false });
    expect(await suppressed(desk, ADA)).toBe('complained');
  });
});

describe('a change of address', () => {
  it('takes effect when the new address confirms, and moves choices and consent', async () => {
    const desk = await withAda();
    await requestNewAddress(desk.ports, link(desk), NEW);
    const { epoch, requests } = (await desk.find(NEW))!;
    const marks = { ref: requests![0]!.ref, epoch };
    expect(desk.notices).toEqual([
      { kind: 'confirm', subscriber: idOf(NEW), about: { newsletters: 'daily', from: idOf(ADA), ...marks } },
    ]);
    expect(await desk.find(ADA)).toMatchObject({ status: 'active' });
    const token = desk.link();
    expect(await showConfirmation(desk.ports, token)).toMatchObject({ state: 'open' });
    expect(await confirm(desk.ports, token)).toMatchObject({ state: 'done', address: 'a…@new.example' });
    expect(await confirm(desk.ports, token)).toMatchObject({ state: 'done' });
    expect(await desk.find(ADA)).toBeUndefined();
    const moved = await desk.find(NEW);
    expect(moved).toMatchObject({
      status: 'active',
      email: NEW,
      name: 'Ada',
      newsletters: ['daily'],
      labels: ['friend'],
    });
    expect(moved?.consent).toMatchObject({ at: aSubscriber(ADA).consent.at, confirmedAt: desk.now });
  });

  it('to somebody subscribed there already joins the two', async () => {
    const desk = await withAda();
    await desk.ports.subscribers.put(aSubscriber(NEW, { newsletters: ['brief'] }));
    await requestNewAddress(desk.ports, link(desk), NEW);
    await confirm(desk.ports, desk.link());
    expect((await desk.find(NEW))?.newsletters.toSorted()).toEqual(['brief', 'daily']);
    expect(await desk.find(ADA)).toBeUndefined();
  });

  it('is mailed three times a day for one subscriber, to however many strangers', async () => {
    const desk = await withAda();
    for (let i = 0; i < 10; i++) await requestNewAddress(desk.ports, link(desk), `stranger${i}@new.example`);
    expect(desk.notices).toHaveLength(3);
    expect(await desk.find('stranger3@new.example')).toBeUndefined();
    desk.now += DAY;
    await requestNewAddress(desk.ports, link(desk), NEW);
    expect(desk.notices).toHaveLength(4);
  });

  it('to a suppressed or barred address mails nobody and says nothing', async () => {
    const desk = await withAda();
    await suppressAddress(desk.ports, NEW);
    await requestNewAddress(desk.ports, link(desk), NEW);
    await desk.ports.subscribers.put(aSubscriber('b@new.example', { status: 'bounced' }));
    await requestNewAddress(desk.ports, link(desk), 'b@new.example');
    expect(desk.notices).toEqual([]);
  });

  it('does not take along somebody who left in between', async () => {
    const desk = await withAda();
    await requestNewAddress(desk.ports, link(desk), NEW);
    const token = desk.link();
    await unsubscribeAddress(desk.ports, ADA);
    expect(await confirm(desk.ports, token)).toMatchObject({ state: 'void' });
    expect(await desk.find(NEW)).toMatchObject({ status: 'pending' });
  });

  it('is off when somebody said no at the new address in between', async () => {
    const desk = await withAda();
    await requestNewAddress(desk.ports, link(desk), NEW);
    const token = desk.link();
    await unsubscribeAddress(desk.ports, NEW);
    expect(await confirm(desk.ports, token)).toMatchObject({ state: 'void' });
    expect(await desk.find(NEW)).toMatchObject({ status: 'unsubscribed' });
    expect(await desk.find(ADA)).toMatchObject({ status: 'active' });
  });
});

describe('an operator', () => {
  it('finds a subscriber and a suppression by address, whatever its case', async () => {
    const desk = await withAda();
    await suppressAddress(desk.ports, ADA);
    const found = await findSubscriber(desk.ports, 'ADA@example.com');
    expect(found).toMatchObject({
      id: idOf(ADA),
      subscriber: { status: 'unsubscribed' },
      suppression: { reason: 'asked' },
    });
  });

  it('unsubscribes who is there, and is told when nobody was', async () => {
    const desk = await withAda();
    expect(await unsubscribeAddress(desk.ports, ADA)).toBe(true);
    expect(await unsubscribeAddress(desk.ports, ADA)).toBe(false);
    expect(await desk.counted()).toEqual(['left daily command 1']);
  });

  it('lifts a suppression of long ago: they are not mailed by that, but may sign up again', async () => {
    const desk = await withAda();
    await suppressSubscriber(desk.ports, idOf(ADA), 'complained', 'feedback loop');
    expect(await desk.counted()).toEqual(['complained daily 1']);
    expect(await liftSuppression(desk.ports, ADA)).toBe(true);
    expect(await desk.find(ADA)).toMatchObject({ status: 'unsubscribed' });
    await signUp(desk, ADA);
    expect(await confirm(desk.ports, desk.link())).toMatchObject({ state: 'done' });
  });

  it('erases with a wish for ever even whom we do not know', async () => {
    const desk = openSubscriptions();
    expect(await eraseAddress(desk.ports, ADA, { never: true })).toBe(false);
    expect(await suppressed(desk, ADA)).toBe('asked');
  });
});
