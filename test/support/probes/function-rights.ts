/** Records the DynamoDB calls of flows and compares them with a function's rights in the template: lists calls that would be refused. */
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { createDailyCounts } from '../../../functions/adapters/dynamodb/daily-counts.ts';
import { createLedger } from '../../../functions/adapters/dynamodb/ledger.ts';
import { createLimits } from '../../../functions/adapters/dynamodb/limits.ts';
import { createPace } from '../../../functions/adapters/dynamodb/pace.ts';
import { createSubscribers } from '../../../functions/adapters/dynamodb/subscribers.ts';
import { createSuppressions } from '../../../functions/adapters/dynamodb/suppressions.ts';
import { openDelivery } from '../hosts/delivery-fixture.ts';
import { startDynalite } from '../hosts/dynalite.ts';
import { freshTable } from '../hosts/dynamodb.ts';
import { aStage, templateOf } from '../hosts/stage.ts';
import { type Allowed, allowedTo, isAllowed } from './policies.ts';
import { type Recorded, recordTable } from './recorded-table.ts';
import { type Resource, raise, resolverOf } from './template.ts';

const NAME = 'paper';
const resources = templateOf(aStage({ table: NAME })).toJSON().Resources as Record<string, Resource>;

/** A logical id stands for itself. */
class Themselves extends Map<string, string> {
  override get(name: string): string {
    return name === 'AWS::Partition' ? 'aws' : name;
  }
}
const resolve = resolverOf(new Themselves());

/** The rights of the function whose logical id begins so. */
export function rightsOf(start: string): readonly Allowed[] {
  const ids = Object.keys(resources).filter((one) => resources[one]!.Type === 'AWS::Lambda::Function');
  const id = ids.find((one) => one.startsWith(start)) ?? raise(`no function ${start}`);
  return allowedTo(id, resources, resolve);
}

export const called = (action: string, key: string, index?: string): Recorded => ({
  action: `dynamodb:${action}`,
  resources: [`dynamodb:table/${NAME}${index === undefined ? '' : `/index/${index}`}`],
  keys: [key],
});

let engine: Awaited<ReturnType<typeof startDynalite>>;

/** Hooks that start the engine; every test file that opens recorded ports calls this. */
export function useRecordedTables(): void {
  beforeAll(async () => {
    engine = await startDynalite();
  });
  afterAll(() => engine[Symbol.asyncDispose]());
}

export async function openRecordedDelivery() {
  const { table, close } = await freshTable(engine.url);
  const calls: Recorded[] = [];
  const seen = recordTable(table, NAME, calls);
  const tables = {
    ledger: createLedger(seen),
    pace: createPace(seen),
    subscribers: createSubscribers(seen),
    suppressions: createSuppressions(seen),
    counts: createDailyCounts(seen),
    limits: createLimits(seen),
  };
  const room = openDelivery({ tables });
  onTestFinished(() => {
    room.close();
    close();
  });
  return {
    room,
    ports: { ...room.ports, limits: tables.limits },
    /** Runs `work`; returns the number of its calls and those that this function would have been refused. */
    async as(start: string, work: () => Promise<unknown>): Promise<{ made: number; refused: string[] }> {
      calls.length = 0;
      await work();
      const allowed = rightsOf(start);
      const refused = calls.filter((call) => !isAllowed(call, allowed));
      const told = refused.map(({ action, resources: [resource], keys }) => `${action} ${resource} ${keys}`);
      return { made: calls.length, refused: [...new Set(told)] };
    },
  };
}
