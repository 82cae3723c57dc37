import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Feedback } from '../../../functions/domain/delivery/feedback.ts';
import { BroadsheetError } from '../../../functions/domain/error.ts';
import { suppressionHash } from '../../../functions/domain/subscribers/identity.ts';
import { recordFeedback } from '../../../functions/flows/delivery/feedback.ts';
import { aBatch } from '../../support/builders/runs.ts';
import {
  DELIVERY_SECRETS,
  type DeliveryFixture,
  openDelivery,
  subscriberEmail,
} from '../../support/hosts/delivery-fixture.ts';

const REF = { run: 'e_monday', id: '1-0-' };

const event = (about: Partial<Feedback> = {}): Feedback => ({
  ref: REF,
  position: 0,
  kind: 'accepted',
  bar: false,
  policy: false,
  reason: '',
  ...about,
});

/** A run under way with one batch of three readers. */
async function inRun(work: (room: DeliveryFixture) => Promise<void>): Promise<void> {
  const room = openDelivery();
  try {
    const readers = await room.addSubscribers(3);
    await room.addRun({ state: 'sending' });
    await room.ports.ledger.createBatch(aBatch({ members: readers.map(({ id }) => id) }));
    await work(room);
  } finally {
    room.close();
  }
}

const outcomesOf = async (room: DeliveryFixture) => {
  const { outcomes } = (await room.ports.ledger.batch(REF))!;
  return Object.fromEntries(Object.entries(outcomes).map(([name, set]) => [name, [...set].sort()]));
};
const statusOf = async (room: DeliveryFixture, n: number) => {
  const [reader] = (await room.ports.subscribers.page({ after: '', limit: 9 })).filter(
    ({ email }) => email === subscriberEmail(n),
  );
  return reader?.status;
};
const memberOf = async (room: DeliveryFixture, position: number) => {
  const batch = await room.ports.ledger.batch(REF);
  return (await room.ports.subscribers.get(batch!.members[position]!))!;
};

describe('feedback', () => {
  it('writes a batch once, whatever came of it', () =>
    inRun(async (room) => {
      let writes = 0;
      const { ledger } = room.ports;
      const counting = {
        ...ledger,
        record: (...args: Parameters<typeof ledger.record>) => {
          writes++;
          return ledger.record(...args);
        },
      };
      const events = [0, 1, 2, 1].map((position) => event({ position }));
      expect(await recordFeedback({ ...room.ports, ledger: counting }, events)).toEqual([]);
      expect((await outcomesOf(room)).accepted).toEqual([0, 1, 2]);
      expect(writes).toBe(1);
    }));

  it('bars who bounced for good and who complained, and never mails their addresses again', () =>
    inRun(async (room) => {
      const bounced = await memberOf(room, 1);
      await recordFeedback(room.ports, [
        event({ position: 1, kind: 'bounced', bar: true, reason: 'Permanent NoEmail' }),
        event({ position: 2, kind: 'complained', bar: true, reason: 'abuse' }),
      ]);
      const hash = suppressionHash(DELIVERY_SECRETS, bounced.email);
      expect(await memberOf(room, 1)).toMatchObject({ status: 'bounced', reason: 'Permanent NoEmail' });
      expect(await memberOf(room, 2)).toMatchObject({ status: 'complained' });
      expect((await room.ports.suppressions.find([hash])).get(hash)?.reason).toBe('bounced');
      expect(await outcomesOf(room)).toMatchObject({ accepted: [1, 2], bounced: [1], complained: [2] });
    }));

  it('a transient bounce is written down, and its reader stays', () =>
    inRun(async (room) => {
      await recordFeedback(room.ports, [
        event({ position: 1, kind: 'bounced', reason: 'Transient MailboxFull' }),
      ]);
      expect((await outcomesOf(room)).bounced).toEqual([1]);
      expect((await memberOf(room, 1)).status).toBe('active');
      expect(await statusOf(room, 0)).toBe('active');
    }));

  it('a refusal by policy costs one reader one letter: neither bar nor pause', () =>
    inRun(async (room) => {
      const refusal = event({ kind: 'bounced', policy: true, reason: 'Permanent General 5.7.26' });
      await recordFeedback(room.ports, [refusal, { ...refusal, position: 1 }]);
      await recordFeedback(room.ports, [refusal]);
      expect(await room.ports.ledger.run('e_monday')).toMatchObject({ state: 'sending' });
      expect((await memberOf(room, 0)).status).toBe('active');
      expect(await outcomesOf(room)).toMatchObject({ bounced: [0, 1], soft: [] });
    }));

  it('an out-of-office is written down as a soft bounce', () =>
    inRun(async (room) => {
      await recordFeedback(room.ports, [
        event({ position: 1, kind: 'bounced', reason: 'Transient General' }),
      ]);
      expect(await outcomesOf(room)).toMatchObject({ bounced: [1], soft: [1] });
    }));

  it('of runs and batches nobody knows changes nothing', () =>
    inRun(async (room) => {
      const strange = { run: 'e_never', id: '1-0-' };
      const events = [event({ ref: strange, kind: 'bounced', bar: true, policy: true })];
      expect(await recordFeedback(room.ports, events)).toEqual([]);
      expect(await room.ports.ledger.batch(strange)).toBeUndefined();
    }));

  it('gives back the events of a batch that could not be written, and writes the others', () =>
    inRun(async (room) => {
      const { ledger } = room.ports;
      await ledger.createBatch(aBatch({ id: 'deaf' }));
      const record: typeof ledger.record = async (ref, outcomes) => {
        if (ref.id === 'deaf') throw new BroadsheetError('unavailable', 'Throttled.');
        return ledger.record(ref, outcomes);
      };
      const lost = event({ ref: { ...REF, id: 'deaf' } });
      expect(await recordFeedback({ ...room.ports, ledger: { ...ledger, record } }, [lost, event()])).toEqual(
        [lost],
      );
      expect((await outcomesOf(room)).accepted).toEqual([0]);
    }));

  it('says the same in any order, in any parts, any number of times', async () => {
    const all = [
      event(),
      event({ position: 1 }),
      event({ position: 1, kind: 'bounced', bar: true, reason: 'Permanent' }),
      event({ position: 2, kind: 'bounced', reason: 'Transient' }),
      event({ position: 0, kind: 'complained', bar: true, reason: 'abuse' }),
    ];
    const shuffled = fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 });
    await fc.assert(
      fc.asyncProperty(shuffled, fc.nat(all.length * 2), async (events, cut) => {
        await inRun(async (room) => {
          await recordFeedback(room.ports, events.slice(0, cut));
          await recordFeedback(room.ports, events.slice(cut));
          expect(await outcomesOf(room)).toMatchObject({
            accepted: [0, 1, 2],
            bounced: [1, 2],
            complained: [0],
          });
          const states = await Promise.all([0, 1, 2].map(async (n) => (await memberOf(room, n)).status));
          expect(states).toEqual(['complained', 'bounced', 'active']);
        });
      }),
      { numRuns: 25 },
    );
  });
});
