/** What SES's own events, as the queue brings them, do to a run and its readers: the same on SQLite and on DynamoDB (dynalite). */
import { describe, expect, it, onTestFinished } from 'vitest';
import { readSesEvent, type SesEventBody } from '../../../functions/adapters/ses/event.ts';
import { suppressionHash } from '../../../functions/domain/subscribers/identity.ts';
import { DAY, MINUTE } from '../../../functions/domain/time/instant.ts';
import { recordFeedback } from '../../../functions/flows/delivery/feedback.ts';
import { resumeRun } from '../../../functions/flows/runs/control.ts';
import { aBatch } from '../../support/builders/runs.ts';
import { aRunSubscriber, DELIVERY_SECRETS, openDelivery } from '../../support/hosts/delivery-fixture.ts';
import { STORES, type StoreName, tablesIn, useEngine } from '../../support/hosts/store-fixture.ts';

useEngine();

const MANY = 150;
type Event = Partial<SesEventBody>;

/** A run that everybody has got; `limitedDomainOf`: where reader n is. */
async function open(store: StoreName, domainOf = (n: number) => `d${n % 30}.example`) {
  const tables = await tablesIn(store);
  const room = openDelivery(tables && { tables });
  onTestFinished(() => room.close());
  const { ledger, subscribers, suppressions } = room.ports;
  const readers = Array.from({ length: MANY }, (_, n) => aRunSubscriber(`r${n}@${domainOf(n)}`));
  await subscribers.insertMany(readers);
  const addRun = async (id: string) => {
    await room.addRun({ id, state: 'sending', createdAt: room.store.now });
    for (let at = 0; at < MANY; at += 50) {
      const members = readers.slice(at, at + 50).map((reader) => reader.id);
      await ledger.createBatch(aBatch({ run: id, id: `1-0-${at}`, members }));
    }
  };
  /** To each of these readers the same happened. */
  const tell = async (numbers: readonly number[], event: Event, run = 'e_monday') => {
    room.store.now += 6 * MINUTE;
    const bodies = numbers.map((n) => ({ ...event, run, batch: `1-0-${n - (n % 50)}`, pos: String(n % 50) }));
    const events = bodies.map((body) => readSesEvent(JSON.stringify(body))!);
    expect(await recordFeedback(room.ports, events)).toEqual([]);
  };
  const everybody = readers.map((_, n) => n);
  await addRun('e_monday');
  await tell(everybody, { type: 'Send' });
  return {
    ...{ room, addRun, tell, everybody },
    state: async () => (await ledger.run('e_monday'))?.state,
    standing: () => ledger.counts('e_monday'),
    status: async (n: number) => (await subscribers.get(readers[n]!.id))?.status,
    suppressed: async (n: number) => {
      const hash = suppressionHash(DELIVERY_SECRETS, readers[n]!.email);
      return (await suppressions.find([hash])).has(hash);
    },
  };
}

const permanent = (code: string, detail = 'General'): Event => ({
  ...{ type: 'Bounce', bounce: 'Permanent', detail, code, diagnostic: '' },
});
const transient = (detail: string, code = ''): Event => ({
  ...{ type: 'Bounce', bounce: 'Transient', detail, code, diagnostic: '' },
});
const first = (count: number) => Array.from({ length: count }, (_, n) => n);

describe.each(STORES)('in %s', (store) => {
  it('one reader’s policy stops nobody, and bars nobody', async () => {
    const { tell, state, status } = await open(store);
    await tell([7], permanent('5.7.1'));
    await tell([7], permanent('5.7.1'));
    expect([await state(), await status(7)]).toEqual(['sending', 'active']);
  });

  it('a group that takes no mail from outside is barred, and the run goes on', async () => {
    const { tell, state, status, suppressed } = await open(store);
    await tell([7], permanent('5.7.133'));
    expect([await state(), await status(7), await suppressed(7)]).toEqual(['sending', 'bounced', true]);
  });

  it.each([
    ['an out-of-office', transient('General')],
    ['a full mailbox', transient('MailboxFull', '4.2.2')],
    ['a full mailbox, called permanent', permanent('5.2.2')],
  ])('%s of everybody stops nothing, and bars nobody', async (_, event) => {
    const { tell, state, status, everybody, standing } = await open(store);
    await tell(everybody, event);
    expect([await state(), await status(0)]).toEqual(['sending', 'active']);
    const { bounced, soft } = await standing();
    expect(bounced).toBe(soft);
  });

  it('a policy of several domains pauses once, and a resume holds', async () => {
    const { room, tell, state, status } = await open(store);
    await tell(first(12), permanent('5.7.26'));
    expect([await state(), await status(0)]).toEqual(['paused', 'active']);
    await resumeRun(room.ports, 'monday', { current: false });
    await tell(first(20), permanent('5.7.26'));
    expect(await state()).toBe('sending');
  });

  it.each([
    ['of one domain', 1],
    ['of two domains', 2],
  ])('forty who refuse, %s that somebody owns, stop nobody', async (_, domains) => {
    const { tell, state } = await open(store, (n) =>
      n < 40 ? `evil${n % domains}.example` : `d${n}.example`,
    );
    await tell(first(40), permanent('5.7.1'));
    await tell(first(40), permanent('5.1.1'));
    expect(await state()).toBe('sending');
  });

  it('seven letters in a row that came back set a reader aside, and suppress nobody', async () => {
    const { room, addRun, tell, status, suppressed } = await open(store);
    for (let n = 1; n <= 7; n++) {
      expect(await status(3)).toBe('active');
      room.store.now += DAY;
      await addRun(`e_day-${n}`);
      await tell([3], transient('General', '4.4.7'), `e_day-${n}`);
      await tell([3], transient('General', '4.4.7'), `e_day-${n}`);
    }
    expect([await status(3), await suppressed(3)]).toEqual(['bounced', false]);
  });

  it('events of runs, batches and positions that nobody knows change nothing', async () => {
    const { room, state, standing } = await open(store);
    const before = await standing();
    const odd = [
      { run: 'e_other', batch: '1-0-0', pos: '0' },
      { run: 'e_monday', batch: 'none', pos: '0' },
    ].map((ref) => readSesEvent(JSON.stringify({ ...permanent('5.1.1'), ...ref }))!);
    expect(await recordFeedback(room.ports, odd)).toEqual([]);
    expect([await state(), await standing()]).toEqual(['sending', before]);
  });
});
