/** Group commit: what several lanes write at the same moment is one transaction, and one wait for the disk. */
import type { Database } from './database.ts';

export type GroupCommit = <T>(write: () => T) => Promise<T>;

type Waiting = { write: () => unknown; resolve: (value: never) => void; reject: (error: unknown) => void };

/**
 * Each write is one statement and stands for itself: it is told what became of it once it is committed. Where the transaction fails
 * none of them was written, and each is told so.
 */
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
      // Once all answers that have come in were heard.
      if (waiting.length === 0) setImmediate(commit);
      waiting.push({ write, resolve: resolve as (value: never) => void, reject });
    });
}
