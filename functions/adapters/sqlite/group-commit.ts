/** Group commit: writes of several workers at the same moment share one transaction, and one wait for the disk. */
import type { Database } from './database.ts';

export type GroupCommit = <T>(write: () => T) => Promise<T>;

type Waiting = { write: () => unknown; resolve: (value: never) => void; reject: (error: unknown) => void };

/** Each write is one independent statement, and resolves once it is committed. If the transaction fails, none is written and all reject. */
export function createGroupCommit({ transaction }: Pick<Database, 'transaction'>): GroupCommit {
  let waiting: Waiting[] = [];
  const commit = () => {
    const group = waiting;
    waiting = [];
    try {
      const alone = group.length === 1;
      const results = alone ? [group[0]!.write()] : transaction(() => group.map(({ write }) => write()));
      for (const [n, { resolve }] of group.entries()) resolve(results[n] as never);
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  };
  return (write) =>
    new Promise((resolve, reject) => {
      // Commits after all answers that have arrived were handled.
      if (waiting.length === 0) setImmediate(commit);
      waiting.push({ write, resolve: resolve as (value: never) => void, reject });
    });
}
