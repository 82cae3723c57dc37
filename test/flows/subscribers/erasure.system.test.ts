/** After an erasure nothing in the ledger answers for the address, on either store. */
import { describe, expect, it } from 'vitest';
import { ERASED_ID } from '../../../functions/domain/ledger/erased-recipient.ts';
import { noticePathOf } from '../../../functions/domain/notices/notice.ts';
import { deliverNotices, queueNotice } from '../../../functions/flows/delivery/notices.ts';
import { planBatches } from '../../../functions/flows/ledger/plan.ts';
import { reportRun } from '../../../functions/flows/runs/report.ts';
import { sendAgain } from '../../../functions/flows/runs/send.ts';
import { confirm } from '../../../functions/flows/subscribers/confirm.ts';
import { eraseOwn, requestNewAddress } from '../../../functions/flows/subscribers/manage.ts';
import { eraseAddress } from '../../../functions/flows/subscribers/operate-subscribers.ts';
import { subscribe } from '../../../functions/flows/subscribers/subscribe.ts';
import { aRunSubscriber, DELIVERY_SECRETS, subscriberEmail } from '../../support/hosts/delivery-fixture.ts';
import { openStoreFixture, STORES, type StoreFixture, useEngine } from '../../support/hosts/store-fixture.ts';

useEngine();

const RUN = 'e_monday';
const erase = ({ forms }: StoreFixture, email: string) => eraseAddress(forms, email, { never: false });

/** A run that `count` readers have got. */
async function sentOn(store: (typeof STORES)[number], count: number, about = {}): Promise<StoreFixture> {
  const desk = await openStoreFixture(store);
  await desk.room.addSubscribers(count);
  await desk.room.addRun(about);
  await desk.deliverAll();
  return desk;
}

describe.each(STORES)('on %s, after an erasure', (store) => {
  it('who-got-it says of everybody erased what it says of a stranger, and all counts stay', async () => {
    const desk = await sentOn(store, 120, { spans: 4 });
    const before = await reportRun(desk.ports, RUN);
    // Of DynamoDB's each is a hundred requests.
    const erased = Array.from({ length: 120 }, (_, n) => n).filter((n) => store === 'SQLite' || n % 8 === 0);
    for (const n of erased) {
      expect(await desk.outcomes(RUN, subscriberEmail(n))).toEqual(['accepted 1']);
      expect(await erase(desk, subscriberEmail(n))).toBe(true);
      expect(await desk.outcomes(RUN, subscriberEmail(n))).toEqual(
        await desk.outcomes(RUN, 'stranger@reader.example'),
      );
    }
    expect(await reportRun(desk.ports, RUN)).toEqual(before);
    const written = await desk.ledgerText(RUN);
    for (const n of erased) expect(written).not.toContain(desk.idOf(subscriberEmail(n)));
  }, 60_000);

  it('later passes, and the memory of whom one is for, name nobody either', async () => {
    const desk = await sentOn(store, 3);
    await sendAgain(desk.ports, RUN, { address: subscriberEmail(1) });
    await desk.deliverAll();
    await sendAgain(desk.ports, RUN, { address: subscriberEmail(1) });
    expect(await desk.outcomes(RUN, subscriberEmail(1))).toEqual(['accepted 1', 'accepted 2']);
    await erase(desk, subscriberEmail(1));
    expect(await desk.ledgerText(RUN)).not.toContain(desk.idOf(subscriberEmail(1)));
    await desk.deliverAll();
    // The third pass was for nobody else.
    expect((await desk.room.copies()).get(subscriberEmail(1))).toBe(2);
    expect(await desk.ports.ledger.run(RUN)).toMatchObject({ state: 'done', passes: 3 });
    expect(await desk.ledgerText(RUN)).not.toContain(desk.idOf(subscriberEmail(1)));
  });

  it('a run that is being planned or sent goes on, and nobody else is left out or written to twice', async () => {
    const desk = await openStoreFixture(store);
    await desk.room.addSubscribers(9);
    await desk.room.addRun();
    await planBatches(desk.ports, RUN);
    const { ledger, clock } = desk.ports;
    const [first] = await ledger.batches({ run: RUN, after: '', limit: 1 });
    const batch = (await ledger.claim(first!, clock(), clock() + 1000))!;
    await ledger.start(batch, batch.lease, [4], 'l', clock(), clock() + 1000);
    const gone = [batch.members[2]!, batch.members[4]!];
    for (let n = 0; n < 9; n++)
      if (gone.includes(desk.idOf(subscriberEmail(n)))) await erase(desk, subscriberEmail(n));
    await ledger.unstart(batch, batch.lease, [4]);
    await ledger.giveBack(batch, batch.lease, clock());
    await desk.deliverAll();
    expect([...(await desk.room.copies()).values()]).toEqual(Array(7).fill(1));
    expect(await ledger.counts(RUN)).toMatchObject({ members: 9, accepted: 7, departed: 2, open: 0 });
    for (const id of gone) expect(await desk.ledgerText(RUN)).not.toContain(id);
  });

  it('whoever is erased while the batch is being written is forgotten when its turn comes', async () => {
    const desk = await openStoreFixture(store);
    await desk.room.addSubscribers(3);
    await desk.room.addRun();
    await planBatches(desk.ports, RUN);
    // As though the erasure had looked before this batch was there.
    await desk.ports.subscribers.erase(desk.idOf(subscriberEmail(0)));
    expect(await desk.outcomes(RUN, subscriberEmail(0))).toEqual(['waiting 1']);
    await desk.deliverAll();
    expect(await desk.outcomes(RUN, subscriberEmail(0))).toEqual([]);
    expect(await desk.ledgerText(RUN)).toContain(ERASED_ID);
  });

  it('said twice, or again after it was cut short, it is done; a stranger’s erasure says nobody', async () => {
    const desk = await sentOn(store, 2);
    // The row is gone, and what names it is not: a crash between the two.
    await desk.ports.subscribers.erase(desk.idOf(subscriberEmail(0)));
    expect(await erase(desk, subscriberEmail(0))).toBe(true);
    expect(await erase(desk, subscriberEmail(0))).toBe(false);
    expect(await desk.outcomes(RUN, subscriberEmail(0))).toEqual([]);
    await desk.ports.subscribers.erase(desk.idOf(subscriberEmail(1)));
    await eraseOwn(desk.forms, desk.manageLink(subscriberEmail(1)), { never: false });
    expect(await desk.outcomes(RUN, subscriberEmail(1))).toEqual([]);
    expect(await erase(desk, 'stranger@reader.example')).toBe(false);
  });

  it('whoever signs up again is a stranger to what was sent before', async () => {
    const desk = await sentOn(store, 2);
    await erase(desk, subscriberEmail(0));
    await desk.ports.subscribers.put(aRunSubscriber(subscriberEmail(0)));
    expect(await desk.outcomes(RUN, subscriberEmail(0))).toEqual([]);
    await desk.room.addRun({ id: 'e_tuesday', of: 'tuesday' });
    await desk.deliverAll();
    expect(await desk.outcomes('e_tuesday', subscriberEmail(0))).toEqual(['accepted 1']);
  });

  it('a confirmed change of address leaves nothing of the old address', async () => {
    const desk = await sentOn(store, 2);
    const to = 'moved@reader.example';
    await requestNewAddress(desk.forms, desk.manageLink(subscriberEmail(0)), to);
    await desk.deliverAll();
    const [batch] = (await desk.ports.ledger.batches({ run: 'notices', after: '', limit: 9 })).filter(
      ({ notice }) => notice?.kind === 'confirm',
    );
    const asked = { kind: 'confirm', subscriber: batch!.members[0]!, about: batch!.notice!.about } as const;
    const token = noticePathOf(DELIVERY_SECRETS, asked, desk.room.store.now).split('/').at(-1)!;
    await confirm(desk.forms, token);
    expect(await desk.ports.subscribers.get(desk.idOf(to))).toMatchObject({ status: 'active' });
    expect(await desk.outcomes(RUN, subscriberEmail(0))).toEqual([]);
    expect(await desk.ledgerText(RUN)).not.toContain(desk.idOf(subscriberEmail(0)));
  });

  it('a change of address that was cut short before the ledger was gone through leaves nothing either', async () => {
    const desk = await sentOn(store, 2);
    const [from, to] = [subscriberEmail(0), 'moved@reader.example'];
    const { subscribers } = desk.ports;
    const old = (await subscribers.get(desk.idOf(from)))!;
    const forwards = [{ id: old.id, epoch: old.epoch ?? '', links: 'all' as const }];
    await subscribers.move({ ...aRunSubscriber(to), forwards }, old);
    expect(await desk.outcomes(RUN, from)).toEqual(['accepted 1']);
    await erase(desk, to);
    expect(await desk.outcomes(RUN, from)).toEqual([]);
    expect(await desk.ledgerText(RUN)).not.toContain(old.id);
  });

  it('nothing is mailed for a sign-up that waits for its confirmation, and no notice names it', async () => {
    const desk = await openStoreFixture(store);
    const email = 'new@reader.example';
    const form = { newsletters: ['daily'], topics: [], client: '::1', source: 'form', form: '' };
    await subscribe(desk.forms, { email, ...form });
    expect(await desk.ledgerText()).toContain(desk.idOf(email));
    await erase(desk, email);
    expect(await desk.ledgerText()).not.toContain(desk.idOf(email));
    await deliverNotices(desk.ports);
    expect((await desk.room.copies()).size).toBe(0);
    expect(await desk.ports.ledger.nextClaimable('notices')).toBeUndefined();
  });

  it('tests that were sent to the address, or written as for its reader, name it no more', async () => {
    const desk = await sentOn(store, 2);
    const { ports } = desk;
    const about = { edition: 'monday', as: desk.idOf(subscriberEmail(0)) };
    const { letter } = (await ports.ledger.run(RUN))!;
    await queueNotice(ports, { kind: 'test', to: subscriberEmail(0), letter: letter!, about });
    await deliverNotices(ports);
    expect(await desk.ledgerText()).toContain(subscriberEmail(0));
    await erase(desk, subscriberEmail(0));
    expect(await desk.ledgerText()).not.toContain(subscriberEmail(0));
    expect(await desk.ledgerText()).not.toContain(desk.idOf(subscriberEmail(0)));
  });
});
