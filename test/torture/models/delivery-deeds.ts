/** What may be done to a world that delivers: by its carrier and its processes, its readers, its operator and time. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Run } from '../../../functions/domain/ledger/run.ts';
import { slotAfter } from '../../../functions/domain/publication/schedule.ts';
import { HOUR, type Instant, MINUTE, SECOND } from '../../../functions/domain/time/instant.ts';
import { createDelivery } from '../../../functions/flows/delivery/delivery-loop.ts';
import type { DeliveryPorts } from '../../../functions/flows/ledger/delivery-ports.ts';
import { cancelRun, pauseRun, resumeRun } from '../../../functions/flows/runs/control.ts';
import { sendAgain } from '../../../functions/flows/runs/send.ts';
import { tick } from '../../../functions/flows/schedule/tick.ts';
import { subscriberEmail } from '../../support/hosts/delivery-fixture.ts';
import { entry } from '../../support/hosts/watched-tick.ts';
import type { Mood, World } from './delivery-world.ts';
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
      (await pauseRun(room.ports, run, 'Lunch.')).id,
  cancel:
    ({ room }: World) =>
    async (run: string) =>
      (await cancelRun(room.ports, run, 'Wrong.')).id,
  'reader 7 leaves': (world: World) => async () => {
    await world.change(7, (s) => ({ ...s, status: 'unsubscribed' }), { is: 'gone' });
    return subscriberEmail(7);
  },
  'reader 8 is erased': (world: World) => async () => {
    await world.erase(8, world.room.ports);
    return subscriberEmail(8);
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

export const deeds: fc.Arbitrary<Command>[] = [
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
  // Said again, what was cut short is finished.
  fc.record({ n: fc.nat(200), f: arbitraryFault(40) }).map(({ n, f }) =>
    command(`reader ${n} is erased${faultText(f)}`, async (world) => {
      await live(world, f, (ports) => world.erase(n, ports));
      await world.erase(n, world.room.ports);
    }),
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
  saying('pause run', (ports, run) => pauseRun(ports, run.id, 'Lunch.')),
  saying('resume run', (ports, run) => resumeRun(ports, run.id, { current: false })),
  saying('resume with today’s text run', (ports, run) => resumeRun(ports, run.id, { current: true })),
  saying('cancel run', (ports, run) => cancelRun(ports, run.id, 'Wrong.')),
  saying('send once more to unknown of run', (ports, run) => sendAgain(ports, run.id, 'unknown')),
  saying('send once more to the first of run', (ports, run) =>
    sendAgain(ports, run.id, { address: 'reader-0@reader.example' }),
  ),
];
