import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeSlot } from '../../../functions/flows/delivery/take-slot.ts';
import { MORNING } from '../../support/builders/runs.ts';
import { faultyMailer, ok } from '../../support/fakes/faulty-mailer.ts';
import { type DeliveryFixture, openDelivery } from '../../support/hosts/delivery-fixture.ts';

let room: DeliveryFixture;
beforeEach(() => {
  room = openDelivery({ mailer: faultyMailer(ok, { quota: { perSecond: 0.07 } }) });
});
afterEach(() => room.close());

const take = async (wanted: number) =>
  takeSlot(room.ports, 'letters', (await room.ports.publication()).sending, wanted);

describe('a slot that nobody would wait for', () => {
  it('is told in whole milliseconds, and not taken; a hundredth of the rate is spared', async () => {
    expect(await take(1)).toMatchObject({ kind: 'go', size: 1 });
    for (const _ of [1, 2]) expect(await take(1)).toEqual({ kind: 'later', at: MORNING + 14_431 });
  });
});
