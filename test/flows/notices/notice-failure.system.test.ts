import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSesMailer } from '../../../functions/adapters/ses/mailer.ts';
import type { EditorPage } from '../../../functions/domain/notices/pager.ts';
import { HOUR, MINUTE } from '../../../functions/domain/time/instant.ts';
import { examineNotices } from '../../../functions/flows/account/examine-notices.ts';
import { deliverNotices, queueNotice } from '../../../functions/flows/delivery/notices.ts';
import type { DeliveryPorts } from '../../../functions/flows/ledger/delivery-ports.ts';
import { MORNING } from '../../support/builders/runs.ts';
import { type FakeSes, type Fault, fakeSes } from '../../support/fakes/fake-ses.ts';
import {
  aRunSubscriber,
  type DeliveryFixture,
  openDelivery,
  subscriberEmail,
} from '../../support/hosts/delivery-fixture.ts';

// Mondays at 07:00: NOW.
const before = { ...process.env };
let ses: FakeSes;
let room: DeliveryFixture;
let pages: EditorPage[];
let counted: number;
let ports: DeliveryPorts;
beforeEach(async () => {
  ses = await fakeSes();
  Object.assign(process.env, {
    ...{ AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    AWS_ENDPOINT_URL_SES: ses.url,
  });
  room = openDelivery();
  const mailer = createSesMailer({ configurationSets: {}, clock: room.ports.clock });
  [pages, counted] = [[], 0];
  ports = {
    ...{ ...room.ports, mailer, stage: 'prod' },
    pager: { page: async (page) => void pages.push(page) },
    count: ({ NoticesHalted = 0 }) => {
      counted += NoticesHalted;
    },
  };
});
afterEach(async () => {
  process.env = before;
  await ports.mailer.close();
  room.close();
  await ses.close();
});

let drawn = 0;
async function signUp(): Promise<void> {
  const asked = { at: room.store.now, source: 'form', form: '', newsletters: ['brief'], topics: [] };
  const reader = aRunSubscriber(subscriberEmail(++drawn), { status: 'pending', asked });
  await ports.subscribers.insertMany([reader]);
  await queueNotice(ports, { kind: 'confirm', subscriber: reader.id, about: { newsletters: 'brief' } });
}
const fail = (fault?: Fault) => ses.setFault(() => fault);
/** A tick rings each minute. */
async function minutes(n: number): Promise<void> {
  for (let minute = 0; minute < n; minute++) {
    await deliverNotices(ports);
    room.store.now += MINUTE;
  }
}

describe('confirmations that SES refuses', () => {
  it('are counted by status, since when and why, with what to do', async () => {
    fail('denied');
    room.store.now = MORNING + 12 * MINUTE;
    for (let n = 0; n < 4; n++) await signUp();
    await minutes(30);
    const [found, ...more] = await examineNotices(ports);
    expect(more).toEqual([]);
    expect(found?.says).toBe(
      '4 confirmations wait since 07:12: AccessDenied: User is not authorized to perform ses:SendRawEmail.',
    );
    expect(found?.remedy).toMatch(/deploy again, and see `doctor`/);
    expect(found).toMatchObject({
      level: 'wrong',
      waiting: 4,
      confirmations: 4,
      since: MORNING + 12 * MINUTE,
    });
  });

  it.each<[Fault, RegExp]>([
    ['set-missing', /ConfigurationSetDoesNotExist.*deploy again/],
    ['account-paused', /Sending is paused for this account.*AWS has paused sending/],
    ['set-paused', /paused for this configuration set.*AWS has paused sending/],
    ['unverified', /Email address is not verified.*Verify the sender/],
    ['daily', /Daily message quota exceeded.*quota is used up/],
  ])('for %s say so, and page once', async (fault, told) => {
    fail(fault);
    await signUp();
    await minutes(60);
    const [found] = await examineNotices(ports);
    expect(`${found?.says} ${found?.remedy}`).toMatch(told);
    expect(found?.says).toMatch(/^1 confirmation waits since 07:00: /);
    expect(JSON.stringify([found, pages])).not.toMatch(/\w@\w/);
    expect(pages).toHaveLength(1);
  });

  it('page the editors after three in a row, once, and anew only after one went', async () => {
    fail('denied');
    await signUp();
    await minutes(6);
    expect(pages).toEqual([]);
    await minutes(24 * 60);
    expect(pages).toHaveLength(1);
    expect(pages[0]).toMatchObject({ subject: 'prod: confirmations cannot be sent' });
    expect(pages[0]?.text).toMatch(/AccessDenied.*npm run broadsheet -- status --stage prod/s);
    expect(counted).toBeGreaterThan(200);
    fail();
    await minutes(10);
    expect(ses.accepted).toHaveLength(1);
    expect(await examineNotices(ports)).toEqual([]);
    fail('denied');
    await signUp();
    await minutes(30);
    expect(pages).toHaveLength(2);
  });

  it('of the sandbox, where each is refused for good and none waits, are no less told', async () => {
    ses.setFault((to) => (to.startsWith('reader-') ? 'unverified-recipient' : undefined));
    for (let n = 0; n < 3; n++) {
      await signUp();
      await minutes(1);
    }
    const [found] = await examineNotices(ports);
    expect(found?.says).toMatch(
      /^Confirmations are refused since 07:00: MessageRejected: Email address is not verified/,
    );
    expect(found?.says).not.toContain('@');
    expect(pages).toHaveLength(1);
  });
});

describe('one notice that never goes, among confirmations that do', () => {
  it('is told once in six hours, by what it is, and stays counted', async () => {
    const letter = 'f'.repeat(64);
    await queueNotice(ports, { kind: 'test', to: 'ed@paper.example', letter, about: {} });
    for (let n = 0; n < 60; n++) {
      await signUp();
      await minutes(5);
    }
    expect(ses.accepted).toHaveLength(60);
    expect(pages).toHaveLength(1);
    expect(pages[0]?.subject).toBe('prod: notices cannot be sent');
    expect(pages[0]?.text).not.toMatch(/confirmation|signs up/i);
    expect(counted).toBeGreaterThan(200);
    await minutes(61);
    await signUp();
    await minutes(20);
    expect(pages).toHaveLength(2);
  });

  it('does not keep a new reason from being told', async () => {
    await queueNotice(ports, { kind: 'test', to: 'ed@paper.example', letter: 'f'.repeat(64), about: {} });
    await minutes(10);
    await signUp();
    await minutes(1);
    fail('account-paused');
    for (let n = 0; n < 4; n++) await signUp();
    await minutes(30);
    expect(pages.map(({ subject }) => subject)).toEqual([
      'prod: notices cannot be sent',
      'prod: confirmations cannot be sent',
    ]);
  });
});

describe('a page that could not be sent', () => {
  it('is tried again, and the notices go on', async () => {
    let tries = 0;
    const page = async (one: EditorPage) => {
      if (++tries < 3) throw new Error('no route');
      pages.push(one);
    };
    ports = { ...ports, pager: { page } };
    fail('denied');
    await signUp();
    await minutes(60);
    expect([tries, pages.length]).toEqual([3, 1]);
    expect(room.log.join()).toContain('could not be paged: Error: no route');
  });
});

describe('notices that are well', () => {
  it('say nothing, and remember nothing', async () => {
    await signUp();
    expect(await examineNotices(ports)).toEqual([]);
    await minutes(1);
    expect(await examineNotices(ports)).toEqual([]);
    expect(await ports.ledger.getState('notices/trouble')).toBeUndefined();
  });

  it('but are tried by nobody are told after some minutes, with the day where it was another', async () => {
    for (let n = 0; n < 2; n++) await signUp();
    room.store.now += 25 * HOUR;
    const [found] = await examineNotices(ports);
    expect(found?.says).toBe('2 confirmations wait since 2026-11-23 07:00: nothing delivers them.');
    expect(found?.reason).toBe('');
  });
});
