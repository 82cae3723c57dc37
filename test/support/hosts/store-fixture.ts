/** The ports of delivery and of forms on SQLite or DynamoDB (dynalite), for behaviour that must be equal on both stores. */
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { createDailyCounts } from '../../../functions/adapters/dynamodb/daily-counts.ts';
import { createLedger } from '../../../functions/adapters/dynamodb/ledger.ts';
import { createPace } from '../../../functions/adapters/dynamodb/pace.ts';
import { createSubscribers } from '../../../functions/adapters/dynamodb/subscribers.ts';
import { createSuppressions } from '../../../functions/adapters/dynamodb/suppressions.ts';
import { openDatabase } from '../../../functions/adapters/sqlite/database.ts';
import { createLimits } from '../../../functions/adapters/sqlite/limits.ts';
import { subscriberId } from '../../../functions/domain/subscribers/identity.ts';
import { signLink } from '../../../functions/domain/subscribers/signed-link.ts';
import { HOUR, MINUTE } from '../../../functions/domain/time/instant.ts';
import { createDelivery } from '../../../functions/flows/delivery/delivery-loop.ts';
import { queueNotice } from '../../../functions/flows/delivery/notices.ts';
import { listOutcomes } from '../../../functions/flows/runs/who-got-it.ts';
import type { SubscriberPorts } from '../../../functions/flows/subscribers/subscriber-ports.ts';
import { DELIVERY_SECRETS, openDelivery } from './delivery-fixture.ts';
import { startDynalite } from './dynalite.ts';
import { freshTable } from './dynamodb.ts';

export const STORES = ['SQLite', 'DynamoDB'] as const;
export type StoreName = (typeof STORES)[number];

let engine: Awaited<ReturnType<typeof startDynalite>>;

/** Hooks that start the DynamoDB engine; every test file that opens a DynamoDB store calls this. */
export function useEngine(): void {
  beforeAll(async () => {
    engine = await startDynalite();
  });
  afterAll(() => engine[Symbol.asyncDispose]());
}

/** Ports on a new table; undefined for SQLite, the default of `openDelivery`. */
export async function tablesIn(store: StoreName) {
  if (store === 'SQLite') return undefined;
  const { table, close } = await freshTable(engine.url);
  onTestFinished(close);
  return {
    ledger: createLedger(table),
    pace: createPace(table),
    subscribers: createSubscribers(table),
    suppressions: createSuppressions(table),
    counts: createDailyCounts(table),
  };
}

export type StoreFixture = Awaited<ReturnType<typeof openStoreFixture>>;

/** `about`: the options of `openDelivery`. The store is closed after the test. */
export async function openStoreFixture(store: StoreName, about: Parameters<typeof openDelivery>[0] = {}) {
  const tables = await tablesIn(store);
  const room = openDelivery({ ...about, ...(tables && { tables }) });
  const limits = openDatabase(':memory:', { durable: false });
  onTestFinished(() => {
    limits.close();
    room.close();
  });
  const { ports } = room;
  const forms: SubscriberPorts = {
    ...{ subscribers: ports.subscribers, suppressions: ports.suppressions, counts: ports.counts },
    ...{ ledger: ports.ledger, secrets: ports.secrets, clock: ports.clock, publication: ports.publication },
    limits: createLimits(limits),
    notify: (notice) => queueNotice(ports, notice),
  };
  const idOf = (email: string): string => subscriberId(DELIVERY_SECRETS, email);
  return {
    room,
    ports,
    forms,
    idOf,
    manageLink: (email: string) =>
      signLink(DELIVERY_SECRETS, {
        purpose: 'manage',
        subject: idOf(email),
        about: '',
        expires: room.store.now + HOUR,
      }),
    async deliverAll() {
      const { work } = createDelivery(ports);
      while ((await work()) === 'worked') room.store.now += MINUTE;
    },
    /** Outcomes that the ledger has for an address. */
    async outcomes(run: string, email: string) {
      const found = [];
      for await (const { fate, pass } of listOutcomes(ports, run, idOf(email))) found.push(`${fate} ${pass}`);
      return found;
    },
    /** All that the ledger holds of these runs, as text, so that a test can look for the id of an erased subscriber. */
    async ledgerText(...runs: string[]) {
      const parts: unknown[] = [];
      for (const run of [...runs, 'notices']) {
        parts.push(await ports.ledger.run(run));
        parts.push(await ports.ledger.batches({ run, after: '', limit: 10_000 }));
        for (let pass = 2; pass < 6; pass++) parts.push(await ports.ledger.getState(`again/${run}/${pass}`));
      }
      return JSON.stringify(parts);
    },
  };
}
