import { afterEach, describe, expect, it } from 'vitest';
import type { Feedback } from '../../../functions/domain/delivery/feedback.ts';
import { MINUTE } from '../../../functions/domain/time/instant.ts';
import { recordFeedback } from '../../../functions/flows/delivery/feedback.ts';
import { resumeRun } from '../../../functions/flows/runs/control.ts';
import { aBatch } from '../../support/builders/runs.ts';
import { aRunSubscriber, type DeliveryFixture, openDelivery } from '../../support/hosts/delivery-fixture.ts';

let room: DeliveryFixture;
afterEach(() => room.close());

const MANY = 200;

/** A run that 200 readers have got, `limitedDomainOf` saying where reader n is. */
async function open(domainOf: (n: number) => string): Promise<void> {
  room = openDelivery();
  const readers = Array.from({ length: MANY }, (_, n) => aRunSubscriber(`r${n}@${domainOf(n)}`));
  await room.ports.subscribers.insertMany(readers);
  await room.addRun({ state: 'sending' });
  for (let at = 0; at < MANY; at += 50) {
    const members = readers.slice(at, at + 50).map(({ id }) => id);
    await room.ports.ledger.createBatch(aBatch({ id: `1-0-${at}`, members }));
  }
  await recordFeedback(room.ports, events(MANY, {}));
}

/** The first `count` readers, of whom SES says this. */
const events = (count: number, about: Partial<Feedback>, from = 0): Feedback[] =>
  Array.from({ length: count }, (_, i) => from + i).map((n) => ({
    ref: { run: 'e_monday', id: `1-0-${n - (n % 50)}` },
    position: n % 50,
    ...{ kind: 'accepted', bar: false, policy: false, reason: '' },
    ...about,
  }));

const refused = { kind: 'bounced', policy: true, reason: 'Permanent General 5.7.26' } as const;
const stateNow = async () => (await room.ports.ledger.run('e_monday'))!.state;
const many = (n: number) => `d${n % 40}.example`;

describe('the brake', () => {
  it('stops a run that mailboxes of several domains refuse by their policy, and names the code', async () => {
    await open(many);
    await recordFeedback(room.ports, events(12, refused));
    expect(await room.ports.ledger.run('e_monday')).toMatchObject({
      state: 'paused',
      until: undefined,
      reason: expect.stringContaining('6 % of its letters bounced (Permanent General 5.7.26).'),
    });
    expect(room.log.filter((line) => line.includes('5.7.26'))).toHaveLength(1);
  });

  it('stops it once: a resume holds, also when the same events come again', async () => {
    await open(many);
    await recordFeedback(room.ports, events(12, refused));
    await resumeRun(room.ports, 'monday', { current: false });
    room.store.now += 10 * MINUTE;
    await recordFeedback(room.ports, events(20, refused));
    expect(await stateNow()).toBe('sending');
  });

  it.each([
    ['of one domain', (n: number) => (n < 40 ? 'evil.example' : many(n))],
    ['of two domains', (n: number) => (n < 40 ? `evil${n % 2}.example` : many(n))],
  ])('does not listen to mailboxes %s, however many they are', async (_, domainOf) => {
    await open(domainOf);
    await recordFeedback(room.ports, events(40, refused));
    expect(await stateNow()).toBe('sending');
    // Two readers elsewhere, as in every list.
    room.store.now += 10 * MINUTE;
    await recordFeedback(room.ports, events(2, refused, 60));
    expect(await stateNow()).toBe('sending');
  });

  it('listens to one large provider, whose answers no reader chooses', async () => {
    await open((n) => (n < 40 ? 'gmail.com' : many(n)));
    await recordFeedback(room.ports, events(12, refused));
    expect(await stateNow()).toBe('paused');
  });

  it('listens to the one domain that all readers have', async () => {
    await open(() => 'staff.example');
    await recordFeedback(room.ports, events(12, refused));
    expect(await stateNow()).toBe('paused');
  });

  it.each([
    ['an out-of-office', 'Transient General'],
    ['a full mailbox', 'Transient MailboxFull'],
    ['what SES cannot tell', 'Undetermined Undetermined'],
  ])('never minds %s', async (_, reason) => {
    await open(many);
    await recordFeedback(room.ports, events(MANY, { kind: 'bounced', reason }));
    expect(await stateNow()).toBe('sending');
  });

  it('stops it for complaints after it went on in spite of bounces, each once', async () => {
    await open(many);
    await recordFeedback(room.ports, events(12, refused));
    await resumeRun(room.ports, 'monday', { current: false });
    room.store.now += 10 * MINUTE;
    const complaint = { kind: 'complained', bar: true, reason: 'abuse' } as const;
    await recordFeedback(room.ports, events(8, complaint, 100));
    expect((await room.ports.ledger.run('e_monday'))!.reason).toContain('4 % of its readers complained');
    await resumeRun(room.ports, 'monday', { current: false });
    room.store.now += 10 * MINUTE;
    await recordFeedback(room.ports, events(30, refused));
    expect(await stateNow()).toBe('sending');
  });

  it('minds three of 61: too few to say anything', async () => {
    await open(many);
    await recordFeedback(room.ports, events(3, refused));
    expect(await stateNow()).toBe('sending');
  });
});
