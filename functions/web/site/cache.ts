/** The cache of rendered resources (LRU): entries live while they are true and while there is room. Concurrent requests share one rendering. */
import { createBoundedCache } from '../../domain/bounded-cache.ts';
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
  const kept = createBoundedCache(maxBytes, costOf);
  const making = new Map<string, Promise<Resource>>();

  function turnTo(stamp: string): void {
    if (stamp === stamped) return;
    stamped = stamp;
    kept.clear();
    making.clear();
  }

  async function makeOnce(name: string, stamp: string, make: () => Promise<Resource>): Promise<Resource> {
    try {
      const resource = await make();
      // What must not be stored is not stored here either.
      if (stamp === stamped && resource.keeping !== 'no-store') kept.set(name, resource);
      return resource;
    } finally {
      if (stamp === stamped) making.delete(name);
    }
  }

  return {
    peek(name, stamp) {
      return stamp === stamped ? kept.get(name) : undefined;
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
