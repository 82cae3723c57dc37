/** Bounded concurrency: work on many things, so many at a time. */

/**
 * Starts nothing more once a piece of work has thrown; `failed` says so to those under way. Ends when all of them have ended, so that
 * nothing goes on behind a function that has answered. Throws the first error.
 */
export async function inParallel<T>(
  all: Iterable<T>,
  most: number,
  work: (one: T, failed: () => boolean) => Promise<void>,
): Promise<void> {
  const errors: unknown[] = [];
  const failed = () => errors.length > 0;
  const left = all[Symbol.iterator]();
  const lane = async () => {
    for (let next = left.next(); !next.done && !failed(); next = left.next())
      await work(next.value, failed).catch((error: unknown) => void errors.push(error));
  };
  await Promise.all(Array.from({ length: most }, lane));
  if (failed()) throw errors[0];
}
