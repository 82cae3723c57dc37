import { afterEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../../functions/domain/delivery/mailer.ts';
import { suppressionHash } from '../../../functions/domain/subscribers/identity.ts';
import { readLink } from '../../../functions/domain/subscribers/signed-link.ts';
import { MINUTE, SECOND } from '../../../functions/domain/time/instant.ts';
import { deliver } from '../../../functions/flows/delivery/deliver.ts';
import { recordFeedback } from '../../../functions/flows/delivery/feedback.ts';
import { deliverNotices, queueNotice } from '../../../functions/flows/delivery/notices.ts';
import { planBatches } from '../../../functions/flows/ledger/plan.ts';
import { NOW } from '../../support/builders/runs.ts';
import { faultyMailer, ok } from '../../support/fakes/faulty-mailer.ts';
import { aReader, type Newsroom, newsroom, SECRETS } from '../../support/hosts/newsroom.ts';

let room: Newsroom;
afterEach(() => room.close());

const ASKED = { at: NOW, source: 'form', form: '', newsletters: ['brief'], topics: [] };
async function open(
  about: Parameters<typeof aReader>[1] = { status: 'pending', asked: ASKED },
  options: Parameters<typeof newsroom>[0] = {},
) {
  room = newsroom(options);
  const reader = aReader('ada@reader.example', about);
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
    expect(readLink(SECRETS, token, 'confirm', NOW)).toMatchObject({ subject: id });
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
    const hash = suppressionHash(SECRETS, 'ada@reader.example');
    await room.ports.suppressions.add({ hash, reason: 'complained', at: NOW });
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
    await room.addReaders(30);
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
    expect(room.store.now - NOW).toBeLessThanOrEqual(2 * SECOND);
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

describe('a remark of a reader', () => {
  const REMARK = { at: NOW, newsletter: 'brief', left: ['brief'], reason: 'other' } as const;
  const SAID = 'See <a href="http://evil.example">this</a> & mail eve@evil.example';
  const about = { newsletter: 'brief', at: String(NOW), reason: 'other', left: 'brief' };
  const tell = (reader: string, key = 'k') =>
    queueNotice(room.ports, {
      ...{ kind: 'remark', to: 'ed@paper.example', about: { ...about, reader }, key },
    });

  it('reaches the editor once, without the address, with every link dead and no HTML of theirs', async () => {
    const id = await open({ remarks: [{ ...REMARK, text: SAID }] });
    await tell(id);
    await tell(id);
    await deliverNotices(room.ports);
    const [message, ...more] = await outbox();
    expect([message?.to, message?.kind, more]).toEqual(['ed@paper.example', 'remark', []]);
    const mail = await text(message!.id);
    expect(mail).toContain('&gt; See &lt;a href=&quot;http[:]//evil[.]example&quot;&gt;this');
    expect(mail).toContain('> See <a href="http[:]//evil[.]example">this</a> & mail eve[@]evil[.]example');
    expect(mail).not.toMatch(/ada@|evil\.example/);
    expect(mail).toContain('Something else');
  });

  it('is not sent once its reader is erased', async () => {
    const id = await open({ remarks: [{ ...REMARK, text: SAID }] });
    await tell(id);
    await room.ports.subscribers.erase(id);
    await deliverNotices(room.ports);
    expect(await outbox()).toEqual([]);
  });

  it('is no part of the letter that is kept', async () => {
    await tell(await open({ remarks: [{ ...REMARK, text: SAID }] }));
    await deliverNotices(room.ports);
    const batch = await room.ports.ledger.batch({ run: 'notices', id: 'remark-k' });
    const kept = new TextDecoder().decode(await room.ports.blobs.get(`letters/${batch?.letter}`));
    expect(kept).toContain('A reader left');
    expect([kept, JSON.stringify(batch?.notice)].join()).not.toContain('evil');
  });

  it('bars no reader when the editor’s mailbox refuses it, at once or later', async () => {
    const id = await open(
      { remarks: [{ ...REMARK, text: SAID }] },
      {
        mailer: faultyMailer((_, n) => (n === 1 ? { kind: 'rejected', reason: '550', address: true } : ok())),
      },
    );
    for (const key of ['k', 'l']) await tell(id, key);
    await deliverNotices(room.ports);
    const ref = { run: 'notices', id: 'remark-l' };
    const bounced = { ref, position: 0, kind: 'bounced', bar: true, policy: false, reason: '5.1.1' } as const;
    await recordFeedback(room.ports, [bounced, { ...bounced, ref: { ...ref, id: 'remark-k' } }]);
    expect(await room.ports.subscribers.get(id)).toMatchObject({ status: 'active' });
  });
});
