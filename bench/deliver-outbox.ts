/** How fast a run goes to the outbox, ledger and all: `node bench/deliver-outbox.ts [readers]`. One thread. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { openOutboxFile } from '../functions/adapters/outbox/database.ts';
import { createOutboxMailer } from '../functions/adapters/outbox/mailer.ts';
import { createDailyCounts } from '../functions/adapters/sqlite/daily-counts.ts';
import { openDatabase } from '../functions/adapters/sqlite/database.ts';
import { createLedger } from '../functions/adapters/sqlite/ledger.ts';
import { createPace } from '../functions/adapters/sqlite/pace.ts';
import { createSubscribers } from '../functions/adapters/sqlite/subscribers.ts';
import { createSuppressions } from '../functions/adapters/sqlite/suppressions.ts';
import { deliver } from '../functions/flows/deliver.ts';
import type { DeliveryPorts } from '../functions/flows/delivery-ports.ts';
import { freeze } from '../functions/flows/freeze.ts';
import { plan } from '../functions/flows/plan.ts';
import { aLetter } from '../test/support/letters.ts';
import { memoryBlobs } from '../test/support/memory-blobs.ts';
import { aReader, SECRETS } from '../test/support/newsroom.ts';
import { aRun } from '../test/support/runs.ts';
import { aStore, viewOf } from '../test/support/small-view.ts';

const readers = Number(process.argv[2] ?? 50_000);
const folder = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
const database = openDatabase(join(folder, 'broadsheet.db'), { durable: false });
const blobs = memoryBlobs();
const subscribers = createSubscribers(database);

/** 70 KB of HTML and 5 KB of text, as six stories have. */
const paragraph = 'The harbour board voted to keep the night ferries – for another year at least. ';
const letter = aLetter({
  html: [paragraph.repeat(440), { slot: 'unsubscribe' }, paragraph.repeat(440), { slot: 'preferences' }],
  text: [paragraph.repeat(60), { slot: 'unsubscribe' }, '\n', { slot: 'preferences' }, '\n'],
});

const ports: DeliveryPorts = {
  ledger: createLedger(database),
  pace: createPace(database),
  mailer: createOutboxMailer(openOutboxFile(join(folder, 'outbox.db'))),
  subscribers,
  suppressions: createSuppressions(database),
  counts: createDailyCounts(database),
  blobs,
  views: { current: async () => viewOf(aStore()) },
  publication: async () => aStore().publication,
  secrets: SECRETS,
  doorbell: { ring() {} },
  clock: () => Date.now(),
  sleep: async (ms) => void (await (ms > 0 ? setTimeout(ms) : setImmediate())),
  random: () => 'x',
  stop: () => false,
  log: console.error,
  settings: {
    base: 'https://paper.example',
    automatic: false,
    planWait: 0,
    lease: 20_000,
    grace: 30_000,
    unknowns: 'resend',
  },
};

for (let n = 0; n < readers; n += 5000) {
  const count = Math.min(5000, readers - n);
  await subscribers.insertMany(
    Array.from({ length: count }, (_, i) => aReader(`reader-${n + i}@reader.example`)),
  );
}
const run = aRun({ cutoff: Date.now(), letter: await freeze(blobs, letter), spans: 8 });
await ports.ledger.createRun(run);

const begun = performance.now();
await plan(ports, run.id);
const planned = performance.now();
const cpu = process.cpuUsage();
let peak = 0;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 100);
while ((await ports.ledger.run(run.id))?.state !== 'done') await deliver(ports, run.id);
clearInterval(watch);
const seconds = (performance.now() - planned) / 1000;
const { user, system } = process.cpuUsage(cpu);
const { accepted, again, unknown } = await ports.ledger.standing(run.id);
console.log({
  readers,
  accepted,
  again,
  unknown,
  planMs: Math.round(planned - begun),
  seconds: Number(seconds.toFixed(2)),
  perSecond: Math.round(readers / seconds),
  perCpuSecond: Math.round(readers / ((user + system) / 1e6)),
  peakMB: Math.round(peak / 1e6),
});
await ports.mailer.close();
database.close();
rmSync(folder, { recursive: true });
