/**
 * The table's interface for the other adapters. The SDK will retry a request that was throttled or not answered. So every write is
 * idempotent, or is `once`: it leaves a token on the item, by which a second attempt recognizes the write of the first. A refused condition
 * is an answer; other errors are thrown as domain errors.
 */
import { randomBytes } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { tableError } from './failure.ts';
import { getAll } from './get-all.ts';
import {
  type Change,
  type Condition,
  putInput,
  queryInput,
  type Range,
  TOKEN,
  updateInput,
} from './inputs.ts';
import { type Item, type Key, keyItem, keyOfItem } from './values.ts';

/** `item`: as stored now; after a refusal, as it was found, or undefined if there is none. */
export type WriteResult = { done: true; item: Item } | { done: false; item: Item | undefined };

/** `next`: the start of the following page, undefined after the last. `seen`: items read, before the filter. */
export type ItemPage = { items: readonly Item[]; seen: number; next: Item | undefined };

/**
 * All methods throw `unavailable` (throttled, away) or `config` (no such table, no right to it). Reads are consistent, or `stale` at half
 * price.
 */
export type Table = {
  get(key: Key, how?: { stale: boolean }): Promise<Item | undefined>;
  /** Returns the items that exist, in any order. An item that could not be read is an error, never left out. */
  getMany(keys: readonly Key[]): Promise<Item[]>;
  page(range: Range, from?: Item): Promise<ItemPage>;
  pages(range: Range): AsyncGenerator<readonly Item[]>;
  /** Replaces the item; with a condition the write is `once`. */
  put(item: Item, condition?: Condition): Promise<WriteResult>;
  update(key: Key, change: Change): Promise<WriteResult>;
  remove(key: Key, condition?: Condition): Promise<WriteResult>;
};

/** Six random bytes: no other writer draws the same during a retry. */
const drawToken = (): Uint8Array => randomBytes(6);
const bears = (item: Item, token: Uint8Array): boolean => Buffer.from(item[TOKEN]?.B ?? []).equals(token);

export function openTable(client: DynamoDBClient, name: string): Table {
  const get = async (key: Key, { stale } = { stale: false }): Promise<Item | undefined> => {
    const about = { TableName: name, Key: keyItem(key), ConsistentRead: !stale };
    return (await client.send(new GetItemCommand(about))).Item;
  };

  /** DynamoDB returns the item of a refusal; an engine that does not is asked for it. */
  async function refused(error: unknown, key: Key, token?: Uint8Array): Promise<WriteResult> {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const item = error.Item ?? (await get(key));
    return token && item && bears(item, token) ? { done: true, item } : { done: false, item };
  }

  async function put(item: Item, condition?: Condition): Promise<WriteResult> {
    const token = condition && drawToken();
    const marked = token ? { ...item, [TOKEN]: { B: token } } : item;
    try {
      await client.send(new PutItemCommand(putInput(name, marked, condition)));
      return { done: true, item: marked };
    } catch (error) {
      return refused(error, keyOfItem(item), token);
    }
  }

  async function update(key: Key, change: Change): Promise<WriteResult> {
    const token = change.once ? drawToken() : undefined;
    try {
      const answer = await client.send(new UpdateItemCommand(updateInput(name, key, change, token)));
      return { done: true, item: answer.Attributes ?? {} };
    } catch (error) {
      return refused(error, key, token);
    }
  }

  async function remove(key: Key, condition?: Condition): Promise<WriteResult> {
    const about = condition && {
      ConditionExpression: condition.expression,
      ExpressionAttributeValues: condition.values,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    };
    try {
      await client.send(new DeleteItemCommand({ TableName: name, Key: keyItem(key), ...about }));
      return { done: true, item: {} };
    } catch (error) {
      return refused(error, key);
    }
  }

  async function page(range: Range, from?: Item): Promise<ItemPage> {
    const [low, high] = range.between ?? ['', ''];
    // DynamoDB refuses such a range as an error.
    if (low > high) return { items: [], seen: 0, next: undefined };
    const answer = await client.send(new QueryCommand(queryInput(name, range, from)));
    return { items: answer.Items ?? [], seen: answer.ScannedCount ?? 0, next: answer.LastEvaluatedKey };
  }

  const table = {
    get: translated(get),
    getMany: translated((keys: readonly Key[]) => getAll(client, name, keys)),
    page: translated(page),
    put: translated(put),
    update: translated(update),
    remove: translated(remove),
  };
  return { ...table, pages: (range) => pagesOf(table.page, range) };
}

async function* pagesOf(page: Table['page'], range: Range): AsyncGenerator<readonly Item[]> {
  let from: Item | undefined;
  do {
    const { items, next } = await page(range, from);
    yield items;
    from = next;
  } while (from !== undefined);
}

const translated =
  <A extends unknown[], T>(work: (...args: A) => Promise<T>) =>
  (...args: A): Promise<T> =>
    work(...args).catch((error: unknown) => {
      throw tableError(error);
    });
