/** Subscribers in DynamoDB. */
import { BroadsheetError } from '../../domain/error.ts';
import { isSameRow, type RowRef, refOf } from '../../domain/forward.ts';
import { ALPHABET } from '../../domain/spans.ts';
import type { Subscriber, SubscriberStatus, Subscribers } from '../../domain/subscriber.ts';
import { createForwards } from './forwards.ts';
import type { Range } from './inputs.ts';
import { readInOrder } from './read-in-order.ts';
import { createReadersNear } from './readers-near.ts';
import type { Table } from './requests.ts';
import { keyOfSubscriber, partitionOf, statusOf, toItem, toSubscriber } from './subscriber-items.ts';
import { asText, type Item, number } from './values.ts';

const NEW = { expression: 'attribute_not_exists(pk)' };
/** Requests under way at once. */
const AT_ONCE = 32;

const changed = () =>
  new BroadsheetError('conflict', 'Somebody changed this subscriber at the same moment.', {
    remedy: 'Read again and try once more.',
  });

export function createSubscribers(table: Table): Subscribers {
  const near = createReadersNear(table);
  const forwards = createForwards(table);

  async function get(id: string): Promise<Subscriber | undefined> {
    const item = id === '' ? undefined : await table.get(keyOfSubscriber(id));
    return item && toSubscriber(item);
  }

  async function put(subscriber: Subscriber): Promise<Subscriber> {
    const stored = { ...subscriber, version: subscriber.version + 1 };
    const read = { expression: 'v = :read', values: { ':read': number(subscriber.version) } };
    const { done } = await table.put(toItem(stored), subscriber.version === 0 ? NEW : read);
    if (!done) throw changed();
    return stored;
  }

  /** The row last: as long as it is there, what leads to it is known. */
  async function erase(id: string, row?: RowRef): Promise<void> {
    const found = await get(id);
    if (!found || (row && !isSameRow(refOf(found), row))) return;
    await forwards.end(found.forwards ?? [], id);
    await table.remove(keyOfSubscriber(id));
  }

  /** Each partition's pages, several partitions at a time, in no order. */
  async function everywhere(range: Omit<Range, 'pk'>, work: (items: readonly Item[]) => void): Promise<void> {
    await inParallel([...ALPHABET], async (first) => {
      for await (const items of table.pages({ pk: partitionOf(first), ...range })) work(items);
    });
  }

  return {
    get,
    async getMany(ids) {
      return ids.length === 0 ? [] : (await near(ids)).map(toSubscriber);
    },
    put,
    async insertMany(subscribers) {
      let inserted = 0;
      await inParallel(subscribers, async (subscriber) => {
        if (!(await table.put(toItem({ ...subscriber, version: 1 }), NEW)).done) return;
        if (subscriber.forwards) await forwards.lead(subscriber.forwards, refOf(subscriber));
        inserted++;
      });
      return inserted;
    },
    erase: (id) => erase(id),
    // In this order a crash loses nobody: the links of a row that is there lead to it, whatever forward is written already.
    async move(to, from, dropped = []) {
      const old = await get(from.id);
      if (old && isSameRow(refOf(old), refOf(from)) && old.version !== from.version) throw changed();
      const stored = await put(to);
      const led = to.forwards ?? [];
      await forwards.lead(led, refOf(to));
      await forwards.end(dropped, to.id);
      // Another row may have been made at the address since this one was read.
      await erase(from.id, refOf(from));
      const now = await get(to.id);
      // Erased in this very moment: it could not know of forwards that were not there yet.
      if (!now || !isSameRow(refOf(now), refOf(to))) await forwards.end(led, to.id);
      return stored;
    },
    forwardOf: (from) => forwards.of(from),
    movedFrom: (ids) => forwards.among(ids),
    async erasePending(before) {
      const values = { ':pending': { S: 'pending' }, ':before': number(before) };
      const pending = 'st = :pending AND ca < :before';
      const found: string[] = [];
      await everywhere({ filter: pending, values, only: ['sk'] }, (items) => {
        found.push(...items.map((item) => asText(item.sk)));
      });
      let erased = 0;
      // Whoever confirms at this very moment stays.
      await inParallel(found, async (id) => {
        const { done, item } = await table.remove(keyOfSubscriber(id), { expression: pending, values });
        // Nothing is there: it was done, and the answer lost.
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
    async tally() {
      const counts: Record<SubscriberStatus, number> = {
        ...{ pending: 0, active: 0, unsubscribed: 0, bounced: 0, complained: 0 },
      };
      await everywhere({ only: ['st'], stale: true }, (items) => {
        for (const item of items) counts[statusOf(item)]++;
      });
      return counts;
    },
  };
}

async function inParallel<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all].reverse();
  const worker = async () => {
    for (let one = left.pop(); one !== undefined; one = left.pop()) await work(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
