/** An LRU cache of resources by name, valid for one view. Concurrent requests for a resource share one rendering. */
import { createBoundedCache } from '../../domain/bounded-cache.ts';
import type { Resource } from './resource.ts';

export type ResourceCache = {
  /** The cached resource; undefined if there is none. */
  peek(name: string, stamp: string): Resource | undefined;
  /** Returns the cached resource or makes it. An error of `make` rejects every waiting call and is not cached. */
  take(name: string, stamp: string, make: () => Promise<Resource>): Promise<Resource>;
};

/** Roughly the bytes of a body, its two compressed forms and its headers. */
const costOf = (resource: Resource): number => resource.bytes.length * 2 + 2000;

/** `stamp`: the key of the view (View.key) that all resources depend on. A new stamp empties the cache. */
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
      // A `no-store` resource must not be stored in this cache either.
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
