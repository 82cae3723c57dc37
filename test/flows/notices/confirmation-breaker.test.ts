import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSesEvent } from '../../../functions/adapters/ses/event.ts';
import type { Feedback } from '../../../functions/domain/delivery/feedback.ts';
import type { Outcome } from '../../../functions/domain/delivery/mailer.ts';
import type { SignUpPass } from '../../../functions/domain/limits/sign-up-tier.ts';
import { DAY, HOUR, MINUTE } from '../../../functions/domain/time/instant.ts';
import { recordFeedback } from '../../../functions/flows/delivery/feedback.ts';
import { deliverNotices, queueNotice } from '../../../functions/flows/delivery/notices.ts';
import { readRefusals } from '../../../functions/flows/limits/limit-uses.ts';
import { checkTier } from '../../../functions/flows/limits/sign-up-tiers.ts';
import { subscribe } from '../../../functions/flows/subscribers/subscribe.ts';
import { faultyMailer, ok } from '../../support/fakes/faulty-mailer.ts';
import { type DeliveryFixture, openDelivery } from '../../support/hosts/delivery-fixture.ts';

const GONE: Outcome = { kind: 'rejected', reason: '550 5.1.1 User unknown', address: true };
const POLICY: Outcome = { kind: 'rejected', reason: '550 5.7.1 not from you', address: false };

let room: DeliveryFixture;
let mailer: ReturnType<typeof faultyMailer>;
let answer: (to: string) => Outcome;
let count = 0;

beforeEach(() => {
  answer = (to) => (to.startsWith('gone') ? GONE : ok());
  mailer = faultyMailer(({ to }) => answer(to));
  room = openDelivery({ mailer });
  room.store.publication = { ...room.store.publication, editors: [{ name: '', email: 'ed@paper.example' }] };
});
afterEach(() => room.close());

const limits = () => room.ports.limits!;
const ports = () => ({
  ...room.ports,
  limits: limits(),
  notify: (notice: Parameters<typeof queueNotice>[1]) => queueNotice(room.ports, notice),
});

/** Each from a network and a domain of its own, with a proof, which gets through behind a brake, too. */
async function signUp(how: 'fine' | 'gone', times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    const n = ++count;
    const client = `2001:db8:${n.toString(16)}::1`;
    const pass: SignUpPass = { tier: 'proven', once: String(n) };
    const asked = { newsletters: ['brief'], topics: [], source: 'form', form: '', pass };
    await subscribe(ports(), { email: `${how}@host${n}.example`, client, ...asked });
  }
  await deliverNotices(room.ports);
}
const alarms = () => mailer.accepted.filter(({ to }) => to === 'ed@paper.example');
const told = () => room.log.filter((line) => line.startsWith('Sign-ups:'));
const openLane = async (used: number): Promise<boolean> => {
  const { sending } = room.store.publication;
  const publication = { ...room.store.publication, sending };
  for (let i = 0; i < used; i++) await limits().take('sign-ups', 1e6, HOUR, room.store.now);
  return checkTier(ports(), publication, { tier: 'open' }).then(
    () => true,
    () => false,
  );
};

describe('refused confirmations', () => {
  it('are counted beside all that were handed over, and hold no address', async () => {
    await signUp('fine', 3);
    await signUp('gone', 2);
    expect(await readRefusals(limits(), room.store.now)).toEqual({ handed: 5, refused: 2 });
    expect(told()).toEqual([]);
  });

  it('among less than twenty say nothing', async () => {
    await signUp('fine', 9);
    await signUp('gone', 10);
    expect(await openLane(0)).toBe(true);
    expect(told()).toEqual([]);
  });

  it('of one in twenty are everyday', async () => {
    await signUp('fine', 19);
    await signUp('gone', 1);
    expect([await openLane(150), told()]).toEqual([true, []]);
  });

  it('of more than a twentieth halve what gets through for nothing', async () => {
    await signUp('fine', 22);
    await signUp('gone', 2);
    expect(await openLane(100)).toBe(true);
    expect(await openLane(25)).toBe(false);
  });

  it('of more than a tenth let nobody through for nothing, and a tenth with a proof', async () => {
    await signUp('fine', 20);
    await signUp('gone', 4);
    expect(await openLane(0)).toBe(false);
    const proven: SignUpPass = { tier: 'proven', once: 'x' };
    await checkTier(ports(), room.store.publication, proven);
    for (let i = 0; i < 250; i++) await limits().take('sign-ups-proven', 1e6, HOUR, room.store.now);
    await expect(checkTier(ports(), room.store.publication, proven)).rejects.toMatchObject({
      code: 'too-many',
    });
  });

  it('are forgotten after an hour', async () => {
    await signUp('fine', 20);
    await signUp('gone', 4);
    room.store.now += HOUR + 3 * MINUTE;
    expect(await openLane(0)).toBe(true);
  });

  it.each<[string, Outcome]>([
    ['by policy', POLICY],
    ['for a full mailbox', { kind: 'deferred', reason: '452 4.2.2 full', fault: 'recipient' }],
    ['for the account', { kind: 'paused', reason: '550 5.7.8 login' }],
  ])('%s are not counted', async (_, outcome) => {
    answer = () => outcome;
    await signUp('fine', 25);
    expect(await readRefusals(limits(), room.store.now)).toMatchObject({ refused: 0 });
    expect(told()).toEqual([]);
  });
});

describe('editors', () => {
  it('are told once of each step, in figures, without an address', async () => {
    await signUp('fine', 25);
    for (let i = 0; i < 8; i++) await signUp('gone', 1);
    const line = expect.stringMatching(
      /^Sign-ups: \d+ of \d+ confirmations of the last hour were refused for good/,
    );
    expect(told()).toEqual([line, line]);
    expect(told().join()).not.toContain('@');
    expect(alarms()).toHaveLength(2);
  });

  it.each<[string, readonly ('fine' | 'gone')[]]>([
    ['the last of twenty refusals', Array(20).fill('gone')],
    ['a hand-over, after refusals', [...Array(3).fill('gone'), ...Array(17).fill('fine')]],
    ['a refusal, after hand-overs', [...Array(17).fill('fine'), ...Array(3).fill('gone')]],
  ])('are told once, whatever the share was reached by: %s', async (_, order) => {
    for (const how of order) await signUp(how, 1);
    expect(await openLane(0)).toBe(false);
    await deliverNotices(room.ports);
    expect([told().length, alarms().length]).toEqual([1, 1]);
  });

  it('are told again a day later, if it is so again', async () => {
    await signUp('fine', 20);
    await signUp('gone', 4);
    const before = told().length;
    room.store.now += DAY + 2 * HOUR;
    await signUp('fine', 20);
    await signUp('gone', 4);
    expect(told()).toHaveLength(2 * before);
  });

  it('are told when the queue is there again', async () => {
    await signUp('fine', 20);
    const { createBatch } = room.ports.ledger;
    await signUp('gone', 1);
    room.ports.ledger.createBatch = async (batch) => {
      if (batch.id.startsWith('alarm-')) throw new Error('away');
      return createBatch(batch);
    };
    await signUp('gone', 1);
    room.ports.ledger.createBatch = createBatch;
    await signUp('gone', 1);
    expect(alarms()).toHaveLength(1);
  });
});

describe('a bounce that SES tells of later', () => {
  it('counts once, however often it is told', async () => {
    await signUp('fine', 21);
    const reader = (await room.ports.subscribers.page({ after: '', limit: 1 }))[0]!;
    await queueNotice(room.ports, {
      ...{ kind: 'confirm', subscriber: reader.id, key: 'later', about: { newsletters: 'brief' } },
    });
    await deliverNotices(room.ports);
    const event = readSesEvent(
      '{"type":"Bounce","run":"notices","batch":"confirm-later","pos":"0","bounce":"Permanent","detail":"NoEmail","code":"5.1.1"}',
    ) as Feedback;
    for (let i = 0; i < 3; i++) await recordFeedback(room.ports, [event]);
    expect(await readRefusals(limits(), room.store.now)).toEqual({ handed: 22, refused: 1 });
  });
});
