import { expect, it } from 'vitest';
import type { Subscriber } from '../../../functions/domain/subscribers/subscriber.ts';
import { exportSubscribers } from '../../../functions/flows/subscribers/list-subscribers.ts';
import { suppressAddress } from '../../../functions/flows/subscribers/operate-subscribers.ts';
import { apply, plan } from '../../support/builders/import-csv.ts';
import {
  aSubscriber,
  hashOf,
  openSubscriptions,
  type SubscriptionsFixture,
} from '../../support/builders/subscriptions.ts';
import { collect } from '../../support/probes/collect.ts';

const DAYS = 24 * 3600 * 1000;
const NOW = openSubscriptions().now;

const SAID = [
  { at: NOW - 5 * DAYS, newsletter: 'daily', left: ['daily'], reason: 'too-many', text: '=1+1; "no", +2' },
  { at: NOW - 4 * DAYS, newsletter: '', left: ['brief', 'daily'], reason: 'other', text: '' },
];

/** Every field of a subscriber, each filled and each empty somewhere. */
const PEOPLE: readonly Subscriber[] = [
  aSubscriber('full@example.com', {
    name: 'Ada "Countess" Lovelace, Lady; of\u00a0it',
    newsletters: ['daily', 'brief'],
    topics: ['world'],
    labels: ['vip', 'New York, NY', 'a;b', 'says "so"', '=1+1', '[x]', "'tis"],
    consent: { at: NOW - 90 * DAYS + 123, source: '=form', form: 'h4sh-_', confirmedAt: NOW - 89 * DAYS },
    pausedUntil: NOW + 7 * DAYS,
    changedAt: NOW - 80 * DAYS + 7,
    reason: 'a, "reason"',
    vouched: [
      { at: NOW - 9 * DAYS, source: 'command', newsletters: ['brief'] },
      { at: NOW - 8 * DAYS + 1, source: 'command', newsletters: ['brief', 'gone'] },
    ],
  }),
  aSubscriber('plain@example.com', {
    consent: { at: NOW - DAYS, source: '', form: '', confirmedAt: undefined },
  }),
  aSubscriber('left@example.com', {
    status: 'unsubscribed',
    reason: 'one-click',
    newsletters: ['brief'],
    remarks: SAID,
  }),
  aSubscriber('never-confirmed@example.com', { status: 'unsubscribed', newsletters: [], reason: 'x' }),
  aSubscriber('suppressed@example.com', { reason: '' }),
  aSubscriber('bounced@example.com', { status: 'bounced', reason: '550 5.1.1' }),
  aSubscriber('soft@example.com', { status: 'bounced', reason: 'full for weeks' }),
  aSubscriber('complained@example.com', { status: 'complained', reason: 'abuse' }),
];

async function aFullDesk(): Promise<SubscriptionsFixture> {
  const desk = openSubscriptions();
  await desk.ports.subscribers.insertMany(PEOPLE);
  await suppressAddress(desk.ports, 'suppressed@example.com');
  for (const reason of ['bounced', 'complained'] as const)
    await desk.ports.suppressions.add({ hash: hashOf(`${reason}@example.com`), reason, at: NOW });
  return desk;
}

const exported = async ({ ports }: SubscriptionsFixture) =>
  (await collect(exportSubscribers(ports))).join('');

async function known(desk: SubscriptionsFixture) {
  const people = await desk.ports.subscribers.page({ after: '', limit: 100 });
  const barred = await desk.ports.suppressions.find(people.map(({ email }) => hashOf(email)));
  return people.map(({ version: _, ...kept }) => ({
    ...kept,
    barred: barred.get(hashOf(kept.email))?.reason,
  }));
}

it('an export that is imported elsewhere loses nothing, and a second export is the first', async () => {
  const [desk, other] = [await aFullDesk(), openSubscriptions()];
  const text = await exported(desk);
  const told = await plan(other, text);
  expect([told.questions, told.invalid.first, told.remarks.first, told.ignored]).toEqual([[], [], [], []]);
  // A later time, another file: what the rows say counts, not when they came.
  other.now += 5 * DAYS;
  await apply(other, text);
  const [before, after] = [await known(desk), await known(other)];
  expect(after).toEqual(
    before.map((one) =>
      one.email.startsWith('plain') ? { ...one, consent: { ...one.consent, source: 'import' } } : one,
    ),
  );
  const again = openSubscriptions();
  const second = await exported(other);
  await apply(again, second);
  expect(await exported(again)).toBe(second);
});

it('an export brings back nobody, neither where they are nor where they left since', async () => {
  const desk = await aFullDesk();
  const text = await exported(desk);
  expect((await apply(desk, text)).fates).toMatchObject({ fresh: 0, past: 0, leaving: 0 });
  const other = openSubscriptions();
  await other.ports.subscribers.insertMany([aSubscriber('full@example.com', { status: 'unsubscribed' })]);
  await apply(other, text);
  expect((await other.find('full@example.com'))?.status).toBe('unsubscribed');
});

it('somebody who waits for a confirmation is not written, and comes to no mail', async () => {
  const desk = openSubscriptions();
  await desk.ports.subscribers.insertMany([aSubscriber('wait@example.com', { status: 'pending' })]);
  expect((await exported(desk)).split('\r\n')).toHaveLength(2);
});

it('a history that no export wrote is left out and told, and costs nobody their place', async () => {
  const desk = openSubscriptions();
  const row = (cells: string) => `ada@example.com,${cells}`;
  for (const cells of ['[,', '{},[1]', '"[{""at"":""2099-01-01"",""newsletters"":[""daily""]}]",'])
    expect((await plan(desk, `email,vouched_for,leaving_remarks\n${row(cells)}`)).invalid.count).toBe(0);
  const told = await apply(
    desk,
    `email,vouched_for,leaving_remarks\n${row('yes,"[{""reason"":""other""}]"')}`,
  );
  expect(told.remarks.first.map(({ message }) => message)).toEqual([
    'vouched_for is not as an export writes it, and is left out.',
  ]);
  const found = await desk.find('ada@example.com');
  expect([found?.status, found?.vouched, found?.remarks]).toEqual(['active', undefined, undefined]);
});
