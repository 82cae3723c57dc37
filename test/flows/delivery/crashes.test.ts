import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../functions/domain/time/instant.ts';
import { deliver } from '../../../functions/flows/delivery/deliver.ts';
import type { DeliveryPorts } from '../../../functions/flows/ledger/delivery-ports.ts';
import { planBatches } from '../../../functions/flows/ledger/plan.ts';
import { createCrashingPorts, type Death } from '../../support/fakes/crashing.ts';
import { faultyMailer, ok } from '../../support/fakes/faulty-mailer.ts';
import { type DeliveryFixture, openDelivery } from '../../support/hosts/delivery-fixture.ts';

const death = fc.record({ afterCalls: fc.integer({ min: 1, max: 120 }), tookEffect: fc.boolean() });
/** Processes that die one after another, sometimes two beside each other. */
const lives = fc.array(
  fc.record({
    deaths: fc.array(death, { minLength: 1, maxLength: 2 }),
    minutes: fc.integer({ min: 0, max: 3 }),
  }),
  { maxLength: 5 },
);
const readers = fc.integer({ min: 0, max: 130 });

async function live(ports: DeliveryPorts): Promise<void> {
  await planBatches(ports, 'e_monday');
  await deliver(ports, 'e_monday');
}

async function throughCrashes(
  room: DeliveryFixture,
  all: readonly { deaths: readonly Death[]; minutes: number }[],
) {
  for (const { deaths, minutes } of all) {
    await Promise.allSettled(deaths.map((one) => live(createCrashingPorts(room.ports, one))));
    // What was handed over reaches its end before minutes pass, as it does in truth.
    await new Promise((resolve) => setImmediate(resolve));
    room.store.now += minutes * MINUTE;
  }
  for (let i = 0; i < 20; i++) {
    await live(room.ports);
    room.store.now += MINUTE;
  }
}

const finished = async (room: DeliveryFixture) => ({
  state: (await room.ports.ledger.run('e_monday'))?.state,
  ...(await room.ports.ledger.counts('e_monday')),
});

describe('whatever call a process dies at', () => {
  it('to the outbox, everybody gets exactly one copy', async () => {
    await fc.assert(
      fc.asyncProperty(readers, lives, async (count, all) => {
        const room = openDelivery();
        try {
          await room.addSubscribers(count);
          await room.addRun({ spans: 2 });
          await throughCrashes(room, all);
          expect([...(await room.copies()).values()]).toEqual(Array(count).fill(1));
          expect(await finished(room)).toMatchObject({ state: 'done', accepted: count, unknown: 0, open: 0 });
        } finally {
          room.close();
        }
      }),
      { numRuns: 60 },
    );
  });

  it('without evidence, nobody gets more than two, two only when marked, and none only when unknown', async () => {
    const policy = fc.constantFrom('resend' as const, 'skip' as const);
    await fc.assert(
      fc.asyncProperty(readers, lives, policy, async (count, all, unknowns) => {
        const mailer = faultyMailer(ok);
        const room = openDelivery({ mailer, settings: { unknowns } });
        try {
          await room.addSubscribers(count);
          await room.addRun();
          await throughCrashes(room, all);
          await expectHonest(room, mailer.accepted, unknowns);
        } finally {
          room.close();
        }
      }),
      { numRuns: 60 },
    );
  });
});

async function expectHonest(
  room: DeliveryFixture,
  accepted: readonly { batch: string; pos: number }[],
  unknowns: string,
) {
  const copies = Map.groupBy(accepted, ({ batch, pos }) => `${batch} ${pos}`);
  for (const batch of await room.ports.ledger.batches({ run: 'e_monday', after: '', limit: 100 })) {
    for (const [position] of batch.members.entries()) {
      const got = copies.get(`${batch.id} ${position}`)?.length ?? 0;
      const marked = batch.again.has(position);
      expect(got).toBeLessThanOrEqual(marked ? 2 : 1);
      if (unknowns === 'skip') expect(marked).toBe(false);
      if (got === 0) expect(batch.outcomes.unknown.has(position)).toBe(true);
      if (batch.outcomes.accepted.has(position)) expect(got).toBeGreaterThan(0);
    }
  }
  expect(await finished(room)).toMatchObject({ state: 'done', open: 0 });
}

describe('two planners at once', () => {
  it('write one chain, even when they read different pages', async () => {
    const room = openDelivery();
    try {
      await room.addSubscribers(170);
      await room.addRun({ spans: 2 });
      const { candidates } = room.ports.subscribers;
      // An index that is behind misses some, now and then.
      let asked = 0;
      const behind = {
        ...room.ports.subscribers,
        candidates: async (query: Parameters<typeof candidates>[0]) =>
          (await candidates({ ...query, limit: query.limit + 5 }))
            .filter((_, i) => asked++ % 2 === 0 || i % 9 !== 4)
            .slice(0, query.limit),
      };
      await Promise.all([
        planBatches({ ...room.ports, subscribers: behind }, 'e_monday'),
        planBatches(room.ports, 'e_monday'),
        planBatches({ ...room.ports, subscribers: behind }, 'e_monday'),
      ]);
      const members = (await room.ports.ledger.batches({ run: 'e_monday', after: '', limit: 99 })).flatMap(
        (batch) => batch.members,
      );
      expect(new Set(members).size).toBe(members.length);
      expect((await room.ports.ledger.counts('e_monday')).planned).toBe(true);
    } finally {
      room.close();
    }
  });
});

describe('two workers at once', () => {
  it('share a run without sharing a message', async () => {
    const room = openDelivery();
    try {
      await room.addSubscribers(400);
      await room.addRun();
      await planBatches(room.ports, 'e_monday');
      await Promise.all([
        deliver(room.ports, 'e_monday'),
        deliver(room.ports, 'e_monday'),
        deliver(room.ports, 'e_monday'),
      ]);
      expect([...(await room.copies()).values()]).toEqual(Array(400).fill(1));
      expect(await finished(room)).toMatchObject({ state: 'done', again: 0 });
    } finally {
      room.close();
    }
  });
});
