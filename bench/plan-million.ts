/**
 * Measures planning a run of a million on DynamoDB: requests, units and memory. `node bench/plan-million.ts [subscribers]`. Flow and
 * adapters are real; the table is fake (a-large-table.ts), since no engine stores a million in time. Target: under 300 MB, and flat.
 */
import { createLedger } from '../functions/adapters/dynamodb/ledger.ts';
import { createSubscribers } from '../functions/adapters/dynamodb/subscribers.ts';
import type { Batch } from '../functions/domain/ledger/batch.ts';
import { countSpans } from '../functions/domain/ledger/id-ranges.ts';
import type { DeliveryPorts } from '../functions/flows/ledger/delivery-ports.ts';
import { planBatches } from '../functions/flows/ledger/plan.ts';
import { aRun, MORNING } from '../test/support/builders/runs.ts';
import { makeTable } from './support/a-large-table.ts';

const subscribers = Number(process.argv[2] ?? 1_000_000);
const { table, used } = makeTable(subscribers);
const ledger = createLedger(table);
const run = aRun({ spans: countSpans(subscribers) });
await ledger.createRun(run);

/** Megabytes at each tenth of the run. */
const memory: number[] = [];
let planned = 0;
/** The ports that planning needs. */
const ports = {
  clock: () => MORNING,
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
await planBatches(ports, run.id);
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
