import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSesEvent } from '../../../functions/adapters/ses/event.ts';
import { suppressionHash } from '../../../functions/domain/subscribers/identity.ts';
import { MAX_SOFT_BOUNCES } from '../../../functions/domain/subscribers/soft-bounce.ts';
import { DAY } from '../../../functions/domain/time/instant.ts';
import { recordFeedback } from '../../../functions/flows/delivery/feedback.ts';
import { countSoftBounce } from '../../../functions/flows/delivery/soft-bounces.ts';
import { addSubscriber } from '../../../functions/flows/import/add-subscriber.ts';
import { compactRuns } from '../../../functions/flows/schedule/compact-runs.ts';
import { confirm } from '../../../functions/flows/subscribers/confirm.ts';
import { exportSubscribers } from '../../../functions/flows/subscribers/list-subscribers.ts';
import { subscribe } from '../../../functions/flows/subscribers/subscribe.ts';
import { unsubscribeById } from '../../../functions/flows/subscribers/unsubscribe.ts';
import { aBatch, MORNING } from '../../support/builders/runs.ts';
import { aSubscriber, openSubscriptions } from '../../support/builders/subscriptions.ts';
import {
  DELIVERY_SECRETS,
  type DeliveryFixture,
  openDelivery,
} from '../../support/hosts/delivery-fixture.ts';

let room: DeliveryFixture;
let id: string;
beforeEach(async () => {
  room = openDelivery();
  id = (await room.addSubscribers(1))[0]!.id;
});
afterEach(() => room.close());

type Fate = 'soft' | 'taken' | 'aside' | 'rejected' | 'elsewhere';

/** A run a week, and what became of the reader's letter. */
async function runs(fates: readonly Fate[], from = 0): Promise<string[]> {
  const names = fates.map((_, n) => `e_${String.fromCharCode(97 + from + n)}`);
  for (const [n, fate] of fates.entries()) {
    const run = names[n]!;
    const at = MORNING + (from + n) * 7 * DAY;
    await room.addRun({ id: run, state: 'done', createdAt: at, newsletter: 'brief' });
    const set = { soft: 'accepted', taken: 'accepted', aside: 'departed', rejected: 'rejected' } as const;
    const members = fate === 'elsewhere' ? ['-nobody'] : [id];
    await room.ports.ledger.createBatch(aBatch({ run, members, createdAt: at }));
    if (fate !== 'elsewhere') await room.ports.ledger.record({ run, id: '1-0-' }, { [set[fate]]: [0] });
    room.store.now = at + DAY / 2;
    if (fate === 'soft') await recordFeedback(room.ports, [bounce(run)]);
  }
  return names;
}
const bounce = (run: string, about: Record<string, string> = {}) =>
  readSesEvent(
    JSON.stringify({
      ...{ type: 'Bounce', run, batch: '1-0-', pos: '0', bounce: 'Transient', detail: 'General' },
      ...{ code: '4.4.7', ...about },
    }),
  )!;
const reader = async () => (await room.ports.subscribers.get(id))!;
const soft = (count: number): Fate[] => Array.from({ length: count }, () => 'soft');

describe('a reader whose letters come back softly', () => {
  it('is set aside after seven runs in a row: bounced, counted, and not suppressed', async () => {
    await runs(soft(MAX_SOFT_BOUNCES - 1));
    expect((await reader()).status).toBe('active');
    await runs(soft(1), MAX_SOFT_BOUNCES - 1);
    expect(await reader()).toMatchObject({
      status: 'bounced',
      reason: '7 letters in a row came back: Transient General 4.4.7',
    });
    const hash = suppressionHash(DELIVERY_SECRETS, (await reader()).email);
    expect((await room.ports.suppressions.find([hash])).size).toBe(0);
    const counts = await room.ports.counts.read({ from: '2026-01-01', to: '2030-01-01' });
    expect(counts.map(({ event, newsletter, count }) => [event, newsletter, count])).toEqual([
      ['bounced', 'alerts', 1],
      ['bounced', 'brief', 1],
      ['bounced', 'daily', 1],
    ]);
  });

  it('stays while one letter of seven arrives, and begins anew after it', async () => {
    await runs(['soft', 'soft', 'soft', 'soft', 'soft', 'soft', 'taken']);
    await runs(soft(MAX_SOFT_BOUNCES - 1), 7);
    expect((await reader()).status).toBe('active');
    expect((await reader()).softBounces).toHaveLength(MAX_SOFT_BOUNCES - 1);
    await runs(soft(1), 13);
    expect((await reader()).status).toBe('bounced');
  });

  it('is not spared by letters that were never for them', async () => {
    await runs(['soft', 'aside', 'soft', 'rejected', 'soft', 'elsewhere', ...soft(4)]);
    expect((await reader()).status).toBe('bounced');
  });

  it('is counted once a run, in any order, however often the same is said', async () => {
    const names = await runs(Array.from({ length: MAX_SOFT_BOUNCES }, () => 'rejected' as const));
    for (const run of [...names.slice(1).reverse(), ...names.slice(1), ...names.slice(2)])
      await countSoftBounce(room.ports, id, run, 'full');
    expect((await reader()).status).toBe('active');
    await countSoftBounce(room.ports, id, names[0]!, 'full');
    expect((await reader()).status).toBe('bounced');
    const before = await reader();
    for (const run of names) await countSoftBounce(room.ports, id, run, 'full');
    expect(await reader()).toEqual(before);
  });

  it('is set aside by whatever order late events come in, also where a letter seems to have arrived', async () => {
    const names = await runs(Array.from({ length: MAX_SOFT_BOUNCES + 2 }, () => 'taken' as const));
    // All within the hours in which SES still tries: none of them is known to have arrived.
    room.store.now = MORNING;
    for (const n of [8, 0, 4, 2, 6, 1, 7, 3, 5]) await recordFeedback(room.ports, [bounce(names[n]!)]);
    expect((await reader()).status).toBe('bounced');
  });

  it.each([
    ['an out-of-office reply', { code: '' }],
    ['a letter that is too large', { detail: 'MessageTooLarge', code: '5.3.4' }],
    ['a sender who is too fast', { code: '4.7.28' }],
  ])('%s is not counted', async (_, about) => {
    const names = await runs(Array.from({ length: MAX_SOFT_BOUNCES + 1 }, () => 'taken' as const));
    for (const run of names) await recordFeedback(room.ports, [bounce(run, about)]);
    expect(await reader()).toMatchObject({ status: 'active', softBounces: undefined });
  });

  it('of notices nothing is counted, nor of somebody erased', async () => {
    for (let n = 0; n < 9; n++) await countSoftBounce(room.ports, id, 'notices', 'full');
    expect((await reader()).softBounces).toBeUndefined();
    await room.ports.subscribers.erase(id);
    await countSoftBounce(room.ports, id, 'e_a', 'full');
    expect(await room.ports.subscribers.get(id)).toBeUndefined();
  });
});

describe('a reader who was set aside', () => {
  const operator = () => ({ ...room.ports, limits: undefined!, notify: async () => {} });
  beforeEach(async () => void (await runs(soft(MAX_SOFT_BOUNCES))));

  it('is taken back by an operator, with the choice they made', async () => {
    const wanted = { email: (await reader()).email, newsletters: ['brief'], source: 'command' };
    expect(await addSubscriber(operator(), wanted)).toBe('fresh');
    expect(await reader()).toMatchObject({
      ...{ status: 'active', newsletters: ['brief', 'daily', 'alerts'], reason: '' },
      softBounces: undefined,
    });
    expect(await addSubscriber(operator(), wanted)).toBe('known');
  });

  it('is written into an export as gone, not as barred', async () => {
    const rows: string[] = [];
    for await (const row of exportSubscribers(room.ports)) rows.push(row);
    expect(rows[1]).toContain(',unsubscribed,');
  });

  it('can leave, and nobody takes them back then', async () => {
    await unsubscribeById(operator(), id, '', 'page');
    expect((await reader()).status).toBe('unsubscribed');
    const wanted = { email: (await reader()).email, newsletters: ['brief'], source: 'command' };
    expect(await addSubscriber(operator(), wanted)).toBe('departed');
  });
});

it('a letter between that is folded since, and did not come back, was taken', async () => {
  const names = await runs([...soft(3), 'taken', ...soft(MAX_SOFT_BOUNCES - 4)]);
  // Four months later: of the run nobody knows any more whom it reached.
  room.store.now += 120 * DAY;
  const { ledger } = room.ports;
  for (const name of names) await ledger.close({ run: name, id: '1-0-' }, 0);
  await compactRuns(room.ports, room.store.now);
  expect((await ledger.run(names[3]!))?.folded?.counts.accepted).toBe(1);
  await runs(soft(1), MAX_SOFT_BOUNCES + 17);
  expect((await reader()).status).toBe('active');
});

it('who was set aside for soft bounces signs up, confirms, and reads again', async () => {
  const [desk, ada] = [openSubscriptions(), 'ada@reader.example'];
  const softBounces = [{ run: 'e_a', at: desk.now }];
  await desk.ports.subscribers.put(aSubscriber(ada, { status: 'bounced', reason: 'full', softBounces }));
  await subscribe(desk.ports, {
    ...{ email: ada, newsletters: ['daily'], topics: [], source: 'form', form: 'words' },
    client: '192.0.2.7',
  });
  expect(await desk.find(ada)).toMatchObject({ status: 'bounced', asked: { newsletters: ['daily'] } });
  await confirm(desk.ports, desk.link());
  expect(await desk.find(ada)).toMatchObject({ status: 'active', softBounces: undefined, reason: '' });
});
