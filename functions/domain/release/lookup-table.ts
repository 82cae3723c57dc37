/** Look-up tables: from an id, a slug, an old slug or an old path to where its article is, one small table per key. */

/** Keys a table holds at most on average: about 10 KB. */
const PER_TABLE = 128;

/** Where the article is listed, and its id. */
export type ArticleLocation = { month: string; id: string };
export type LookupTable = Readonly<Record<string, ArticleLocation>>;

export const idKey = (id: string): string => `i:${id}`;
export const slugKey = (slug: string): string => `s:${slug}`;
/** Old slugs, and whole old paths. */
export const aliasKey = (alias: string): string => `a:${alias}`;

/** A power of two: growing, a publication makes its tables anew only each time it has doubled. */
export const tablesFor = (keys: number): number =>
  2 ** Math.max(0, Math.ceil(Math.log2(Math.max(1, keys) / PER_TABLE)));

/** FNV-1a (32 bit) over UTF-16 units: spreads well, costs nothing, and need not be kept secret. */
export function tableOf(key: string, tables: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % tables;
}
