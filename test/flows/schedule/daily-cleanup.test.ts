import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY } from '../../../functions/domain/time/instant.ts';
import { deliverNotices, queueNotice } from '../../../functions/flows/delivery/notices.ts';
import { freezeLetter } from '../../../functions/flows/letters/frozen-letters.ts';
import { tick } from '../../../functions/flows/schedule/tick.ts';
import { aLetter } from '../../support/builders/letters.ts';
import { MORNING } from '../../support/builders/runs.ts';
import { aRunSubscriber, type DeliveryFixture, openDelivery } from '../../support/hosts/delivery-fixture.ts';

let room: DeliveryFixture;
beforeEach(() => {
  room = openDelivery();
});
afterEach(() => room.close());

describe('housekeeping', () => {
  it('forgets, after thirty days and once a day, sign-ups never confirmed and notices long done', async () => {
    const consent = { at: MORNING, source: 'form', form: '', confirmedAt: undefined };
    await room.ports.subscribers.put(aRunSubscriber('ada@reader.example', { status: 'pending', consent }));
    const letter = await freezeLetter(room.ports.blobs, aLetter({ kind: 'notice' }));
    await queueNotice(room.ports, { kind: 'test', to: 'ed@paper.example', letter, about: {} });
    await deliverNotices(room.ports);
    const left = async () => [
      (await room.ports.subscribers.countByStatus()).pending,
      (await room.ports.ledger.counts('notices')).batches,
    ];
    for (const day of [0, 29.5, 30.2]) {
      room.store.now = MORNING + day * DAY;
      await tick(room.ports);
      expect(await left()).toEqual([1, 1]);
    }
    room.store.now = MORNING + 30.6 * DAY;
    await tick(room.ports);
    expect(await left()).toEqual([0, 0]);
  });

  it('sweeps the store once a day, and tells once a day of a sweep that failed', async () => {
    let swept = 0;
    const sweep = async () => {
      swept++;
      throw new Error('The disk is full.');
    };
    for (const day of [0, 0.1, 0.9]) {
      room.store.now = MORNING + (100 + day) * DAY;
      const ticked = tick({ ...room.ports, sweep });
      if (day === 0) await expect(ticked).rejects.toThrow('The disk is full.');
      else await ticked;
    }
    expect(swept).toBe(1);
  });
});
