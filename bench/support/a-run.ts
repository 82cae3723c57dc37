/** The workload of the delivery benches: subscribers in SQLite, a letter of 70 KB of HTML, and runs under the whole ledger. */
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { createFolderBlobs } from '../../functions/adapters/fs/blobs.ts';
import { createDailyCounts } from '../../functions/adapters/sqlite/daily-counts.ts';
import { openDatabase } from '../../functions/adapters/sqlite/database.ts';
import { createLedger } from '../../functions/adapters/sqlite/ledger.ts';
import { openOutboxFile } from '../../functions/adapters/sqlite/outbox/database.ts';
import { createOutboxMailer } from '../../functions/adapters/sqlite/outbox/mailer.ts';
import { createPace } from '../../functions/adapters/sqlite/pace.ts';
import { createSubscribers } from '../../functions/adapters/sqlite/subscribers.ts';
import { createSuppressions } from '../../functions/adapters/sqlite/suppressions.ts';
import type { Mailer } from '../../functions/domain/delivery/mailer.ts';
import { countSpans } from '../../functions/domain/ledger/id-ranges.ts';
import type { Secrets } from '../../functions/domain/secrets.ts';
import { subscriberId } from '../../functions/domain/subscribers/identity.ts';
import type { Subscriber } from '../../functions/domain/subscribers/subscriber.ts';
import { DAY } from '../../functions/domain/time/instant.ts';
import { deliver } from '../../functions/flows/delivery/deliver.ts';
import type { DeliveryPorts } from '../../functions/flows/ledger/delivery-ports.ts';
import { planBatches } from '../../functions/flows/ledger/plan.ts';
import { freezeLetter } from '../../functions/flows/letters/frozen-letters.ts';
import { aLetter } from '../../test/support/builders/letters.ts';
import { aRun } from '../../test/support/builders/runs.ts';
import { aPublication } from '../../test/support/builders/small-publication.ts';

const SECRETS: Secrets = {
  identity: new Uint8Array(32).fill(7),
  links: { current: { id: 'k1', secret: new Uint8Array(32).fill(9) }, retired: [] },
};

const paragraph = 'The harbour board voted to keep the night ferries – for another year at least. ';

/** A letter with 70 KB of HTML and 5 KB of text, as of six stories. */
export const makeLetter = () =>
  aLetter({
    html: [paragraph.repeat(440), { slot: 'unsubscribe' }, paragraph.repeat(440), { slot: 'preferences' }],
    text: [paragraph.repeat(60), { slot: 'unsubscribe' }, '\n', { slot: 'preferences' }, '\n'],
  });

export const emailOf = (n: number): string => `reader-${n}@reader.example`;

function reader(n: number): Subscriber {
  const [at, email] = [Date.now() - 30 * DAY, emailOf(n)];
  return {
    id: subscriberId(SECRETS, email),
    email,
    name: `Reader ${n}`,
    status: 'active',
    newsletters: ['brief'],
    topics: [],
    labels: [],
    consent: { at, source: 'form', form: '', confirmedAt: at },
    pausedUntil: undefined,
    changedAt: at,
    reason: '',
    asked: undefined,
    version: 0,
  };
}

/** Ports as in openDelivery, with a mailer of the bench's. `durable`: as with real mailers. */
export function openPorts(folder: string, mailer: Mailer, options: { durable: boolean; lease: number }) {
  const database = openDatabase(join(folder, 'broadsheet.db'), options);
  const ports: DeliveryPorts = {
    ledger: createLedger(database),
    pace: createPace(database),
    mailer,
    subscribers: createSubscribers(database),
    suppressions: createSuppressions(database),
    counts: createDailyCounts(database),
    blobs: createFolderBlobs(join(folder, 'store'), { durable: false }),
    views: { current: () => Promise.reject(new Error('A run needs no release.')) },
    publication: async () => aPublication(),
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
      lease: options.lease,
      grace: 2 * options.lease,
      unknowns: 'resend',
    },
  };
  const close = async () => {
    await mailer.close();
    database.close();
  };
  return { ports, close };
}

/** Ports with the outbox, as under `npm start`. */
export const openOutbox = (folder: string) =>
  openPorts(folder, createOutboxMailer(openOutboxFile(join(folder, 'outbox.db'))), {
    durable: false,
    lease: 20_000,
  });

export async function addReaders({ subscribers }: DeliveryPorts, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1000)
    await subscribers.insertMany(Array.from({ length: Math.min(1000, count - n) }, (_, i) => reader(n + i)));
}

export async function planRun(ports: DeliveryPorts, id: string, readers: number): Promise<void> {
  const letter = await freezeLetter(ports.blobs, makeLetter());
  await ports.ledger.createRun(
    aRun({ id, of: id, cutoff: Date.now(), createdAt: Date.now(), letter, spans: countSpans(readers) }),
  );
  await planBatches(ports, id);
}

/** Delivers until the run is done; throws unless each subscriber got one copy. */
export async function deliverRun(ports: DeliveryPorts, id: string, readers: number): Promise<void> {
  while ((await ports.ledger.run(id))?.state !== 'done') await deliver(ports, id);
  const { accepted, again, unknown } = await ports.ledger.counts(id);
  if (accepted !== readers || again > 0 || unknown > 0)
    throw new Error(`${accepted} of ${readers} accepted, ${again} again, ${unknown} unknown.`);
}

export type Rate = { perSecond: number; perCpuSecond: number };

/** Measures the rate of some work, and the CPU time of all threads of this process. */
export async function rateOf(count: number, work: () => unknown): Promise<Rate> {
  const [begun, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return {
    perSecond: count / ((performance.now() - begun) / 1000),
    perCpuSecond: count / ((user + system) / 1e6),
  };
}
