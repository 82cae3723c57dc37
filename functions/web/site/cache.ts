/** An LRU cache of resources by name, valid for one view. Concurrent requests for a resource share one rendering. */
import { createBoundedCache } from '../../domain/bounded-cache.ts';
import type { Clock } from '../../domain/time/instant.ts';
import type { Resource } from './resource.ts';

export type ResourceCache = {
  /** The cached resource; undefined if there is none. */
  getCached(name: string, stamp: string): Resource | undefined;
  /** Returns the cached resource or makes it. An error of `make` rejects every waiting call and is not cached. */
  getOrMake(name: string, stamp: string, make: () => Promise<Resource>): Promise<Resource>;
};

/** Roughly the bytes of a body, its two compressed forms and its headers. */
const costOf = (resource: Resource): number => resource.bytes.length * 2 + 2000;

/**
 * `stamp`: the key of the view (View.key) that all resources depend on. A new stamp empties the cache. A resource with `staleAt` is made
 * again from then on.
 */
export function createResourceCache(maxBytes: number, clock: Clock = Date.now): ResourceCache {
  let currentStamp = '';
  const kept = createBoundedCache(maxBytes, costOf);
  const making = new Map<string, Promise<Resource>>();

  function clearIfStale(stamp: string): void {
    if (stamp === currentStamp) return;
    currentStamp = stamp;
    kept.clear();
    making.clear();
  }

  async function makeOnce(name: string, stamp: string, make: () => Promise<Resource>): Promise<Resource> {
    try {
      const resource = await make();
      // A `no-store` resource must not be stored in this cache either.
      if (stamp === currentStamp && resource.cachePolicy !== 'no-store') kept.set(name, resource);
      return resource;
    } finally {
      if (stamp === currentStamp) making.delete(name);
    }
  }

  return {
    getCached(name, stamp) {
      const found = stamp === currentStamp ? kept.get(name) : undefined;
      return found?.staleAt !== undefined && clock() >= found.staleAt ? undefined : found;
    },
    getOrMake(name, stamp, make) {
      clearIfStale(stamp);
      const found = this.getCached(name, stamp) ?? making.get(name);
      if (found) return Promise.resolve(found);
      const made = makeOnce(name, stamp, make);
      making.set(name, made);
      return made;
    },
  };
}
