import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../functions/domain/time/instant.ts';
import { createDelivery } from '../../functions/flows/delivery/delivery-loop.ts';
import { rounds } from '../support/builders/rounds.ts';
import { ok } from '../support/fakes/faulty-mailer.ts';
import { faultyRun } from '../support/fakes/faulty-run.ts';
import { type DeliveryFixture, openDelivery } from '../support/hosts/delivery-fixture.ts';

describe('whenever the clock is set, back and forth, in the middle of anything', () => {
  const jump = fc.record({
    atCall: fc.integer({ min: 1, max: 400 }),
    by: fc.constantFrom(-DAY, -HOUR, -20 * MINUTE, -MINUTE, MINUTE, HOUR, DAY),
  });
  const scene = fc.record({
    readers: fc.integer({ min: 1, max: 130 }),
    jumps: fc.uniqueArray(jump, { minLength: 1, maxLength: 6, selector: ({ atCall }) => atCall }),
  });

  /** The clock is set right before it is read for the nth time. */
  function withJumps(room: DeliveryFixture, jumps: readonly { atCall: number; by: number }[]) {
    const due = new Map(jumps.map(({ atCall, by }) => [atCall, by]));
    let calls = 0;
    const clock = () => {
      room.store.now += due.get(++calls) ?? 0;
      return room.store.now;
    };
    return { ...room.ports, clock };
  }

  it('everybody gets one copy, and the run ends', async () => {
    const property = fc.asyncProperty(scene, async ({ readers, jumps }) => {
      const room = openDelivery();
      const ports = withJumps(room, jumps);
      try {
        await room.addSubscribers(readers);
        await room.addRun({ spans: 2 });
        const delivery = createDelivery(ports);
        for (let n = 0; n < 45; n++) {
          await delivery.work();
          room.store.now += MINUTE;
        }
        expect([...(await room.copies()).values()]).toEqual(Array(readers).fill(1));
        expect(await room.ports.ledger.run('e_monday')).toMatchObject({ state: 'done' });
      } finally {
        room.close();
      }
    });
    await fc.assert(property, rounds(40, 300));
  });

  it('by a mailer that proves nothing, nobody gets more than one, and who got none is called unknown', async () => {
    const property = fc.asyncProperty(scene, async ({ readers, jumps }) => {
      const faulty = await faultyRun(readers, ok, { unknowns: 'skip' });
      try {
        const ports = withJumps(faulty.room, jumps);
        for (let n = 0; n < 45; n++) {
          await createDelivery(ports).work();
          faulty.room.store.now += MINUTE;
        }
        const { accepted, unknown, open } = await faulty.standing();
        expect(new Set(faulty.mailer.accepted.map(({ to }) => to)).size).toBe(faulty.mailer.accepted.length);
        expect([accepted + unknown, open]).toEqual([readers, 0]);
        expect(faulty.mailer.accepted.length).toBeGreaterThanOrEqual(accepted);
      } finally {
        faulty.room.close();
      }
    });
    await fc.assert(property, rounds(40, 300));
  });
});
