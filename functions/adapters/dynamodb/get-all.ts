/** Reads many items by their keys. Keys that DynamoDB leaves unprocessed are requested again until none is left. */
import { setTimeout } from 'node:timers/promises';
import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BroadsheetError } from '../../domain/error.ts';
import { type Item, type Key, keyItem } from './values.ts';

/** Keys per request; BatchGetItem takes no more (API reference). */
const AT_ONCE = 100;
const ROUNDS = 8;
/** Milliseconds. The bound doubles with each round without progress, and the pause is drawn below it (full jitter). */
const FIRST_WAIT = 25;

/** Returns the items that exist, in any order. Throws `unavailable` if an item could not be read. */
export async function getAll(client: DynamoDBClient, table: string, keys: readonly Key[]): Promise<Item[]> {
  const distinct = [...new Map(keys.map((key) => [JSON.stringify([key.pk, key.sk]), key])).values()];
  const chunks = Array.from({ length: Math.ceil(distinct.length / AT_ONCE) }, (_, i) =>
    distinct.slice(i * AT_ONCE, (i + 1) * AT_ONCE).map(keyItem),
  );
  return (await Promise.all(chunks.map((chunk) => getChunk(client, table, chunk)))).flat();
}

async function getChunk(client: DynamoDBClient, table: string, keys: Item[]): Promise<Item[]> {
  const found: Item[] = [];
  let left = keys;
  for (let vain = 0; vain < ROUNDS; ) {
    const request = { RequestItems: { [table]: { Keys: left, ConsistentRead: true } } };
    const { Responses, UnprocessedKeys } = await client.send(new BatchGetItemCommand(request));
    found.push(...(Responses?.[table] ?? []));
    const rest = UnprocessedKeys?.[table]?.Keys ?? [];
    if (rest.length === 0) return found;
    // Some items came, so the table answers, only not for all keys at once.
    vain = rest.length < left.length ? 0 : vain + 1;
    left = rest;
    await setTimeout(Math.random() * FIRST_WAIT * 2 ** vain);
  }
  throw new BroadsheetError('unavailable', 'DynamoDB left keys unread, again and again.', {
    remedy: 'Try again in a moment. If the error stays, the table is throttled.',
  });
}
