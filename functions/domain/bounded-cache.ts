/** Bounded LRU cache (least recently used): if the entries together cost more than a limit, those used longest ago are evicted. */

export type BoundedCache<T extends {}> = {
  /** Counts as a use: the entry becomes the last to be evicted. */
  get(key: string): T | undefined;
  /** Adds an entry. The newest entry stays, whatever its cost. */
  set(key: string, value: T): void;
  delete(key: string): void;
  /** Number of entries. */
  readonly size: number;
  clear(): void;
};

/** `costOf` must give a value the same cost as long as the cache holds the value. Without `costOf` the limit is a number of entries. */
export function createBoundedCache<T extends {}>(
  limit: number,
  costOf: (value: T) => number = () => 1,
): BoundedCache<T> {
  // A Map iterates in the order of insertion. A used entry is put back at the end, so the first entry was used longest ago.
  const entries = new Map<string, T>();
  let total = 0;
  let newest: string | undefined;

  function remove(key: string): void {
    const value = entries.get(key);
    if (value === undefined || !entries.delete(key)) return;
    total -= costOf(value);
    if (key === newest) newest = undefined;
  }

  function trim(): void {
    for (const [oldest, value] of entries) {
      if (total <= limit || oldest === newest) return;
      entries.delete(oldest);
      total -= costOf(value);
    }
  }

  return {
    get(key) {
      const found = entries.get(key);
      // Moving an entry costs three look-ups, and requests often ask for the same entry again.
      if (found === undefined || key === newest) return found;
      entries.delete(key);
      entries.set(key, found);
      newest = key;
      return found;
    },
    set(key, value) {
      remove(key);
      entries.set(key, value);
      total += costOf(value);
      newest = key;
      trim();
    },
    delete: remove,
    get size() {
      return entries.size;
    },
    clear() {
      entries.clear();
      total = 0;
      newest = undefined;
    },
  };
}
