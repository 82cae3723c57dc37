/**
 * Reads subscribers by their ids. A batch's members are neighbours, so one range query of their partition returns them and few others. A
 * read unit pays for ten or fifteen items of a range, and for one item by key. The density is learned from earlier reads.
 */

import type { Table } from './requests.ts';
import { keyOfSubscriber } from './subscriber-items.ts';
import { asText, type Item } from './values.ts';

/** Items that a unit reads (4 KB, AWS) at some 250 bytes each: if a wanted item is rarer than one in this many, keys are cheaper. */
const MAX_SPREAD = 16;
/** Every n-th call tries a range again, since the density may have changed. */
const CALLS_BETWEEN_RANGES = 50;

export function createReadSubscribers(table: Table): (ids: readonly string[]) => Promise<Item[]> {
  /** Items read for each wanted one. */
  let readPerWanted = 1;
  let calls = 0;

  async function readRange(ids: readonly string[]): Promise<{ found: Item[]; rest: readonly string[] }> {
    const wanted = new Set(ids);
    const [first, last] = [ids[0]!, ids.at(-1)!];
    const limit = Math.ceil(ids.length * Math.min(MAX_SPREAD, readPerWanted * 2)) + 2;
    const range = { pk: keyOfSubscriber(first).pk, between: [first, last] as const, limit };
    const { items, seen, next } = await table.page(range);
    const found = items.filter((item) => wanted.has(asText(item.sk)));
    readPerWanted = Math.max(
      1,
      (readPerWanted + Math.min(seen / Math.max(1, found.length), 2 * MAX_SPREAD)) / 2,
    );
    const reached = next === undefined ? undefined : asText(items.at(-1)?.sk);
    return { found, rest: reached === undefined ? [] : ids.filter((id) => id > reached) };
  }

  return async (ids) => {
    calls++;
    const groups = [...Map.groupBy([...new Set(ids)].sort(), (id) => id.slice(0, 1)).values()];
    const near =
      readPerWanted < MAX_SPREAD || calls % CALLS_BETWEEN_RANGES === 0
        ? groups.filter((g) => g.length > 1)
        : [];
    const ranges = await Promise.all(near.map(readRange));
    const single = groups.filter((group) => !near.includes(group)).flat();
    const rest = [...single, ...ranges.flatMap((range) => range.rest)];
    const byKey = rest.length > 0 ? await table.getMany(rest.map(keyOfSubscriber)) : [];
    return [...ranges.flatMap(({ found }) => found), ...byKey];
  };
}
