/**
 * A fake DynamoDB table of millions of subscribers, since no engine stores them in time. Subscribers are computed from their position;
 * batches and markers are counted and dropped.
 */
import type { ItemPage, Table } from '../../functions/adapters/dynamodb/requests.ts';
import type { Item, Key } from '../../functions/adapters/dynamodb/values.ts';
import { ALPHABET } from '../../functions/domain/ledger/id-ranges.ts';
import { itemBytes } from './dynamodb-meter.ts';

/** Bytes of an item, as measured by bench/dynamodb-units.ts. */
const SUBSCRIBER_BYTES = 152;
const PAGE_BYTES = 1024 * 1024;
const PLACES = 4;
const SPACE = ALPHABET.length ** PLACES;
const REST = 'x'.repeat(22 - PLACES);

/** `late`: the latency, for which each request waits. */
export function makeTable(subscribers: number, late: () => Promise<void> = async () => {}) {
  /** The id of the n-th subscriber; ids are evenly spread and in order. */
  const idAt = (n: number): string => {
    let rest = Math.floor((n * SPACE) / subscribers);
    let head = '';
    for (let i = 0; i < PLACES; i++) {
      head = ALPHABET[rest % ALPHABET.length]! + head;
      rest = Math.floor(rest / ALPHABET.length);
    }
    return head + REST;
  };

  /** The position of the first subscriber at or after an id, or the beginning of one. */
  function placeOf(id: string): number {
    let [low, high] = [0, subscribers];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (idAt(middle) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  const used = { requests: 0, read: 0, write: 0 };
  const kept = new Map<string, Item>();
  const nameOf = ({ pk, sk }: Key): string => `${pk}/${sk}`;

  function page(pk: string, [low, high]: readonly [string, string], limit: number): ItemPage {
    const first = pk.slice('S#'.length);
    const from = placeOf(low > first ? low : first);
    const items: Item[] = [];
    for (let n = from; n < subscribers && items.length < limit; n++) {
      const id = idAt(n);
      if (id > high || !id.startsWith(first)) break;
      items.push({ sk: { S: id } });
    }
    used.read += Math.max(1, Math.ceil((items.length * SUBSCRIBER_BYTES) / 4096));
    const last = items.length === limit ? items.at(-1) : undefined;
    return { items, seen: items.length, next: last };
  }

  const table: Table = {
    async get(key) {
      await late();
      used.requests++;
      used.read++;
      return kept.get(nameOf(key));
    },
    async page(range, from) {
      await late();
      used.requests++;
      if (range.pk.startsWith('S#')) {
        const [low, high] = range.between!;
        const begin = from ? `${from.sk!.S!} ` : low;
        return page(range.pk, [begin, high], Math.min(range.limit!, PAGE_BYTES / SUBSCRIBER_BYTES));
      }
      used.read++;
      const items = [...kept].flatMap(([name, item]) => (name.startsWith(`${range.pk}/`) ? [item] : []));
      return { items, seen: items.length, next: undefined };
    },
    async *pages(range) {
      yield (await table.page(range)).items;
    },
    async put(item) {
      await late();
      used.requests++;
      used.write += Math.ceil(itemBytes(item) / 1024);
      const [pk, sk] = [item.pk!.S!, item.sk!.S!];
      if (!/^[BO]#/.test(pk)) kept.set(nameOf({ pk, sk }), item);
      return { done: true, item };
    },
    update: () => Promise.reject(new Error('Planning updates nothing.')),
    remove: () => Promise.reject(new Error('Planning removes nothing.')),
    getMany: () => Promise.reject(new Error('Planning reads nobody.')),
  };

  return { table, used };
}
