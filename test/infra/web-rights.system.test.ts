import { describe, expect, it } from 'vitest';
import { signReleaseToken, signStopToken } from '../../functions/domain/notices/notice.ts';
import { subscriberId } from '../../functions/domain/subscribers/identity.ts';
import { signLink } from '../../functions/domain/subscribers/signed-link.ts';
import { DAY, HOUR, MINUTE } from '../../functions/domain/time/instant.ts';
import { queueNotice } from '../../functions/flows/delivery/notices.ts';
import { deliverInTurns, planInTurns } from '../../functions/flows/delivery/worker-loop.ts';
import { resendKey } from '../../functions/flows/ledger/plan-pass.ts';
import { releaseByLink, requireSendable, stopByLink } from '../../functions/flows/runs/control.ts';
import {
  proofsKey,
  readRecipientCount,
  storeRecipientCount,
} from '../../functions/flows/schedule/recipient-count.ts';
import { createSentEditions } from '../../functions/flows/site/sent-editions.ts';
import { confirm } from '../../functions/flows/subscribers/confirm.ts';
import { eraseOwn, exportOwnData, requestNewAddress } from '../../functions/flows/subscribers/manage.ts';
import type { SubscriberPorts } from '../../functions/flows/subscribers/subscriber-ports.ts';
import { aRunSubscriber, DELIVERY_SECRETS } from '../support/hosts/delivery-fixture.ts';
import { openRecordedDelivery, useRecordedTables } from '../support/probes/function-rights.ts';

useRecordedTables();

/** 120 readers who got a letter, one of them twice. */
async function sent() {
  const opened = await openRecordedDelivery();
  const { room, ports } = opened;
  const readers = await room.addSubscribers(120);
  await room.addRun({ id: 'e_monday', passes: 2 });
  const again = { what: 'subscriber', id: readers[0]!.id };
  await ports.ledger.setState(resendKey('e_monday', 2), JSON.stringify(again));
  await planInTurns(ports);
  await deliverInTurns(ports);
  const forms: SubscriberPorts = { ...ports, notify: (notice) => queueNotice(ports, notice) };
  const expires = room.store.now + HOUR;
  const manage = (subject: string) =>
    signLink(DELIVERY_SECRETS, { purpose: 'manage', subject, about: '', expires });
  return { ...opened, forms, readers, manage, expires };
}

describe('the web function is refused nothing', () => {
  it('of a copy of one’s data, an erasure from every batch and pass, and from those of earlier addresses', async () => {
    const { as, forms, readers, manage, ports } = await sent();
    const { id } = readers[0]!;
    const found = (await ports.subscribers.get(id))!;
    // Two of one partition: together they would be searched for.
    const earlier = ['Zaaa', 'Zbbb'].map((start) => start + id.slice(4));
    await ports.subscribers.put({
      ...found,
      forwards: earlier.map((one) => ({ id: one, epoch: 'e', links: 'all' as const })),
    });
    const asked = await as('Web', async () => {
      expect(JSON.parse((await exportOwnData(forms, manage(id)))!).letters).toHaveLength(2);
      expect(await eraseOwn(forms, manage(id), { never: true })).toBe(true);
    });
    expect(asked.refused).toEqual([]);
    expect(await ports.subscribers.get(id)).toBeUndefined();
    const left = await ports.ledger.batches({ run: 'e_monday', after: '', limit: 1000 });
    expect(JSON.stringify(left)).not.toContain(id);
    expect(await ports.ledger.getState(resendKey('e_monday', 2))).not.toContain(id);
  });

  it('of a change of address', async () => {
    const { as, forms, readers, manage, expires, ports } = await sent();
    const { id } = readers[1]!;
    const to = subscriberId(DELIVERY_SECRETS, 'new@reader.example');
    const asked = await as('Web', async () => {
      await requestNewAddress(forms, manage(id), 'new@reader.example', '192.0.2.7');
      const { requests = [], epoch } = (await ports.subscribers.get(to))!;
      const about = { subject: to, about: id, expires, epoch, ref: requests[0]!.ref };
      await confirm(forms, signLink(DELIVERY_SECRETS, { purpose: 'confirm', ...about }));
    });
    expect(asked.refused).toEqual([]);
    expect((await ports.subscribers.get(to))?.status).toBe('active');
    expect(await ports.subscribers.get(id)).toBeUndefined();
  });

  it('of an editor’s stop and release, and it counts no readers for them', async () => {
    const { as, room, ports } = await sent();
    const run = await room.addRun({
      ...{ id: 'a_now', kind: 'alert', newsletter: 'alerts', state: 'held' },
      until: room.store.now + 10 * MINUTE,
    });
    const about = { run: 'a_now', readers: '1234', roughly: 'yes' };
    await queueNotice(ports, { kind: 'proof', to: 'ed@paper.press', about, key: 'a_now-0-1764000000000' });
    const stopped = await as('Web', async () => {
      expect(await readRecipientCount(ports, run)).toEqual({ count: 1234, about: true });
      await stopByLink(ports, signStopToken(DELIVERY_SECRETS, 'a_now'));
    });
    expect([stopped.refused, (await ports.ledger.run('a_now'))?.state]).toEqual([[], 'cancelled']);
    const released = await as('Web', async () => {
      await requireSendable(ports, (await ports.ledger.run('a_now'))!);
      await releaseByLink(ports, signReleaseToken(DELIVERY_SECRETS, 'a_now', room.store.now));
    });
    expect([released.refused, (await ports.ledger.run('a_now'))?.state]).toEqual([[], 'planned']);
  });

  it('of lists of editions and digests, and whether each has gone', async () => {
    const { as, room, ports } = await sent();
    await room.addRun({ id: 'd_daily_20261123T0700', kind: 'digest', newsletter: 'daily', state: 'sending' });
    const view = await ports.views.current();
    const asked = await as('Web', async () => {
      const editions = createSentEditions(ports);
      for (const newsletter of ['brief', 'daily']) await editions.list(view, newsletter);
      await editions.edition({ id: 'monday', sendAt: view.now - DAY, aliases: [] }, view.now);
    });
    expect(asked).toEqual({ made: expect.any(Number), refused: [] });
  });
});

describe('a page behind a proof’s link', () => {
  it('takes the number that is remembered once the proof is deleted, for which Web may do all that it does', async () => {
    const { as, room, ports } = await openRecordedDelivery();
    const run = await room.addRun({ id: 'a_old', kind: 'alert', newsletter: 'alerts', state: 'held' });
    await storeRecipientCount(ports, proofsKey('a_old'), { count: 123_000, about: true });
    const asked = await as('Web', async () => {
      expect(await readRecipientCount(ports, run)).toEqual({ count: 123_000, about: true });
    });
    expect(asked).toEqual({ made: expect.any(Number), refused: [] });
  });

  it('counts readers where no proof is kept, and takes no other run’s for it', async () => {
    const { room, ports } = await openRecordedDelivery();
    await ports.subscribers.insertMany([aRunSubscriber('one@reader.example')]);
    const run = await room.addRun({ id: 'a_x', kind: 'alert', newsletter: 'alerts', state: 'held' });
    const about = { run: 'a_x-0', readers: '9' };
    await queueNotice(ports, { kind: 'proof', to: 'ed@paper.press', about, key: 'a_x-0-0' });
    expect(await readRecipientCount(ports, run)).toEqual({ count: 1, about: false });
  });
});
