/** The cache of made resources (LRU, by bytes), kept while they are true; each is made once, however many requests ask at once. */
import type { Resource } from './resource.ts';

export type ResourceCache = {
  /** At once, or undefined. */
  peek(name: string, stamp: string): Resource | undefined;
  /** What `make` throws is thrown to all who waited, and forgotten. */
  take(name: string, stamp: string, make: () => Promise<Resource>): Promise<Resource>;
};

/** A body, its two compressed forms and its headers, roughly. */
const costOf = (resource: Resource): number => resource.bytes.length * 2 + 2000;

/** `stamp` is what all of it depends on (View.key): when it changes, everything kept before is let go. */
export function createCache(maxBytes: number): ResourceCache {
  let stamped = '';
  let bytes = 0;
  // A Map iterates in the order of insertion: what is used is put back at its end, the first is the oldest.
  const kept = new Map<string, Resource>();
  const making = new Map<string, Promise<Resource>>();

  function turnTo(stamp: string): void {
    if (stamp === stamped) return;
    stamped = stamp;
    bytes = 0;
    kept.clear();
    making.clear();
  }

  function keep(name: string, resource: Resource): void {
    kept.set(name, resource);
    bytes += costOf(resource);
    for (const [oldest, dropped] of kept) {
      if (bytes <= maxBytes || oldest === name) break;
      kept.delete(oldest);
      bytes -= costOf(dropped);
    }
  }

  async function makeOnce(name: string, stamp: string, make: () => Promise<Resource>): Promise<Resource> {
    try {
      const resource = await make();
      // What must not be stored is not stored here either.
      if (stamp === stamped && resource.keeping !== 'no-store') keep(name, resource);
      return resource;
    } finally {
      if (stamp === stamped) making.delete(name);
    }
  }

  return {
    peek(name, stamp) {
      if (stamp !== stamped) return undefined;
      const found = kept.get(name);
      if (found) {
        kept.delete(name);
        kept.set(name, found);
      }
      return found;
    },
    take(name, stamp, make) {
      turnTo(stamp);
      const found = this.peek(name, stamp) ?? making.get(name);
      if (found) return Promise.resolve(found);
      const made = makeOnce(name, stamp, make);
      making.set(name, made);
      return made;
    },
  };
}
