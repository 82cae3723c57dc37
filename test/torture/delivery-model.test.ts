import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Batch } from '../../functions/domain/batch.ts';
import { HOUR, type Instant, MINUTE, SECOND } from '../../functions/domain/instant.ts';
import type { Run } from '../../functions/domain/run.ts';
import { slotAfter } from '../../functions/domain/schedule.ts';
import { cancel, pause, resume } from '../../functions/flows/control.ts';
import { createDelivery } from '../../functions/flows/delivery.ts';
import type { DeliveryPorts } from '../../functions/flows/delivery-ports.ts';
import { sendAgain } from '../../functions/flows/send.ts';
import { tick } from '../../functions/flows/tick.ts';
import { aReader, readerEmail } from '../support/newsroom.ts';
import { rounds } from '../support/rounds.ts';
import { entry } from '../support/watched-tick.ts';
import { type Copy, type Mood, openWorld, type World } from './delivery-world.ts';
import { arbitraryFault, type Fault, faultText, withFault } from './faulty-ports.ts';

/** Everything a delivering process asks of the world. */
const PORTS = [
  'ledger',
  'pace',
  'mailer',
  'subscribers',
  'suppressions',
  'blobs',
  'views',
  'counts',
] as const;
/** A mailer never throws; what took effect or not is not known. */
const UNKNOWN = { 'mailer.send': { kind: 'unknown', reason: 'connection lost' } };

type Work = (ports: DeliveryPorts) => Promise<unknown>;

/** One process does it, up to its fault; the next command finds what it left. */
async function live({ room, copies }: World, fault: Fault | undefined, work: Work): Promise<void> {
  const process = withFault(room.ports, PORTS, fault, UNKNOWN);
  const sleep = async (milliseconds: number) =>
    process.crashed() ? undefined : room.ports.sleep(milliseconds);
  const before = copies.length;
  await work({ ...process.ports, sleep, stop: process.crashed }).catch(() => {});
  // What was handed over reaches its end.
  await new Promise((resolve) => setImmediate(resolve));
  expect(copies.length).toBeGreaterThanOrEqual(before);
}

type Command = fc.AsyncCommand<object, World>;
const command = (name: string, run: (world: World) => Promise<unknown>): Command => ({
  check: () => true,
  toString: () => name,
  async run(_, world) {
    await run(world);
    await world.promise();
    expect(world.broken).toEqual([]);
  },
});

const MOODS: readonly Mood[] = [
  ...(['well', 'dawdles', 'throttles', 'loses answers', 'loses mail'] as const),
  ...(['defers', 'refuses', 'is closed'] as const),
];

/** What an operator or a reader does while letters go. */
const MEANWHILE = {
  pause:
    ({ room }: World) =>
    async (run: string) =>
      (await pause(room.ports, run, 'Lunch.')).id,
  cancel:
    ({ room }: World) =>
    async (run: string) =>
      (await cancel(room.ports, run, 'Wrong.')).id,
  'reader 7 leaves': (world: World) => async () => {
    await world.change(7, (s) => ({ ...s, status: 'unsubscribed' }), { is: 'gone' });
    return readerEmail(7);
  },
} as const;

const spell = fc
  .record({
    mood: fc.constantFrom(...MOODS),
    minutes: fc.array(fc.array(arbitraryFault(150), { minLength: 1, maxLength: 2 }), {
      minLength: 1,
      maxLength: 4,
    }),
    meanwhile: fc.option(
      fc.record({
        after: fc.integer({ min: 1, max: 70 }),
        what: fc.constantFrom(...(Object.keys(MEANWHILE) as (keyof typeof MEANWHILE)[])),
      }),
      { freq: 2, nil: undefined },
    ),
  })
  .map(({ mood, minutes, meanwhile }) => {
    const faults = minutes.map((all) => `(${all.map(faultText).join(' and')})`).join(' ');
    const said = meanwhile ? `, and after ${meanwhile.after} messages: ${meanwhile.what}` : '';
    return command(`the carrier ${mood} for ${faults} minutes${said}`, async (world) => {
      const { mood: carrier, room } = world;
      const interrupting = meanwhile && { ...meanwhile, work: MEANWHILE[meanwhile.what](world) };
      Object.assign(carrier, { is: mood, meanwhile: interrupting });
      for (const processes of minutes) {
        await Promise.all(processes.map((fault) => live(world, fault, tick)));
        await world.promise();
        await Promise.all(processes.map((fault) => live(world, fault, deliverOnce)));
        room.store.now += MINUTE;
      }
      carrier.meanwhile = undefined;
    });
  });

const deliverOnce: Work = (ports) => createDelivery(ports).work();

/** What an operator says about some run; refused where its state does not allow it. */
const saying = (name: string, work: (ports: DeliveryPorts, run: Run, world: World) => Promise<unknown>) =>
  fc.record({ n: fc.nat(20), f: arbitraryFault(8) }).map(({ n, f }) =>
    command(`${name} ${n}${faultText(f)}`, async (world) => {
      const run = await world.anyRun(n);
      if (run) await live(world, f, (ports) => work(ports, run, world));
    }),
  );

const passing = (name: string, to: (now: Instant) => Instant) =>
  command(name, async ({ room }) => {
    room.store.now = to(room.store.now);
  });

const commands: fc.Arbitrary<Command>[] = [
  spell,
  spell,
  spell,
  spell,
  spell,
  fc.integer({ min: 1, max: 40 }).map((count) => command(`${count} join`, (world) => world.join(count))),
  fc
    .nat(200)
    .map((n) =>
      command(`reader ${n} leaves`, ({ change }) =>
        change(n, (s) => ({ ...s, status: 'unsubscribed' }), { is: 'gone' }),
      ),
    ),
  fc.nat(200).map((n) =>
    command(`reader ${n} pauses for an hour`, ({ change, room }) =>
      change(n, (s) => ({ ...s, pausedUntil: room.store.now + HOUR }), {
        pausedUntil: room.store.now + HOUR,
      }),
    ),
  ),
  fc.constant(
    command('an edition is written', async (world) => {
      world.addEdition();
    }),
  ),
  fc
    .constantFrom(SECOND, 20 * SECOND, MINUTE, 5 * MINUTE)
    .map((time) => passing(`${time / SECOND} seconds pass`, (now) => now + time)),
  fc.constant(
    command('the morning of the next digest comes', async ({ room }) => {
      const { schedule } = room.store.publication.newsletters.find((n) => n.kind === 'digest')!;
      const at = slotAfter(schedule!, room.store.publication.timezone, room.store.now);
      room.store.entries.push(entry(`news-${at / MINUTE}`, at - HOUR));
      room.store.now = at;
    }),
  ),
  saying('pause run', (ports, run) => pause(ports, run.id, 'Lunch.')),
  saying('resume run', (ports, run) => resume(ports, run.id, { current: false })),
  saying('resume with today’s text run', (ports, run) => resume(ports, run.id, { current: true })),
  saying('cancel run', (ports, run) => cancel(ports, run.id, 'Wrong.')),
  saying('send once more to unknown of run', (ports, run) => sendAgain(ports, run.id, 'unknown')),
  saying('send once more to the first of run', (ports, run) =>
    sendAgain(ports, run.id, { address: 'reader-0@reader.example' }),
  ),
];

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
        await resume(room.ports, id, { current: false }).catch(() =>
          resume(room.ports, id, { current: true }),
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
  const places = first.flatMap((batch) => batch.members.map((id, position) => ({ id, batch, position })));
  const byId = new Map(places.map((place) => [place.id, place]));
  expect(byId.size).toBe(places.length);
  const got = new Set(copies.filter((copy) => copy.run === run.id).map(({ to }) => to));
  for (const email of audience) {
    if (wavered.has(email) || got.has(email)) continue;
    const place = byId.get(aReader(email).id);
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
  const property = fc.asyncProperty(carriers, fc.commands(commands, size), async (carrier, all) => {
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
