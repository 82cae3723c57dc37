/** Lazy initialization of parts, so that a page does not wait for the parts that send letters. */

import { SECOND } from '../domain/time/instant.ts';

/** Memoizes an opened part. A failure is forgotten, so that the next call tries again. */
export function retryableOnce<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | undefined;
  return () => {
    opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
}

/** Pause after a failed renewal, so that calls in between do not wait for another failure. */
const RETRY_INTERVAL = 30 * SECOND;

/** Memoizes a value and renews it after `age` milliseconds. If that fails, the last value serves for half a minute more. */
export function memoizeFor<T>(open: () => Promise<T>, age: number, clock: () => number): () => Promise<T> {
  let last: { value: T; until: number } | undefined;
  const renew = async () => {
    const value = await open();
    last = { value, until: clock() + age };
    return value;
  };
  return async () => {
    if (!last) return renew();
    const held = last;
    if (clock() < held.until) return held.value;
    return renew().catch(() => {
      held.until = clock() + RETRY_INTERVAL;
      return held.value;
    });
  };
}

type AsyncMethods = Record<string, (...values: never[]) => unknown>;

/** Wraps a port whose methods all return promises. The first call of any method opens the port. */
export const createLazyPort = <T extends object>(open: () => Promise<T>): T =>
  new Proxy({} as T, {
    get:
      (_, name) =>
      async (...values: never[]) =>
        ((await open()) as AsyncMethods)[name as string]!(...values),
  });
