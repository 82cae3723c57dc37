/** All ports of delivery on SQLite in memory (or other tables) with a real outbox. The clock moves only by `sleep` or by the test. */

import { createDailyCounts } from '../../../functions/adapters/sqlite/daily-counts.ts';
import { openDatabase } from '../../../functions/adapters/sqlite/database.ts';
import { createLedger } from '../../../functions/adapters/sqlite/ledger.ts';
import { createLimits } from '../../../functions/adapters/sqlite/limits.ts';
import { openOutboxFile } from '../../../functions/adapters/sqlite/outbox/database.ts';
import { createOutboxMailer } from '../../../functions/adapters/sqlite/outbox/mailer.ts';
import { createOutbox } from '../../../functions/adapters/sqlite/outbox/outbox.ts';
import { createPace } from '../../../functions/adapters/sqlite/pace.ts';
import { createSubscribers } from '../../../functions/adapters/sqlite/subscribers.ts';
import { createSuppressions } from '../../../functions/adapters/sqlite/suppressions.ts';
import type { Mailer } from '../../../functions/domain/delivery/mailer.ts';
import type { Run } from '../../../functions/domain/ledger/run.ts';
import type { Letter } from '../../../functions/domain/letters/letter.ts';
import type { Secrets } from '../../../functions/domain/secrets.ts';
import { subscriberId } from '../../../functions/domain/subscribers/identity.ts';
import type { Subscriber } from '../../../functions/domain/subscribers/subscriber.ts';
import { DAY, MINUTE, SECOND } from '../../../functions/domain/time/instant.ts';
import type { DeliveryPorts, DeliverySettings } from '../../../functions/flows/ledger/delivery-ports.ts';
import { freezeLetter, loadLetter } from '../../../functions/flows/letters/frozen-letters.ts';
import { englishWording } from '../builders/letter-view.ts';
import { aLetter } from '../builders/letters.ts';
import { publishedViews } from '../builders/published.ts';
import { aRun, MORNING } from '../builders/runs.ts';
import { aStore, type SmallStore } from '../builders/small-site.ts';
import { memoryBlobs } from '../fakes/memory-blobs.ts';

export const DELIVERY_SECRETS: Secrets = {
  identity: new Uint8Array(32).fill(7),
  links: { current: { id: 'k1', secret: new Uint8Array(32).fill(9) }, retired: [] },
};

export const subscriberEmail = (n: number): string => `reader-${n}@reader.example`;

export const aRunSubscriber = (email: string, about: Partial<Subscriber> = {}): Subscriber => ({
  id: subscriberId(DELIVERY_SECRETS, email),
  email,
  name: '',
  status: 'active',
  newsletters: ['brief', 'daily', 'alerts'],
  topics: [],
  labels: [],
  consent: { at: MORNING - 30 * DAY, source: 'form', form: '', confirmedAt: MORNING - 30 * DAY },
  pausedUntil: undefined,
  changedAt: MORNING - 30 * DAY,
  reason: '',
  asked: undefined,
  version: 0,
  ...about,
});

const SETTINGS: DeliverySettings = {
  base: 'https://paper.example',
  automatic: true,
  planWait: 0,
  lease: 30 * SECOND,
  grace: MINUTE,
  unknowns: 'resend',
};

export type DeliveryFixture = ReturnType<typeof openDelivery>;

/** The test that opens one closes it. */
export function openDelivery(
  about: {
    store?: Partial<SmallStore>;
    settings?: Partial<DeliverySettings>;
    mailer?: Mailer;
    tables?: Pick<DeliveryPorts, 'ledger' | 'pace' | 'subscribers' | 'suppressions' | 'counts' | 'limits'>;
  } = {},
) {
  const store = aStore({ now: MORNING, ...about.store });
  const database = openDatabase(':memory:', { durable: false });
  const outboxFile = openOutboxFile(':memory:');
  const blobs = memoryBlobs();
  const log: string[] = [];
  let drawn = 0;
  let stopped = false;
  const ports: DeliveryPorts = {
    ledger: createLedger(database),
    pace: createPace(database),
    mailer: about.mailer ?? createOutboxMailer(outboxFile),
    subscribers: createSubscribers(database),
    suppressions: createSuppressions(database),
    counts: createDailyCounts(database),
    limits: createLimits(database),
    blobs,
    views: publishedViews(store, englishWording),
    publication: async () => store.publication,
    secrets: DELIVERY_SECRETS,
    doorbell: { ring() {} },
    clock: () => store.now,
    async sleep(milliseconds) {
      store.now += milliseconds;
      await new Promise((resolve) => setImmediate(resolve));
    },
    random: () => `random-${++drawn}`,
    stop: () => stopped,
    log: (line) => log.push(line),
    settings: { ...SETTINGS, ...about.settings },
    ...about.tables,
  };
  const outbox = createOutbox(outboxFile, (hash) => loadLetter(blobs, hash));
  return {
    ports,
    store,
    log,
    outbox,
    stop: () => {
      stopped = true;
    },
    close() {
      database.close();
      outboxFile.close();
    },
    async addSubscribers(count: number, change: (n: number) => Partial<Subscriber> = () => ({})) {
      const readers = Array.from({ length: count }, (_, n) => aRunSubscriber(subscriberEmail(n), change(n)));
      await ports.subscribers.insertMany(readers);
      return readers;
    },
    /** Creates a run that is due now, with a frozen letter. */
    async addRun(run: Partial<Run> = {}, letter: Partial<Letter> = {}): Promise<Run> {
      const made = aRun({
        cutoff: store.now,
        articles: [],
        letter: await freezeLetter(blobs, aLetter(letter)),
        ...run,
      });
      await ports.ledger.createRun(made);
      return made;
    },
    /** Messages by address, over all attempts: of one run, or of all. */
    async copies(run?: string): Promise<Map<string, number>> {
      const { messages } = await outbox.list({ limit: 1_000_000, ...(run ? { run } : {}) });
      const copies = new Map<string, number>();
      for (const { to } of messages) copies.set(to, (copies.get(to) ?? 0) + 1);
      return copies;
    },
  };
}
