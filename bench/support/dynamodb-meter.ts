/** Counts request units by AWS's rules: those that DynamoDB Local reports, and those that it leaves out. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../functions/adapters/dynamodb/values.ts';

export type Units = { read: number; write: number; requests: number };
export type Meter = {
  /** The units used since the last call; counting begins anew. */
  look(): Units;
  byOperation(): Record<string, Units>;
};

type Value = Item[string];
const KB = 1024;

/**
 * Bytes of an item: names and values; numbers by their digits
 * (docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html).
 */
export const itemBytes = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);

function valueBytes(value: Value): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberBytes(value.N);
  if (value.B !== undefined) return value.B.length;
  if (value.NS !== undefined) return value.NS.reduce((sum, n) => sum + numberBytes(n), 0);
  if (value.L !== undefined) return value.L.reduce((sum, one) => sum + 1 + valueBytes(one), 3);
  return 1;
}

/** A byte for two digits, counted from the point without outer zeros; one more byte, and one for a minus. */
function numberBytes(text: string): number {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const pairs = (digits: string) => digits.match(/../g) ?? [];
  const all = [
    ...pairs(whole.padStart(whole.length + (whole.length % 2), '0')),
    ...pairs(fraction.padEnd(fraction.length + (fraction.length % 2), '0')),
  ];
  const kept = all.slice(
    all.findIndex((pair) => pair !== '00'),
    all.findLastIndex((pair) => pair !== '00') + 1,
  );
  return 1 + kept.length + (text.startsWith('-') ? 1 : 0);
}

type Input = {
  ReturnConsumedCapacity?: 'TOTAL';
  ConsistentRead?: boolean;
  RequestItems?: Record<string, { Keys: unknown[]; ConsistentRead?: boolean }>;
};
type Output = {
  ConsumedCapacity?: { CapacityUnits?: number } | { CapacityUnits?: number }[];
  Responses?: Record<string, Item[]>;
  ScannedCount?: number;
};

const WRITES = /^(PutItem|UpdateItem|DeleteItem)Command$/;

/** Meters every later request of this client. */
export function meter(client: DynamoDBClient): Meter {
  const all: Record<string, Units> = {};
  let since = { read: 0, write: 0, requests: 0 };
  const count = (operation: string, units: number) => {
    all[operation] ??= { read: 0, write: 0, requests: 0 };
    for (const sum of [all[operation], since]) {
      sum[WRITES.test(operation) ? 'write' : 'read'] += units;
      sum.requests++;
    }
  };
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const input = args.input as Input;
        input.ReturnConsumedCapacity = 'TOTAL';
        try {
          const result = await next(args);
          count(commandName, unitsOf(input, result.output as Output, commandName));
          return result;
        } catch (error) {
          count(commandName, refusedUnits(error));
          throw error;
        }
      },
    { step: 'initialize' },
  );
  return {
    look() {
      const used = since;
      since = { read: 0, write: 0, requests: 0 };
      return used;
    },
    byOperation: () => all,
  };
}

/** DynamoDB Local charges nothing for missing items; AWS charges the minimum, one unit for a consistent read. */
function unitsOf(input: Input, output: Output, operation: string): number {
  const told = [output.ConsumedCapacity ?? []].flat().reduce((sum, one) => sum + (one.CapacityUnits ?? 0), 0);
  if (operation === 'BatchGetItemCommand') {
    const asked = Object.values(input.RequestItems!).reduce((sum, { Keys }) => sum + Keys.length, 0);
    const found = Object.values(output.Responses ?? {}).reduce((sum, items) => sum + items.length, 0);
    return told + (asked - found);
  }
  if (operation === 'QueryCommand' && output.ScannedCount === 0) return input.ConsistentRead ? 1 : 0.5;
  return told;
}

/** A refused condition costs the write of the item that was found (ibid.); DynamoDB Local does not report it. */
function refusedUnits(error: unknown): number {
  const { name, Item: found } = error as { name: string; Item?: Item };
  if (name !== 'ConditionalCheckFailedException') return 0;
  return found ? Math.ceil(itemBytes(found) / KB) : 1;
}
