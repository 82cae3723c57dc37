/**
 * Which batches of a run are open: `O#<run>` / `<two letters of a hash><batch id>`. A marker is written before its batch and deleted
 * after the batch is closed; it only says where to look. One without a batch belongs to a planner that is about to write it, or
 * that died; one of a closed batch is deleted by whoever meets it. The hash spreads workers who start anywhere.
 */
import { hash } from 'node:crypto';
import type { Batch, BatchRef } from '../../domain/ledger/batch.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { isClosed, keyOfBatch } from './batch-items.ts';
import type { Table } from './requests.ts';
import { asNumber, asText, type Item, itemOf, type Key, numberUnlessZero, numberValue } from './values.ts';

/** `from`: not free before; perhaps later, never sooner. */
export type Marker = { ref: BatchRef; from: Instant; createdAt: Instant };
/** With the batch's item as it is now. */
export type Open = { ref: BatchRef; item: Item };

const SPREAD = 2;
const partition = (run: string): string => `O#${run}`;
const keyOf = ({ run, id }: BatchRef): Key => ({
  pk: partition(run),
  sk: `${hash('sha256', id, 'base64url').slice(0, SPREAD)}${id}`,
});

/** Two of base64url, as a hash begins with; no id is as short, so that what starts there ends there. */
const letters = (random: () => number): string =>
  Buffer.from([random() * 256, random() * 256])
    .toString('base64url')
    .slice(0, SPREAD);

export type OpenMarkers = {
  set(batch: Batch): Promise<void>;
  putOff(ref: BatchRef, until: Instant): Promise<void>;
  remove(ref: BatchRef): Promise<void>;
  /** A page at a time: from anywhere and once around, or in order. */
  around(run: string, size: number): AsyncGenerator<readonly Marker[]>;
  all(run: string): AsyncGenerator<readonly Marker[]>;
  /** Of these, the batches that are there and open. Sweeps the markers of those that are closed. */
  read(markers: readonly Marker[]): Promise<Open[]>;
  /** Deletes markers without a batch made before; nobody is about to write theirs any more. */
  sweep(run: string, before: Instant): Promise<void>;
};

export function createOpenMarkers(table: Table, random: () => number = Math.random): OpenMarkers {
  const toMarker = (run: string, item: Item): Marker => ({
    ref: { run, id: asText(item.sk).slice(SPREAD) },
    from: asNumber(item.b),
    createdAt: asNumber(item.c),
  });
  const remove = async (ref: BatchRef): Promise<void> => void (await table.remove(keyOf(ref)));
  const batchesOf = async (markers: readonly Marker[]): Promise<Map<string, Item>> =>
    new Map((await table.getMany(markers.map(({ ref }) => keyOfBatch(ref)))).map((i) => [asText(i.sk), i]));

  async function* pages(run: string, limit: number | undefined, between?: readonly [string, string]) {
    const range = { pk: partition(run), ...(limit && { limit }), ...(between && { between }) };
    for await (const items of table.pages(range)) yield items.map((item) => toMarker(run, item));
  }

  return {
    remove,
    async set(batch) {
      const fields = { b: numberUnlessZero(batch.notBefore), c: numberValue(batch.createdAt) };
      await table.put(itemOf(keyOf(batch), fields));
    },
    async putOff(ref, until) {
      await table.update(keyOf(ref), {
        expression: 'SET b = :until',
        condition: 'attribute_exists(pk)',
        values: { ':until': numberValue(until) },
      });
    },
    async *around(run, size) {
      const start = letters(random);
      yield* pages(run, size, [start, '~']);
      yield* pages(run, size, [' ', start]);
    },
    all: (run) => pages(run, 1000),
    async read(markers) {
      const items = await batchesOf(markers);
      const found = markers.flatMap(({ ref }) => ({ ref, item: items.get(ref.id) }));
      for (const { ref, item } of found) if (item && isClosed(item)) await remove(ref);
      return found.filter((one): one is Open => one.item !== undefined && !isClosed(one.item));
    },
    async sweep(run, before) {
      for await (const markers of pages(run, undefined)) {
        const old = markers.filter(({ createdAt }) => createdAt < before);
        const items = await batchesOf(old);
        for (const { ref } of old) if (!items.has(ref.id)) await remove(ref);
      }
    },
  };
}
