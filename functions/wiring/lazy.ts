/** Parts that are opened when they are first asked for: what answers a page must not wait for what sends a letter. */

import { SECOND } from '../domain/time/instant.ts';

/** Opened once; a failure is forgotten, so that the next call tries again. */
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

/** Pause after a failure, so that no call in between waits for another one. */
const RETRY = 30 * SECOND;

/** Opened again once the value is older than `age` milliseconds. Where that fails, the last value serves for half a minute more. */
export function renewed<T>(open: () => Promise<T>, age: number, clock: () => number): () => Promise<T> {
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
      held.until = clock() + RETRY;
      return held.value;
    });
  };
}

type Asynchronous = Record<string, (...values: never[]) => unknown>;

/** A port whose methods all answer with promises, opened by the first call of any of them. */
export const lazily = <T extends object>(open: () => Promise<T>): T =>
  new Proxy({} as T, {
    get:
      (_, name) =>
      async (...values: never[]) =>
        ((await open()) as Asynchronous)[name as string]!(...values),
  });
