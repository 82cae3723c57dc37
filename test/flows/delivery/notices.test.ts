import { afterEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../../functions/domain/delivery/mailer.ts';
import { suppressionHash } from '../../../functions/domain/subscribers/identity.ts';
import { readLink } from '../../../functions/domain/subscribers/signed-link.ts';
import { MINUTE, SECOND } from '../../../functions/domain/time/instant.ts';
import { deliver } from '../../../functions/flows/delivery/deliver.ts';
import { deliverNotices, queueNotice } from '../../../functions/flows/delivery/notices.ts';
import { planBatches } from '../../../functions/flows/ledger/plan.ts';
import { MORNING } from '../../support/builders/runs.ts';
import { faultyMailer, ok } from '../../support/fakes/faulty-mailer.ts';
import {
  aRunSubscriber,
  DELIVERY_SECRETS,
  type DeliveryFixture,
  openDelivery,
} from '../../support/hosts/delivery-fixture.ts';

let room: DeliveryFixture;
afterEach(() => room.close());

const ASKED = { at: MORNING, source: 'form', form: '', newsletters: ['brief'], topics: [] };
async function open(
  about: Parameters<typeof aRunSubscriber>[1] = { status: 'pending', asked: ASKED },
  options: Parameters<typeof openDelivery>[0] = {},
) {
  room = openDelivery(options);
  const reader = aRunSubscriber('ada@reader.example', about);
  await room.ports.subscribers.insertMany([reader]);
  return reader.id;
}
const ask = (kind: 'confirm' | 'welcome' | 'link', subscriber: string, about: Record<string, string> = {}) =>
  queueNotice(room.ports, { kind, subscriber, about });
const outbox = async () => (await room.outbox.list({ limit: 99 })).messages;
const text = async (id: string) =>
  new TextDecoder()
    .decode(await room.outbox.eml(id))
    .replaceAll('=\r\n', '')
    .replaceAll('=3D', '=');

describe('a confirmation', () => {
  it('goes once, with a link that confirms', async () => {
    const id = await open();
    await ask('confirm', id, { newsletters: 'brief' });
    expect(await deliverNotices(room.ports)).toBe('worked');
    expect(await deliverNotices(room.ports)).toBe('idle');
    const [message, ...more] = await outbox();
    expect(more).toEqual([]);
    expect(message).toMatchObject({ kind: 'confirm', run: 'notices', to: 'ada@reader.example' });
    const token = /\/confirm\/([\w.-]+)/.exec(await text(message!.id))?.[1] ?? '';
    expect(readLink(DELIVERY_SECRETS, token, 'confirm', MORNING)).toMatchObject({ subject: id });
  });

  it.each([
    ['who confirmed meanwhile', { status: 'active' as const }],
    ['who bounced meanwhile', { status: 'bounced' as const }],
  ])('is not sent to someone %s', async (_, about) => {
    await ask('confirm', await open(about));
    await deliverNotices(room.ports);
    expect(await outbox()).toEqual([]);
    expect(await room.ports.ledger.counts('notices')).toMatchObject({ departed: 1, open: 0 });
  });

  it('is not sent to a suppressed address, nor to somebody erased', async () => {
    const id = await open();
    await ask('confirm', id);
    await ask('confirm', 'nobody-of-that-id-at-all');
    const hash = suppressionHash(DELIVERY_SECRETS, 'ada@reader.example');
    await room.ports.suppressions.add({ hash, reason: 'complained', at: MORNING });
    await deliverNotices(room.ports);
    expect(await outbox()).toEqual([]);
  });

  it('waits for no run: a queue of letters leaves it its slot', async () => {
    const times: [string, number][] = [];
    const mailer = faultyMailer(
      ({ stream }) => {
        times.push([stream, room.store.now]);
        return ok();
      },
      { quota: { perSecond: 1 } },
    );
    const id = await open(undefined, { mailer });
    await room.addSubscribers(30);
    await room.addRun();
    await planBatches(room.ports, 'e_monday');
    // A worker has written a confirmation, and so read the release, long before a queue of letters forms.
    await ask('confirm', id);
    await deliverNotices(room.ports);
    times.length = 0;
    room.store.now += MINUTE;
    await ask('confirm', id);
    const begun = room.store.now;
    await Promise.all([deliver(room.ports, 'e_monday', begun + MINUTE), deliverNotices(room.ports)]);
    const notice = times.findIndex(([stream]) => stream === 'notices');
    expect(notice).toBeLessThanOrEqual(1);
    expect(times).toHaveLength(31);
  });
});

describe('a confirmation that is throttled', () => {
  it('goes within the same call, once, as soon as there is room', async () => {
    const mailer = faultyMailer((_, n) => (n < 3 ? { kind: 'throttled', reason: 'Too fast.' } : ok()), {
      quota: { perSecond: 14 },
    });
    const id = await open(undefined, { mailer });
    await ask('confirm', id);
    expect(await deliverNotices(room.ports)).toBe('worked');
    expect(mailer.accepted).toHaveLength(1);
    expect(room.store.now - MORNING).toBeLessThanOrEqual(2 * SECOND);
  });

  it('is left for later where there is none', async () => {
    const id = await open(undefined, { mailer: faultyMailer(() => ({ kind: 'throttled', reason: '' })) });
    await ask('confirm', id);
    expect(await deliverNotices(room.ports)).toBe('idle');
    expect(await room.ports.ledger.counts('notices')).toMatchObject({ started: 0, open: 1 });
  });
});

describe('a confirmation that the account may not send', () => {
  it.each<[string, Outcome]>([
    ['its quota is used up', { kind: 'quota', reason: '550 5.4.5', tied: true }],
    ['nobody can make out why', { kind: 'deferred', reason: '554 Failed', fault: 'account' }],
    ['its content is refused', { kind: 'rejected', reason: '554 5.7.1', address: false }],
    ['the relay is closed', { kind: 'paused', reason: 'Relay access denied', tied: true }],
    ['the account is closed', { kind: 'paused', reason: 'Sending is paused.' }],
  ])('because %s goes once it may', async (_, refusal) => {
    const mailer = faultyMailer((_message, n) => (n === 0 ? refusal : ok()));
    await ask('confirm', await open(undefined, { mailer }));
    await deliverNotices(room.ports);
    expect(await room.ports.ledger.counts('notices')).toMatchObject({ rejected: 0, started: 0, open: 1 });
    room.store.now += 5 * MINUTE;
    await deliverNotices(room.ports);
    expect(mailer.accepted).toHaveLength(1);
    expect(await room.ports.ledger.counts('notices')).toMatchObject({ accepted: 1, rejected: 0, open: 0 });
  });
});

describe('other notices', () => {
  it('a welcome goes to the active, and can be left', async () => {
    const id = await open({});
    await ask('welcome', id, { newsletters: 'brief' });
    await deliverNotices(room.ports);
    const [message] = await outbox();
    expect(await text(message!.id)).toMatch(/List-Unsubscribe: <https:\/\/paper\.example\/unsubscribe\//);
  });

  it('a welcome leads to the last letter that all its readers got, and to no alert', async () => {
    const id = await open({});
    const kept = { newsletter: 'brief', state: 'done', kind: 'digest' } as const;
    await room.addRun({ ...kept, id: 'd_brief_1', subject: 'Older', createdAt: MORNING - 2 * MINUTE });
    await room.addRun({ ...kept, id: 'd_brief_2', subject: 'Rails bend', createdAt: MORNING - MINUTE });
    await room.addRun({ ...kept, id: 'a_x', kind: 'alert', subject: 'Alert', createdAt: MORNING });
    await room.addRun({
      ...kept,
      id: 'd_brief_3',
      state: 'sending',
      subject: 'Going out',
      createdAt: MORNING,
    });
    await ask('welcome', id, { newsletters: 'brief' });
    await deliverNotices(room.ports);
    const [message] = await outbox();
    const said = await text(message!.id);
    expect(said).toContain('Rails bend');
    expect(said).toContain('https://paper.example/editions/d_brief_2');
    expect(said).not.toMatch(/Older|Alert|Going out/);
  });

  it('confirmations go before all others', async () => {
    const id = await open();
    await queueNotice(room.ports, {
      kind: 'alarm',
      to: 'ed@paper.example',
      about: { message: 'm', remedy: 'r' },
    });
    await ask('link', id, { purpose: 'manage' });
    await ask('confirm', id);
    await deliverNotices(room.ports);
    expect((await outbox()).map(({ kind }) => kind).reverse()).toEqual(['confirm', 'link', 'alarm']);
  });

  it('the same one said twice under a key is one', async () => {
    await open();
    for (let n = 0; n < 2; n++)
      await queueNotice(room.ports, {
        kind: 'alarm',
        to: 'ed@paper.example',
        about: { message: 'm', remedy: 'r' },
        key: 'k',
      });
    await deliverNotices(room.ports);
    expect(await outbox()).toHaveLength(1);
  });

  it('survive a crash between write-ahead and answer: one copy', async () => {
    const id = await open();
    await ask('confirm', id);
    const { record } = room.ports.ledger;
    room.ports.ledger.record = async () => {
      throw new Error('power cut at ada@reader.example');
    };
    await deliverNotices(room.ports);
    room.ports.ledger.record = record;
    for (let minute = 0; minute < 5; minute++) {
      room.store.now += MINUTE;
      await deliverNotices(room.ports);
    }
    expect(await outbox()).toHaveLength(1);
    expect(await room.ports.ledger.counts('notices')).toMatchObject({ accepted: 1, open: 0 });
    expect(room.log.join()).not.toContain('@reader');
  });

  it('whose answer is lost are sent once more where nothing proves them, and never a third time', async () => {
    const mailer = faultyMailer(() => ({ kind: 'unknown', reason: 'timeout' }), { takes: () => true });
    await ask('confirm', await open(undefined, { mailer, settings: { unknowns: 'skip' } }));
    for (let minute = 0; minute < 10; minute++) {
      await deliverNotices(room.ports);
      room.store.now += MINUTE;
    }
    expect(mailer.accepted.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(await room.ports.ledger.counts('notices')).toMatchObject({ again: 1, unknown: 1, open: 0 });
  });
});
