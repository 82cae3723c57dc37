import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Batch } from '../../../functions/domain/ledger/batch.ts';
import { ERASED_ID } from '../../../functions/domain/ledger/erased-recipient.ts';
import type { Run } from '../../../functions/domain/ledger/run.ts';
import { MINUTE } from '../../../functions/domain/time/instant.ts';
import { createDelivery } from '../../../functions/flows/delivery/delivery-loop.ts';
import { resumeRun } from '../../../functions/flows/runs/control.ts';
import { tick } from '../../../functions/flows/schedule/tick.ts';
import { rounds } from '../../support/builders/rounds.ts';
import { aRunSubscriber } from '../../support/hosts/delivery-fixture.ts';
import { deeds } from './delivery-deeds.ts';
import { type Copy, openWorld, type World } from './delivery-world.ts';

/** Nothing goes wrong any more, an operator resumes what is held or paused, and time passes. */
async function calm(world: World): Promise<void> {
  const { room, mood } = world;
  mood.is = 'well';
  for (let minute = 0; minute < 90; minute++) {
    await tick(room.ports);
    await world.promise();
    const waiting = await room.ports.ledger.runs({ states: ['held', 'paused'], limit: 1000 });
    if (minute % 20 === 0)
      for (const { id } of waiting)
        await resumeRun(room.ports, id, { current: false }).catch(() =>
          resumeRun(room.ports, id, { current: true }),
        );
    await createDelivery(room.ports).work();
    room.store.now += MINUTE;
  }
}

async function expectHonest(world: World): Promise<void> {
  expect(world.broken).toEqual([]);
  for (const run of await world.room.ports.ledger.runs({ limit: 1000 })) {
    expect([run.id, ['done', 'cancelled', 'missed', 'empty']]).toEqual([
      run.id,
      expect.arrayContaining([run.state]),
    ]);
    const copies = world.copies.filter((copy) => copy.run === run.id);
    const batches = await world.room.ports.ledger.batches({ run: run.id, after: '', limit: 1000 });
    for (const batch of batches) expectPositions(batch, copies);
    if (run.state === 'done') expectKept(world, run, batches);
    // A batch of a cancelled run that nobody worked on may have been written beside an erasure.
    if (run.state === 'done')
      expect(batches.flatMap(({ members }) => members.filter((id) => world.erased.has(id)))).toEqual([]);
  }
}

/** One copy each; two where the ledger says `again`; and the ledger says what the carrier has. */
function expectPositions(batch: Batch, copies: readonly Copy[]): void {
  const { outcomes, again, started, members } = batch;
  const mine = Map.groupBy(
    copies.filter((copy) => copy.batch === batch.id),
    ({ position }) => position,
  );
  for (const position of members.keys()) {
    const got = mine.get(position)?.length ?? 0;
    const where = `${batch.run} ${batch.id} ${position}`;
    expect([where, got <= (again.has(position) ? 2 : 1)]).toEqual([where, true]);
    if (outcomes.accepted.has(position)) expect([where, got > 0]).toEqual([where, true]);
    if (got > 0) expect([where, started.has(position)]).toEqual([where, true]);
    if (outcomes.departed.has(position)) expect([where, got]).toEqual([where, 0]);
  }
}

/** Whoever was a reader at the cut-off, and always since, got one, unless the ledger says it is unknown or was refused. */
function expectKept({ promised, copies }: World, run: Run, batches: readonly Batch[]): void {
  const { audience, wavered } = promised.get(run.id)!;
  const first = batches.filter(({ pass }) => pass === 1);
  const all = first.flatMap((batch) => batch.members.map((id, position) => ({ id, batch, position })));
  const places = all.filter(({ id }) => id !== ERASED_ID);
  const byId = new Map(places.map((place) => [place.id, place]));
  expect(byId.size).toBe(places.length);
  const got = new Set(copies.filter((copy) => copy.run === run.id).map(({ to }) => to));
  for (const email of audience) {
    if (wavered.has(email) || got.has(email)) continue;
    const place = byId.get(aRunSubscriber(email).id);
    const { unknown, rejected } = place?.batch.outcomes ?? {};
    const isSaid = unknown?.has(place!.position) || rejected?.has(place!.position);
    expect([run.id, email, isSaid]).toEqual([run.id, email, true]);
  }
}

const carriers = fc.record({
  policy: fc.constantFrom('resend' as const, 'skip' as const),
  proves: fc.boolean(),
});

it('whatever is done, in whatever order, and whatever fails at whatever call, each letter keeps its promise', async () => {
  const size = { maxCommands: 30, size: '+1' } as const;
  const property = fc.asyncProperty(carriers, fc.commands(deeds, size), async (carrier, all) => {
    const world = openWorld(carrier);
    try {
      await world.join(65);
      await tick(world.room.ports);
      world.addEdition();
      await fc.asyncModelRun(() => ({ model: {}, real: world }), all);
      await calm(world);
      await expectHonest(world);
    } finally {
      world.room.close();
    }
  });
  await fc.assert(property, rounds(10, 80));
}, 1_800_000);
