/**
 * Markers of a run's open batches (a sparse index): `O#<run>` / `<two letters of a hash><batch id>`. A marker is written before its batch
 * and deleted after the batch is closed, so it only says where to look. A marker without a batch belongs to a planner that is about to
 * write the batch, or that died; a reader deletes markers of closed batches. The hash spreads workers that start at random.
 */
import { hash } from 'node:crypto';
import type { Batch, BatchRef } from '../../domain/ledger/batch.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { isClosed, keyOfBatch } from './batch-items.ts';
import type { Table } from './requests.ts';
import { asNumber, asText, type Item, itemOf, type Key, numberUnlessZero, numberValue } from './values.ts';

/** `from`: the batch is not free before; perhaps later, never sooner. */
export type Marker = { ref: BatchRef; from: Instant; createdAt: Instant };
/** An open batch with its present item. */
export type OpenBatch = { ref: BatchRef; item: Item };

const SPREAD_LENGTH = 2;
const partition = (run: string): string => `O#${run}`;
const keyOf = ({ run, id }: BatchRef): Key => ({
  pk: partition(run),
  sk: `${hash('sha256', id, 'base64url').slice(0, SPREAD_LENGTH)}${id}`,
});

/** A random start: two characters of base64url, as sort keys begin. No sort key is as short, so two ranges may meet there. */
const drawStart = (random: () => number): string =>
  Buffer.from([random() * 256, random() * 256])
    .toString('base64url')
    .slice(0, SPREAD_LENGTH);

export type OpenMarkers = {
  set(batch: Batch): Promise<void>;
  defer(ref: BatchRef, until: Instant): Promise<void>;
  remove(ref: BatchRef): Promise<void>;
  /** Pages of markers: `around` begins at random and goes around once, `all` goes in order. */
  pagesAround(run: string, size: number): AsyncGenerator<readonly Marker[]>;
  allPages(run: string): AsyncGenerator<readonly Marker[]>;
  /** Returns the batches that exist and are open, and deletes the markers of closed ones. */
  readOpen(markers: readonly Marker[]): Promise<OpenBatch[]>;
  /** Deletes markers without a batch that were made before: their planners have died. */
  sweep(run: string, before: Instant): Promise<void>;
};

export function createOpenMarkers(table: Table, random: () => number = Math.random): OpenMarkers {
  const toMarker = (run: string, item: Item): Marker => ({
    ref: { run, id: asText(item.sk).slice(SPREAD_LENGTH) },
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
    async defer(ref, until) {
      await table.update(keyOf(ref), {
        expression: 'SET b = :until',
        condition: 'attribute_exists(pk)',
        values: { ':until': numberValue(until) },
      });
    },
    async *pagesAround(run, size) {
      const start = drawStart(random);
      yield* pages(run, size, [start, '~']);
      yield* pages(run, size, [' ', start]);
    },
    allPages: (run) => pages(run, 1000),
    async readOpen(markers) {
      const items = await batchesOf(markers);
      const found = markers.flatMap(({ ref }) => ({ ref, item: items.get(ref.id) }));
      for (const { ref, item } of found) if (item && isClosed(item)) await remove(ref);
      return found.filter((one): one is OpenBatch => one.item !== undefined && !isClosed(one.item));
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
