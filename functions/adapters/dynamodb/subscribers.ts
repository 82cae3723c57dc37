/** Subscribers in DynamoDB. */
import { BroadsheetError } from '../../domain/error.ts';
import { runInParallel } from '../../domain/in-parallel.ts';
import { ALPHABET } from '../../domain/ledger/id-ranges.ts';
import { isSameRow, refOf } from '../../domain/subscribers/forward.ts';
import type { Subscriber, SubscriberStatus, Subscribers } from '../../domain/subscribers/subscriber.ts';
import { createForwards } from './forwards.ts';
import type { Range } from './inputs.ts';
import { readInOrder } from './read-in-order.ts';
import { createReadSubscribers } from './read-subscribers.ts';
import type { Table } from './requests.ts';
import {
  itemStatus,
  keyOfSubscriber,
  subscriberItem,
  subscriberPartition,
  toSubscriber,
} from './subscriber-items.ts';
import { asText, type Item, numberValue } from './values.ts';

const IF_NEW = { expression: 'attribute_not_exists(pk)' };
/** Concurrent requests. */
const MAX_CONCURRENT_REQUESTS = 32;

const changedError = () =>
  new BroadsheetError('conflict', 'Somebody changed this subscriber at the same moment.', {
    remedy: 'Read again and try once more.',
  });

export function createSubscribers(table: Table): Subscribers {
  const readMany = createReadSubscribers(table);
  const forwards = createForwards(table);

  async function get(id: string): Promise<Subscriber | undefined> {
    const item = id === '' ? undefined : await table.get(keyOfSubscriber(id));
    return item && toSubscriber(item);
  }

  async function put(subscriber: Subscriber): Promise<Subscriber> {
    const stored = { ...subscriber, version: subscriber.version + 1 };
    const read = { expression: 'v = :read', values: { ':read': numberValue(subscriber.version) } };
    const { done } = await table.put(subscriberItem(stored), subscriber.version === 0 ? IF_NEW : read);
    if (!done) throw changedError();
    return stored;
  }

  /** Deletes the row last: while the row exists, the forwards that lead to it are known. */
  async function erase(id: string): Promise<void> {
    const found = await get(id);
    if (!found) return;
    await forwards.end(found.forwards ?? [], id);
    await table.remove(keyOfSubscriber(id));
  }

  /** False if the address has another row by now, or none. Throws `conflict` if the row was written since it was read. */
  async function isAsRead(from: Subscriber): Promise<boolean> {
    const found = await get(from.id);
    if (!found || !isSameRow(refOf(found), refOf(from))) return false;
    if (found.version !== from.version) throw changedError();
    return true;
  }

  async function removeAsRead(from: Subscriber): Promise<void> {
    if (!(await isAsRead(from))) return;
    await forwards.end(from.forwards ?? [], from.id);
    const values = { ':read': numberValue(from.version) };
    const { done, item } = await table.remove(keyOfSubscriber(from.id), { expression: 'v = :read', values });
    if (!done && item) throw changedError();
  }

  /** Reads all pages of each partition, several partitions at a time, in no order. */
  async function readAll(range: Omit<Range, 'pk'>, work: (items: readonly Item[]) => void): Promise<void> {
    await runInParallel(ALPHABET, MAX_CONCURRENT_REQUESTS, async (first) => {
      for await (const items of table.pages({ pk: subscriberPartition(first), ...range })) work(items);
    });
  }

  return {
    get,
    async getMany(ids) {
      return ids.length === 0 ? [] : (await readMany(ids)).map(toSubscriber);
    },
    put,
    async insertMany(subscribers) {
      let inserted = 0;
      await runInParallel(subscribers, MAX_CONCURRENT_REQUESTS, async (subscriber) => {
        if (!(await table.put(subscriberItem({ ...subscriber, version: 1 }), IF_NEW)).done) return;
        if (subscriber.forwards) await forwards.lead(subscriber.forwards, refOf(subscriber));
        inserted++;
      });
      return inserted;
    },
    erase,
    // This order makes a crash harmless: the links of an existing row lead to it, whatever forwards are written already.
    async move(to, from, dropped = []) {
      await isAsRead(from);
      const stored = await put(to);
      const led = to.forwards ?? [];
      await forwards.lead(led, refOf(to));
      await forwards.end(dropped, to.id);
      await removeAsRead(from);
      const now = await get(to.id);
      // The row was erased at the same moment, and the erasure could not know of the new forwards.
      if (!now || !isSameRow(refOf(now), refOf(to))) await forwards.end(led, to.id);
      return stored;
    },
    findForward: (from) => forwards.of(from),
    findMoves: (ids) => forwards.among(ids),
    async erasePending(before) {
      const values = { ':pending': { S: 'pending' }, ':before': numberValue(before) };
      const pending = 'st = :pending AND ca < :before';
      const found: string[] = [];
      await readAll({ filter: pending, values, only: ['sk'] }, (items) => {
        found.push(...items.map((item) => asText(item.sk)));
      });
      let erased = 0;
      // The condition spares a subscriber who confirms at the same moment.
      await runInParallel(found, MAX_CONCURRENT_REQUESTS, async (id) => {
        const { done, item } = await table.remove(keyOfSubscriber(id), { expression: pending, values });
        // A missing item means that an earlier attempt succeeded and its answer was lost.
        if (done || item === undefined) erased++;
      });
      return erased;
    },
    async candidates({ newsletter, after, below, limit }) {
      const values = { ':active': { S: 'active' }, ':newsletter': { S: newsletter } };
      const filter = 'st = :active AND contains(nl, :newsletter)';
      const items = await readInOrder(table, { after, below, limit }, { filter, values, only: ['sk'] });
      return items.map((item) => asText(item.sk));
    },
    async page({ after, limit, status }) {
      const ofStatus = status && { filter: 'st = :status', values: { ':status': { S: status } } };
      return (await readInOrder(table, { after, below: undefined, limit }, { ...ofStatus })).map(
        toSubscriber,
      );
    },
    async countByStatus() {
      const counts: Record<SubscriberStatus, number> = {
        ...{ pending: 0, active: 0, unsubscribed: 0, bounced: 0, complained: 0 },
      };
      await readAll({ only: ['st'], stale: true }, (items) => {
        for (const item of items) counts[itemStatus(item)]++;
      });
      return counts;
    },
  };
}
