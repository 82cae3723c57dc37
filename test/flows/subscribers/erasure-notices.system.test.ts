/** What names a reader in notices, and sign-ups that nobody confirmed, on either store. */
import { describe, expect, it } from 'vitest';
import { ERASED_ID } from '../../../functions/domain/ledger/erased-recipient.ts';
import { DAY } from '../../../functions/domain/time/instant.ts';
import { recordFeedback } from '../../../functions/flows/delivery/feedback.ts';
import { deliverNotices, queueNotice } from '../../../functions/flows/delivery/notices.ts';
import { sendAgain } from '../../../functions/flows/runs/send.ts';
import { tick } from '../../../functions/flows/schedule/tick.ts';
import { requestNewAddress } from '../../../functions/flows/subscribers/manage.ts';
import { eraseAddress, suppressAddress } from '../../../functions/flows/subscribers/operate-subscribers.ts';
import { subscribe } from '../../../functions/flows/subscribers/subscribe.ts';
import { aRunSubscriber, subscriberEmail } from '../../support/hosts/delivery-fixture.ts';
import { openStoreFixture, STORES, type StoreFixture, useEngine } from '../../support/hosts/store-fixture.ts';

useEngine();

const QUIET = { settings: { automatic: false } };
const FORM = { newsletters: ['daily'], topics: [], client: '::1', source: 'form', form: '' };
const erase = ({ forms }: StoreFixture, email: string) => eraseAddress(forms, email, { never: false });
const notices = ({ ports }: StoreFixture) =>
  ports.ledger.batches({ run: 'notices', after: '', limit: 10_000 });

describe.each(STORES)('on %s', (store) => {
  it('one among thousands of notices is found, and no other is touched', async () => {
    const desk = await openStoreFixture(store, QUIET);
    const count = store === 'SQLite' ? 5000 : 300;
    const [ada, bob] = ['ada', 'bob'].map((name) => aRunSubscriber(`${name}@reader.example`));
    await desk.ports.subscribers.insertMany([ada!, bob!]);
    const about = { newsletters: 'daily' };
    for (let n = 0; n < count; n++) {
      const { id } = n % 100 === 0 ? ada! : bob!;
      await queueNotice(desk.ports, { kind: 'welcome', subscriber: id, about });
    }
    await erase(desk, 'ada@reader.example');
    const left = await notices(desk);
    expect(left).toHaveLength(count);
    expect(left.filter(({ members }) => members[0] === ERASED_ID)).toHaveLength(count / 100);
    expect(left.filter(({ members }) => members[0] === bob!.id)).toHaveLength(count - count / 100);
  }, 30_000);

  it('an address they asked to move to keeps nothing of who asked, and all else of its own', async () => {
    const desk = await openStoreFixture(store, QUIET);
    const [ada, bob, cay] = ['ada', 'bob', 'cay'].map((name) => aRunSubscriber(`${name}@reader.example`));
    await desk.ports.subscribers.insertMany([ada!, bob!, cay!]);
    for (const { email } of [ada!, cay!]) {
      await requestNewAddress(desk.forms, desk.manageLink(email), 'bob@reader.example');
      await requestNewAddress(desk.forms, desk.manageLink(email), 'new@reader.example');
    }
    const kept = async () =>
      JSON.stringify(await desk.ports.subscribers.getMany([bob!.id, desk.idOf('new@reader.example')]));
    expect(await kept()).toContain(ada!.id);
    await erase(desk, 'ada@reader.example');
    expect([(await kept()).includes(ada!.id), (await kept()).split(cay!.id).length]).toEqual([false, 3]);
    await erase(desk, 'cay@reader.example');
    expect(await desk.ports.subscribers.get(bob!.id)).toMatchObject({
      status: 'active',
      newsletters: bob!.newsletters,
    });
    expect((await kept()).includes(cay!.id)).toBe(false);
    expect(await desk.ports.subscribers.get(desk.idOf('new@reader.example'))).toMatchObject({
      ...{ status: 'pending', asked: undefined },
    });
    await subscribe(desk.forms, { email: 'new@reader.example', ...FORM });
    expect(await desk.ports.subscribers.get(desk.idOf('new@reader.example'))).toMatchObject({
      ...{ status: 'pending', asked: { source: 'form' }, requests: [{ source: 'form' }] },
    });
  });

  it('sign-ups that nobody confirmed go after thirty days, with what names them', async () => {
    const desk = await openStoreFixture(store, QUIET);
    await desk.room.addSubscribers(2);
    await desk.room.addRun();
    await desk.deliverAll();
    for (const name of ['early', 'late']) {
      await subscribe(desk.forms, { email: `${name}@reader.example`, ...FORM });
      desk.room.store.now += 20 * DAY;
    }
    // Of a sign-up, too: an operator may name anybody.
    await sendAgain(desk.ports, 'e_monday', { address: 'early@reader.example' });
    await desk.deliverAll();
    await tick(desk.ports);
    const [early, late] = ['early', 'late'].map((name) => desk.idOf(`${name}@reader.example`));
    expect(await desk.ports.subscribers.get(early!)).toBeUndefined();
    expect(await desk.ports.subscribers.get(late!)).toBeDefined();
    expect(await desk.ledgerText('e_monday')).not.toContain(early);
    expect(await desk.ledgerText('e_monday')).toContain(late);
    expect(await desk.outcomes('e_monday', subscriberEmail(0))).toEqual(['accepted 1']);
  });

  it('evidence that comes later bars nobody and brings nobody back', async () => {
    const desk = await openStoreFixture(store, QUIET);
    await desk.room.addSubscribers(3);
    await desk.room.addRun();
    await desk.deliverAll();
    const [batch] = await desk.ports.ledger.batches({ run: 'e_monday', after: '', limit: 1 });
    const position = batch!.members.indexOf(desk.idOf(subscriberEmail(1)));
    await erase(desk, subscriberEmail(1));
    await desk.ports.subscribers.put(aRunSubscriber(subscriberEmail(1)));
    const about = { ref: batch!, position, policy: false, reason: 'No such mailbox.' };
    for (const kind of ['bounced', 'complained'] as const)
      expect(await recordFeedback(desk.ports, [{ ...about, kind, bar: true }])).toEqual([]);
    await recordFeedback(desk.ports, [{ ...about, kind: 'bounced', bar: false, soft: true }]);
    await recordFeedback(desk.ports, [{ ...about, position: 49, kind: 'bounced', bar: true }]);
    expect((await desk.ports.subscribers.get(desk.idOf(subscriberEmail(1))))?.status).toBe('active');
    expect(await desk.ports.subscribers.get(ERASED_ID)).toBeUndefined();
    expect(await desk.ports.suppressions.count()).toBe(0);
    expect(await desk.ports.ledger.counts('e_monday')).toMatchObject({ complained: 1 });
  });

  it('a confirmation that waits goes to nobody, also when the address is asked for again', async () => {
    const desk = await openStoreFixture(store, QUIET);
    const email = 'new@reader.example';
    await subscribe(desk.forms, { email, ...FORM });
    await erase(desk, email);
    await subscribe(desk.forms, { email, ...FORM });
    await deliverNotices(desk.ports);
    expect((await desk.room.copies()).get(email)).toBe(1);
    await suppressAddress(desk.forms, email);
    await eraseAddress(desk.forms, email, { never: true });
    expect(await desk.ledgerText()).not.toContain(desk.idOf(email));
  });

  it('many who are erased from one batch at once are all gone from it', async () => {
    const desk = await openStoreFixture(store, QUIET);
    await desk.room.addSubscribers(50);
    await desk.room.addRun();
    await desk.deliverAll();
    const emails = Array.from({ length: 20 }, (_, n) => subscriberEmail(n));
    await Promise.all(emails.map((email) => erase(desk, email)));
    for (const email of emails) expect(await desk.outcomes('e_monday', email)).toEqual([]);
    expect(await desk.ports.ledger.counts('e_monday')).toMatchObject({ members: 50, accepted: 50 });
    expect(await desk.outcomes('e_monday', subscriberEmail(30))).toEqual(['accepted 1']);
  });
});
