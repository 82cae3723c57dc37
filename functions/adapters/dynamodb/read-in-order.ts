/** Reads subscribers in order of their ids, across the partitions (a scatter of range queries). */
import type { Range } from './inputs.ts';
import type { Table } from './requests.ts';
import { rangesOf } from './subscriber-items.ts';
import { asText, type Item } from './values.ts';

type Filtered = Pick<Range, 'filter' | 'values' | 'only'>;

/**
 * Returns items by ascending id that pass the filter, up to the limit. If the first partitions hold few items, several are read at a time.
 */
export async function readInOrder(
  table: Table,
  { after, below, limit }: { after: string; below: string | undefined; limit: number },
  query: Filtered,
): Promise<Item[]> {
  const ranges = rangesOf(after, below);
  const found: Item[] = [];
  for (let width = 1, wave = 0; ranges.length > 0 && found.length < limit; wave++) {
    const wanted = limit - found.length;
    const some = ranges.splice(0, width).map((range) => readRange(table, { ...range, ...query }, wanted));
    for (const items of await Promise.all(some)) found.push(...items);
    if (wave > 0) width = Math.min(2 * width, WIDEST);
  }
  return found.filter((item) => asText(item.sk) !== below).slice(0, limit);
}
const WIDEST = 8;

/** Reads a range of one partition. */
async function readRange(table: Table, range: Range, wanted: number): Promise<Item[]> {
  const found: Item[] = [];
  let [seen, from]: [number, Item | undefined] = [0, undefined];
  do {
    // The page size is estimated by the share that passed the filter so far: items beyond the wanted ones would be read again for the next
    // page.
    const share = seen === 0 ? 1 : Math.max(found.length / seen, 1 / 16);
    const page = await table.page({ ...range, limit: Math.ceil((wanted - found.length) / share) }, from);
    found.push(...page.items);
    seen += page.seen;
    from = page.next;
  } while (from !== undefined && found.length < wanted);
  return found;
}
