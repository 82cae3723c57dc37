/** Reads many items by their keys (batch get), and retries the keys that DynamoDB leaves unprocessed. */
import { setTimeout } from 'node:timers/promises';
import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BroadsheetError } from '../../domain/error.ts';
import { type Item, type Key, keyItem } from './values.ts';

/** Keys in a BatchGetItem; the API takes no more. */
const AT_ONCE = 100;
const ROUNDS = 8;
/** Milliseconds; doubles with each round without progress, and is drawn between 0 and that (full jitter). */
const FIRST_WAIT = 25;

/** Returns the items in any order, without missing ones. Throws `unavailable` rather than leave out an item that exists. */
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
    // Some items came, so the table answers, only not all at once.
    vain = rest.length < left.length ? 0 : vain + 1;
    left = rest;
    await setTimeout(Math.random() * FIRST_WAIT * 2 ** vain);
  }
  throw new BroadsheetError('unavailable', 'DynamoDB left keys unread, again and again.', {
    remedy: 'Try again in a moment; if it stays so, the table is throttled.',
  });
}
