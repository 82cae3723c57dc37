/**
 * Measures the units of DynamoDB that a run costs for each subscriber: `DYNAMODB_LOCAL=<folder> node bench/dynamodb-units.ts [readers …]`.
 * The real flows from tick to the last event: two workers, a mailer that accepts at once, a tick each minute, Send events folded into two
 * writes a batch.
 * Targets at 10,000 and more: 1.5 write units and 1.5 read units. Units are AWS's (dynamodb-meter.ts); time is not measured.
 */
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { createDailyCounts } from '../functions/adapters/dynamodb/daily-counts.ts';
import { createLedger } from '../functions/adapters/dynamodb/ledger.ts';
import { createPace } from '../functions/adapters/dynamodb/pace.ts';
import type { Table } from '../functions/adapters/dynamodb/requests.ts';
import { subscriberItem } from '../functions/adapters/dynamodb/subscriber-items.ts';
import { createSubscribers } from '../functions/adapters/dynamodb/subscribers.ts';
import { createSuppressions } from '../functions/adapters/dynamodb/suppressions.ts';
import type { Item } from '../functions/adapters/dynamodb/values.ts';
import type { Feedback } from '../functions/domain/delivery/feedback.ts';
import type { Mailer } from '../functions/domain/delivery/mailer.ts';
import { MINUTE } from '../functions/domain/time/instant.ts';
import { deliver } from '../functions/flows/delivery/deliver.ts';
import { recordFeedback } from '../functions/flows/delivery/feedback.ts';
import type { DeliveryPorts } from '../functions/flows/ledger/delivery-ports.ts';
import { planBatches } from '../functions/flows/ledger/plan.ts';
import { tick } from '../functions/flows/schedule/tick.ts';
import { seedTable } from '../test/support/builders/seed-table.ts';
import { aPublication } from '../test/support/builders/small-publication.ts';
import { aRunSubscriber, openDelivery, subscriberEmail } from '../test/support/hosts/delivery-fixture.ts';
import { type FreshTable, freshTable } from '../test/support/hosts/dynamodb.ts';
import { startDynamodbLocal } from '../test/support/hosts/dynamodb-local.ts';
import { at, edition, entry, MONDAY, newsletter } from '../test/support/hosts/watched-tick.ts';
import { itemBytes, meter, type Units } from './support/dynamodb-meter.ts';

const RUN = 'e_monday';
/** Messages a second, shared by this many workers. */
const RATE = Number(process.env.RATE ?? 200);
const WORKERS = 2;

/** `every`: one in so many subscribers has the newsletter. */
type List = { readers: number; every: number };

const reader = (n: number, every: number) =>
  aRunSubscriber(subscriberEmail(n), {
    name: 'Ada Lovelace-King',
    newsletters: n % every === 0 ? ['brief', 'daily'] : ['daily'],
    topics: n % 3 === 0 ? ['world'] : [],
    consent: { at: MONDAY, source: 'form', form: 'x'.repeat(22), confirmedAt: MONDAY - MINUTE },
  });

const tablesOf = (table: Table) => ({
  ledger: createLedger(table),
  pace: createPace(table),
  subscribers: createSubscribers(table),
  suppressions: createSuppressions(table),
  counts: createDailyCounts(table),
});

/** A mailer that accepts at once, and keeps the positions by batch that SES would report in events. */
function acceptingMailer() {
  const events = new Map<string, number[]>();
  const mailer: Mailer = {
    name: 'ses',
    concurrency: 20,
    async send({ tags }) {
      events.set(tags.batch, [...(events.get(tags.batch) ?? []), Number(tags.pos)]);
      return { kind: 'accepted', id: 'x' };
    },
    quota: async () => ({ perSecond: RATE, perDay: 10_000_000, sentLastDay: 0, sandbox: false }),
    async close() {},
  };
  return { mailer, events };
}

/** The events of a batch arrive in two halves. */
async function recordEvents(ports: DeliveryPorts, events: Map<string, number[]>): Promise<void> {
  const halves = [...events].map(([id, positions]) => {
    const half = Math.ceil(positions.length / 2);
    return [positions.slice(0, half), positions.slice(half)].map((some) => some.map((p) => sentEvent(id, p)));
  });
  for (const half of [0, 1])
    await recordFeedback(
      ports,
      halves.flatMap((both) => both[half]!),
    );
  events.clear();
}

const sentEvent = (id: string, position: number): Feedback => ({
  ...{ ref: { run: RUN, id }, position, kind: 'accepted' },
  ...{ bar: false, policy: false, reason: '' },
});

/** Virtual time for many sleepers: time passes when no caller waits for the database, and then until the first sleeper wakes. */
function sleepTogether(client: FreshTable['client'], store: { now: number }) {
  const sleepers = new Map<() => void, number>();
  let asked = 0;
  client.middlewareStack.add((next) => async (args) => {
    asked++;
    try {
      return await next(args);
    } finally {
      asked--;
    }
  });
  setInterval(() => {
    if (asked > 0 || sleepers.size === 0) return;
    store.now = Math.max(store.now, Math.min(...sleepers.values()));
    for (const [wake, until] of sleepers)
      if (until <= store.now) {
        sleepers.delete(wake);
        wake();
      }
  }, 1).unref();
  return (milliseconds: number) =>
    new Promise<void>((wake) => void sleepers.set(wake, store.now + milliseconds));
}

/** A delivery fixture with its tables in DynamoDB, and workers with adapters of their own. */
function open({ table, client }: FreshTable, mailer: Mailer) {
  const newsletters = [newsletter('brief')];
  const store = {
    now: at('08:00') - MINUTE,
    publication: aPublication({ newsletters }),
    entries: [entry('harbour', MONDAY)],
    editions: [edition()],
  };
  const room = openDelivery({ store, mailer, tables: tablesOf(table), settings: { lease: MINUTE } });
  room.ports.sleep = sleepTogether(client, room.store);
  const workers = Array.from({ length: WORKERS }, () => ({ ...room.ports, ...tablesOf(table) }));
  return { room, workers };
}

/** One engine on a busy machine needs more time for thirty requests at once. */
const ENGINE_OPTIONS = { requestHandler: { requestTimeout: 120_000 } };

async function measure(url: string, list: List) {
  const fresh = await freshTable(url, ENGINE_OPTIONS);
  await seedTable(fresh.client, fresh.name, list.readers, (n) => reader(n, list.every));
  const { mailer, events } = acceptingMailer();
  const { room, workers } = open(fresh, mailer);
  await tick(room.ports);
  const counted = meter(fresh.client);
  const phases: Record<string, Units> = {};
  const did = (phase: string) => {
    const used = counted.look();
    const sum = phases[phase] ?? { read: 0, write: 0, requests: 0 };
    for (const unit of ['read', 'write', 'requests'] as const) sum[unit] += used[unit];
    phases[phase] = sum;
  };

  room.store.now = at('08:00');
  await tick(room.ports);
  did('start');
  await planBatches(workers[0]!, RUN);
  did('plan');
  while ((await room.ports.ledger.run(RUN))?.state === 'sending') {
    const turn = room.store.now + MINUTE;
    await Promise.all(workers.map((ports) => deliver(ports, RUN, turn)));
    did('deliver');
    await recordEvents(room.ports, events);
    did('feedback');
    await tick(room.ports);
    did('ticks');
  }
  const { accepted } = await room.ports.ledger.counts(RUN);
  const minutes = (room.store.now - at('08:00')) / MINUTE;
  room.close();
  fresh.close();
  return { accepted, minutes, phases };
}

function report(
  { readers, every }: List,
  { accepted, minutes, phases }: Awaited<ReturnType<typeof measure>>,
) {
  const per = (n: number) => Number((n / accepted).toFixed(3));
  const all = Object.values(phases);
  const total = (unit: keyof Units) => per(all.reduce((sum, units) => sum + units[unit], 0));
  console.log(
    `\n${readers} subscribers, ${accepted} of them readers (one in ${every}), ${minutes.toFixed(1)} minutes`,
  );
  console.table(
    Object.fromEntries([
      ...Object.entries(phases).map(([phase, { write, read, requests }]) => [
        phase,
        { write: per(write), read: per(read), requests: per(requests) },
      ]),
      ['a reader, in all', { write: total('write'), read: total('read'), requests: total('requests') }],
    ]),
  );
  if (readers >= 10_000 && every === 1 && (total('write') > 1.5 || total('read') > 1.5)) process.exitCode = 1;
}

/** Verifies that the meter counts as AWS's documentation says: at the borders of a unit, for every kind of stored value. */
async function verify(url: string): Promise<void> {
  const { client, name, close } = await freshTable(url);
  const base: Item = {
    ...subscriberItem(reader(1, 1)),
    set: { NS: ['0', '9', '10', '49'] },
    time: { N: '1795503600000' },
    flag: { BOOL: true },
  };
  for (const [bytes, write, read] of [
    [1024, 1, 1],
    [1025, 2, 1],
    [4096, 4, 1],
    [4097, 5, 2],
  ] as const) {
    const Item = { ...base, pad: { B: new Uint8Array(bytes - itemBytes(base) - 'pad'.length) } };
    const about = { TableName: name, ReturnConsumedCapacity: 'TOTAL' } as const;
    const put = await client.send(new PutItemCommand({ ...about, Item }));
    const Key = { pk: base.pk!, sk: base.sk! };
    const got = await client.send(new GetItemCommand({ ...about, Key, ConsistentRead: true }));
    const told = [put, got].map((answer) => answer.ConsumedCapacity?.CapacityUnits);
    console.log(`${bytes} bytes: ${told[0]} write, ${told[1]} read (AWS: ${write}, ${read})`);
    if (told[0] !== write || told[1] !== read) throw new Error('DynamoDB Local counts otherwise.');
  }
  close();
}

const asked = process.argv.slice(2).map(Number);
const lists: List[] = (asked.length > 0 ? asked : [200, 10_000]).map((readers) => ({ readers, every: 1 }));
if (asked.length === 0) lists.push({ readers: 10_000, every: 4 });
const engine = await startDynamodbLocal();
try {
  await verify(engine.url);
  console.log(`A subscriber is ${itemBytes(subscriberItem(reader(1, 1)))} bytes.`);
  for (const list of lists) report(list, await measure(engine.url, list));
} finally {
  await engine[Symbol.asyncDispose]();
}
