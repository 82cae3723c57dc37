/**
 * Planning a run of a million on DynamoDB: requests, units and memory. `node bench/plan-million.ts [subscribers]`. Flow and adapters are
 * the real ones; the table under them is made up as it is read (no engine holds a million for us in time): subscribers are reckoned
 * from their place, batches are counted and forgotten. Target: under 300 MB, and flat.
 */
import { createLedger } from '../functions/adapters/dynamodb/ledger.ts';
import type { Page, Table } from '../functions/adapters/dynamodb/requests.ts';
import { createSubscribers } from '../functions/adapters/dynamodb/subscribers.ts';
import type { Item, Key } from '../functions/adapters/dynamodb/values.ts';
import type { Batch } from '../functions/domain/batch.ts';
import { ALPHABET, spansFor } from '../functions/domain/spans.ts';
import type { DeliveryPorts } from '../functions/flows/delivery-ports.ts';
import { plan } from '../functions/flows/plan.ts';
import { aRun, NOW } from '../test/support/runs.ts';
import { itemBytes } from './dynamodb-meter.ts';

const subscribers = Number(process.argv[2] ?? 1_000_000);
/** As bench/dynamodb-units.ts has them. */
const SUBSCRIBER_BYTES = 152;
const PLACES = 4;
const SPACE = ALPHABET.length ** PLACES;
const REST = 'x'.repeat(22 - PLACES);

/** Evenly spread, in order. */
const idAt = (n: number): string => {
  let rest = Math.floor((n * SPACE) / subscribers);
  let head = '';
  for (let i = 0; i < PLACES; i++) {
    head = ALPHABET[rest % ALPHABET.length]! + head;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return head + REST;
};

/** The first that is not before an id, or a beginning of one. */
function placeOf(id: string): number {
  let [low, high] = [0, subscribers];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (idAt(middle) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

const used = { requests: 0, read: 0, write: 0 };
const kept = new Map<string, Item>();
const nameOf = ({ pk, sk }: Key): string => `${pk}/${sk}`;

function page(pk: string, [low, high]: readonly [string, string], limit: number): Page {
  const first = pk.slice('S#'.length);
  const from = placeOf(low > first ? low : first);
  const items: Item[] = [];
  for (let n = from; n < subscribers && items.length < limit; n++) {
    const id = idAt(n);
    if (id > high || !id.startsWith(first)) break;
    items.push({ sk: { S: id } });
  }
  used.read += Math.max(1, Math.ceil((items.length * SUBSCRIBER_BYTES) / 4096));
  const last = items.length === limit ? items.at(-1) : undefined;
  return { items, seen: items.length, next: last };
}

const table: Table = {
  async get(key) {
    used.requests++;
    used.read++;
    return kept.get(nameOf(key));
  },
  async page(range) {
    used.requests++;
    if (range.pk.startsWith('S#')) return page(range.pk, range.between!, range.limit!);
    used.read++;
    const items = [...kept].flatMap(([name, item]) => (name.startsWith(`${range.pk}/`) ? [item] : []));
    return { items, seen: items.length, next: undefined };
  },
  async *pages(range) {
    yield (await table.page(range)).items;
  },
  async put(item) {
    used.requests++;
    used.write += Math.ceil(itemBytes(item) / 1024);
    const [pk, sk] = [item.pk!.S!, item.sk!.S!];
    if (!/^[BO]#/.test(pk)) kept.set(nameOf({ pk, sk }), item);
    return { done: true, item };
  },
  update: () => Promise.reject(new Error('Planning updates nothing.')),
  remove: () => Promise.reject(new Error('Planning removes nothing.')),
  getMany: () => Promise.reject(new Error('Planning reads nobody.')),
};

const ledger = createLedger(table);
const run = aRun({ spans: spansFor(subscribers) });
await ledger.createRun(run);

/** Megabytes at each tenth of the way. */
const memory: number[] = [];
let planned = 0;
/** What planning takes. */
const ports = {
  clock: () => NOW,
  stop: () => false,
  sleep: () => new Promise<void>((resolve) => setImmediate(resolve)),
  doorbell: { ring() {} },
  settings: { planWait: 0 },
  ledger: {
    ...ledger,
    async createBatch(batch: Batch) {
      planned += batch.members.length;
      if (planned >= ((memory.length + 1) * subscribers) / 10) memory.push(process.memoryUsage.rss() / 1e6);
      return ledger.createBatch(batch);
    },
  },
  subscribers: createSubscribers(table),
} as unknown as DeliveryPorts;
const begun = performance.now();
await plan(ports, run.id);
const seconds = (performance.now() - begun) / 1000;

const peak = Math.max(...memory);
console.log({
  subscribers,
  planned,
  spans: run.spans,
  seconds: Number(seconds.toFixed(1)),
  ...used,
  requestsAReader: Number((used.requests / planned).toFixed(3)),
  megabytes: memory.map(Math.round),
});
if (planned !== subscribers || peak > 300) process.exitCode = 1;
