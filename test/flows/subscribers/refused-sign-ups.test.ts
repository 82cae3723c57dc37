import { afterEach, describe, expect, it } from 'vitest';
import { suppressionHash } from '../../../functions/domain/subscribers/identity.ts';
import type { Subscriber } from '../../../functions/domain/subscribers/subscriber.ts';
import { DAY, HOUR } from '../../../functions/domain/time/instant.ts';
import { recordFeedback } from '../../../functions/flows/delivery/feedback.ts';
import { deliverNotices, queueNotice } from '../../../functions/flows/delivery/notices.ts';
import { confirm } from '../../../functions/flows/subscribers/confirm.ts';
import { subscribe } from '../../../functions/flows/subscribers/subscribe.ts';
import {
  handleRefusedAddress,
  suppressSubscriber,
} from '../../../functions/flows/subscribers/suppress-subscriber.ts';
import { MORNING } from '../../support/builders/runs.ts';
import { idOf, openSubscriptions } from '../../support/builders/subscriptions.ts';
import { faultyMailer, ok } from '../../support/fakes/faulty-mailer.ts';
import {
  aRunSubscriber,
  DELIVERY_SECRETS,
  type DeliveryFixture,
  openDelivery,
} from '../../support/hosts/delivery-fixture.ts';

const ADA = 'ada@reader.example';
const ASKED = { at: MORNING, source: 'form', form: '', newsletters: ['brief'], topics: [] };
const REFUSED = { kind: 'rejected', reason: '550 5.1.1 User unknown', address: true } as const;

let room: DeliveryFixture;
let mailer: ReturnType<typeof faultyMailer>;
let refusing = true;
/** A mail server that refuses the reader's address while `refusing`. */
async function open(about: Partial<Subscriber> = { status: 'pending', asked: ASKED }): Promise<string> {
  refusing = true;
  mailer = faultyMailer(() => (refusing ? REFUSED : ok()));
  room = openDelivery({ mailer });
  const reader = aRunSubscriber(ADA, about);
  await room.ports.subscribers.insertMany([reader]);
  return reader.id;
}
const ask = async (kind: 'confirm' | 'link', subscriber: string) => {
  await queueNotice(room.ports, {
    kind,
    subscriber,
    about: { newsletters: 'brief', purpose: 'preferences' },
  });
  await deliverNotices(room.ports);
};
const suppressed = async () => {
  const hash = suppressionHash(DELIVERY_SECRETS, ADA);
  return (await room.ports.suppressions.find([hash])).size > 0;
};
const counted = () => room.ports.counts.read({ from: '2000-01-01', to: '2100-01-01' });

describe('an address that refuses its confirmation', () => {
  afterEach(() => room.close());

  it('is barred for nothing, and counted as nobody’s loss', async () => {
    const id = await open();
    await ask('confirm', id);
    expect(await room.ports.subscribers.get(id)).toMatchObject({
      ...{ status: 'pending', restUntil: MORNING + 3 * DAY, reason: '' },
    });
    expect([await suppressed(), await counted()]).toEqual([false, []]);
  });

  it('is left alone for three days, whatever was queued, and mailed after them', async () => {
    const id = await open();
    await ask('confirm', id);
    refusing = false;
    await ask('confirm', id);
    room.store.now = MORNING + 3 * DAY - 1;
    await ask('confirm', id);
    expect(mailer.accepted).toHaveLength(0);
    room.store.now = MORNING + 3 * DAY;
    await ask('confirm', id);
    expect(mailer.accepted).toHaveLength(1);
  });

  it.each([
    ['who left before', { status: 'unsubscribed' as const, reason: 'page', asked: ASKED }],
    ['who was set aside', { status: 'bounced' as const, reason: 'full', asked: ASKED, softBounces: [] }],
  ])('leaves somebody %s as they were', async (_, about) => {
    const id = await open(about);
    await ask('confirm', id);
    const { asked: __, ...kept } = about;
    expect(await room.ports.subscribers.get(id)).toMatchObject({ ...kept, restUntil: MORNING + 3 * DAY });
    expect(await suppressed()).toBe(false);
  });

  it('is told of by SES as well, any number of times', async () => {
    const id = await open();
    refusing = false;
    await queueNotice(room.ports, { kind: 'confirm', subscriber: id, about: {}, key: 'k' });
    await deliverNotices(room.ports);
    const about = { ref: { run: 'notices', id: 'confirm-k' }, position: 0, policy: false };
    const bounce = { ...about, kind: 'bounced' as const, bar: true, reason: 'Permanent NoEmail 5.1.1' };
    await recordFeedback(room.ports, [bounce]);
    room.store.now += HOUR;
    await recordFeedback(room.ports, [bounce, bounce]);
    expect(await room.ports.subscribers.get(id)).toMatchObject({
      ...{ status: 'pending', restUntil: MORNING + 3 * DAY },
    });
    expect(await suppressed()).toBe(false);
  });

  it('bars nobody who has confirmed since', async () => {
    const id = await open({});
    await handleRefusedAddress(room.ports, id, 'late', { confirmation: true });
    expect(await room.ports.subscribers.get(id)).toMatchObject({ status: 'active' });
    expect(await suppressed()).toBe(false);
  });

  it('that complains about it is never mailed again: that is its owner’s word', async () => {
    const id = await open();
    await suppressSubscriber(room.ports, id, 'complained', 'abuse');
    expect([(await room.ports.subscribers.get(id))?.status, await suppressed()]).toEqual([
      'complained',
      true,
    ]);
  });

  it('of an active reader’s other notices bars as ever', async () => {
    const id = await open({});
    await ask('link', id);
    expect([(await room.ports.subscribers.get(id))?.status, await suppressed()]).toEqual(['bounced', true]);
  });
});

describe('a sign-up of an address that rests', () => {
  const signUp = (desk: ReturnType<typeof openSubscriptions>) =>
    subscribe(desk.ports, {
      ...{ email: ADA, newsletters: ['daily'], topics: [], source: 'form', form: 'words' },
      client: '192.0.2.7',
    });
  const refuse = (desk: ReturnType<typeof openSubscriptions>) =>
    handleRefusedAddress(desk.ports, idOf(ADA), '550 5.1.1', { confirmation: true });

  it('is answered alike, mails nothing, and counts as any other; after three days it is mailed and confirms', async () => {
    const desk = openSubscriptions();
    await signUp(desk);
    await refuse(desk);
    for (let n = 0; n < 5; n++) await signUp(desk);
    expect(desk.notices).toHaveLength(1);
    desk.now += 3 * DAY;
    await signUp(desk);
    expect(desk.notices).toHaveLength(2);
    await confirm(desk.ports, desk.link());
    expect(await desk.find(ADA)).toMatchObject({ status: 'active', restUntil: undefined });
    expect(await desk.counted()).toEqual(['joined daily 1', 'confirmed daily 1']);
  });

  it('rests again when it is refused again', async () => {
    const desk = openSubscriptions();
    await signUp(desk);
    await refuse(desk);
    desk.now += 4 * DAY;
    await signUp(desk);
    await refuse(desk);
    await signUp(desk);
    expect(desk.notices).toHaveLength(2);
    expect((await desk.find(ADA))?.restUntil).toBe(desk.now + 3 * DAY);
  });

  it('by the button of an expired link mails nothing either, and says what it always says', async () => {
    const desk = openSubscriptions();
    await signUp(desk);
    const token = desk.link();
    desk.now += 8 * DAY;
    await refuse(desk);
    expect(await confirm(desk.ports, token)).toMatchObject({ state: 'renewed' });
    expect(desk.notices).toHaveLength(1);
  });

  it('is not kept waiting by a clock that was wrong when it was refused', async () => {
    const desk = openSubscriptions();
    await signUp(desk);
    desk.now += 900 * DAY;
    await refuse(desk);
    desk.now -= 900 * DAY;
    await signUp(desk);
    expect(desk.notices).toHaveLength(2);
  });
});
