/** Parts that are opened when they are first asked for: what answers a page must not wait for what sends a letter. */

/** Opened once; a failure is forgotten, so that the next who asks tries again. */
export function once<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | undefined;
  return () => {
    opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
}

/** Opened again when it is older than `age`, milliseconds; meanwhile, and where that fails, the last one serves. */
export function renewed<T>(open: () => Promise<T>, age: number, clock: () => number): () => Promise<T> {
  let last: { value: T; until: number } | undefined;
  const renew = async () => {
    const value = await open();
    last = { value, until: clock() + age };
    return value;
  };
  return async () => {
    if (!last) return renew();
    const { value, until } = last;
    return clock() < until ? value : renew().catch(() => value);
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
