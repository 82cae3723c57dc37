/** Bounded concurrency: runs work on many items, with at most `most` at a time. */

/**
 * Starts no more items once one has thrown; `failed` tells that to those under way. Resolves only when all have ended, so that nothing
 * goes on behind a function that has answered. Throws the first error.
 */
export async function runInParallel<T>(
  all: Iterable<T>,
  most: number,
  work: (one: T, failed: () => boolean) => Promise<void>,
): Promise<void> {
  const errors: unknown[] = [];
  const failed = () => errors.length > 0;
  const left = all[Symbol.iterator]();
  const runWorker = async () => {
    for (let next = left.next(); !next.done && !failed(); next = left.next())
      await work(next.value, failed).catch((error: unknown) => void errors.push(error));
  };
  await Promise.all(Array.from({ length: most }, runWorker));
  if (failed()) throw errors[0];
}

/** The same, with the results of `work` in the order of `all`. */
export async function mapInParallel<T, R>(
  all: readonly T[],
  most: number,
  work: (one: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  await runInParallel(all.entries(), most, async ([i, one]) => {
    results[i] = await work(one);
  });
  return results;
}
