/** Bounded cache (LRU, least recently used): where all entries cost more than a limit, those go that were used longest ago. */

export type BoundedCache<T extends {}> = {
  /** A use: the entry is the last to go. */
  get(key: string): T | undefined;
  /** The newest entry stays, whatever it costs. */
  set(key: string, value: T): void;
  delete(key: string): void;
  /** Number of entries. */
  readonly size: number;
  clear(): void;
};

/** `costOf` says the same of a value as long as it is held. Without it `limit` is a number of entries. */
export function createBoundedCache<T extends {}>(
  limit: number,
  costOf: (value: T) => number = () => 1,
): BoundedCache<T> {
  // A Map iterates in the order of insertion: what is used is put back at its end, the first was used longest ago.
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
      // Moving an entry costs three times a look-up, and requests often ask for the same again.
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
