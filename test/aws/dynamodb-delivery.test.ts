import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDailyCounts } from '../../functions/adapters/dynamodb/daily-counts.ts';
import { createLedger } from '../../functions/adapters/dynamodb/ledger.ts';
import { createPace } from '../../functions/adapters/dynamodb/pace.ts';
import type { Table } from '../../functions/adapters/dynamodb/requests.ts';
import { createSubscribers } from '../../functions/adapters/dynamodb/subscribers.ts';
import { createSuppressions } from '../../functions/adapters/dynamodb/suppressions.ts';
import { deliver } from '../../functions/flows/delivery/deliver.ts';
import { planBatches } from '../../functions/flows/ledger/plan.ts';
import {
  type Fault,
  type FaultyProxy,
  loseFirstAnswers,
  startFaultyProxy,
  throttleAFifth,
  unprocessHalf,
} from '../support/fakes/faulty-proxy.ts';
import { openDelivery } from '../support/hosts/delivery-fixture.ts';
import { freshTable, RETRY_AT_ONCE } from '../support/hosts/dynamodb.ts';
import { type DynamodbLocal, startDynamodbLocal } from '../support/hosts/dynamodb-local.ts';

const READERS = 120;
let engine: DynamodbLocal;
let proxy: FaultyProxy;

beforeAll(async () => {
  engine = await startDynamodbLocal();
  proxy = await startFaultyProxy(engine.url, () => 'pass');
});
afterAll(async () => {
  await proxy?.[Symbol.asyncDispose]();
  await engine?.[Symbol.asyncDispose]();
});

const tablesOf = (table: Table) => ({
  ledger: createLedger(table),
  pace: createPace(table),
  subscribers: createSubscribers(table),
  suppressions: createSuppressions(table),
  counts: createDailyCounts(table),
});

/** A run planned and delivered by several workers at once, each with adapters of its own; then who got it, how often. */
async function deliverBy(workers: number, decide: FaultyProxy['decide']) {
  proxy.decide = () => 'pass';
  const { table, close } = await freshTable(engine.url, { through: proxy.url, retryStrategy: RETRY_AT_ONCE });
  const room = openDelivery({ tables: tablesOf(table) });
  await room.addSubscribers(READERS);
  const run = await room.addRun({ spans: 2 });
  proxy.decide = decide;
  const all = Array.from({ length: workers }, () => ({ ...room.ports, ...tablesOf(table) }));
  await Promise.all(all.map((ports) => planBatches(ports, run.id)));
  while ((await room.ports.ledger.run(run.id))?.state === 'sending')
    await Promise.all(all.map((ports) => deliver(ports, run.id)));
  const copies = [...(await room.copies()).values()];
  const standing = await room.ports.ledger.counts(run.id);
  room.close();
  close();
  return { copies, standing };
}

const FAULTS: [string, FaultyProxy['decide']][] = [
  ['all is well', () => 'pass'],
  ['a fifth of the calls is throttled', throttleAFifth],
  ['keys are left unprocessed', unprocessHalf],
  ['the answer to each write is lost', loseFirstAnswers],
  ['all of it at once', (call) => worst([throttleAFifth(call), unprocessHalf(call), loseFirstAnswers(call)])],
];
const worst = (faults: readonly Fault[]): Fault => faults.find((fault) => fault !== 'pass') ?? 'pass';

describe('three planners and three workers on one table', () => {
  it.each(FAULTS)('give every reader one copy, and end the run: %s', async (_, decide) => {
    const { copies, standing } = await deliverBy(3, decide);
    expect(copies).toEqual(Array(READERS).fill(1));
    expect(standing).toMatchObject({
      ...{ planned: true, open: 0, members: READERS, accepted: READERS },
      ...{ started: READERS, again: 0, unknown: 0, departed: 0 },
    });
  });
});
