/** Look-up tables (hash partitions): from an id, a slug, an old slug or an old path to the article's location. A key is in one table. */

/** The average number of keys in a table is this at most: about 10 KB. */
const MAX_KEYS_PER_TABLE = 128;

/** The month whose list has the article, and the article's id. */
export type ArticleLocation = { month: string; id: string };
export type LookupTable = Readonly<Record<string, ArticleLocation>>;

/** Reads a property of the object itself: a slug of a request must not find `constructor`. */
export const ownProperty = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

export const idKey = (id: string): string => `i:${id}`;
export const slugKey = (slug: string): string => `s:${slug}`;
/** An alias is an old slug or a whole old path. */
export const aliasKey = (alias: string): string => `a:${alias}`;

/** A power of two, so that a growing publication rewrites all its tables only each time it has doubled. */
export const tableCountFor = (keys: number): number =>
  2 ** Math.max(0, Math.ceil(Math.log2(Math.max(1, keys) / MAX_KEYS_PER_TABLE)));

/** FNV-1a (32 bit) over UTF-16 units: spreads keys evenly and is cheap. A table's number is no secret. */
export function tableNumberOf(key: string, tables: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % tables;
}
