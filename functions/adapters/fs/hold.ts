/** A hold on a folder: many may have it at once, or one alone; of threads and processes alike. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { BroadsheetError } from '../../domain/error.ts';

export type Hold = {
  /** Waits for whoever has it alone. Throws `unavailable` where that takes too long. */
  share<T>(work: () => Promise<T>): Promise<T>;
  /** undefined, and nothing done, where anybody has it. */
  alone<T>(work: () => Promise<T>): Promise<T | undefined>;
};

/** Sweeping ten thousand objects takes a second or two. */
const PATIENCE = 60_000;
const PAUSE = 50;

/** SQLite's locks, which the system drops however their holder dies. */
export function createHold(file: string): Hold {
  return {
    async share(work) {
      // A transaction keeps the lock of its first read.
      const db = await takeInTime(file, 'BEGIN; SELECT 1 FROM sqlite_schema');
      try {
        return await work();
      } finally {
        db.close();
      }
    },
    async alone(work) {
      const db = await take(file, 'BEGIN EXCLUSIVE');
      if (!db) return undefined;
      try {
        return await work();
      } finally {
        db.close();
      }
    },
  };
}

/** Without waiting, because the same thread may hold it; undefined where somebody else's lock is in the way. */
async function take(file: string, how: string): Promise<DatabaseSync | undefined> {
  mkdirSync(dirname(file), { recursive: true });
  const { DatabaseSync } = await import('node:sqlite');
  const db = new DatabaseSync(file, { timeout: 0 });
  try {
    db.exec(how);
    return db;
  } catch (error) {
    db.close();
    // SQLITE_BUSY (sqlite.org/rescode.html).
    if ((error as { errcode?: number }).errcode === 5) return undefined;
    throw error;
  }
}

async function takeInTime(file: string, how: string): Promise<DatabaseSync> {
  for (let waited = 0; waited < PATIENCE; waited += PAUSE) {
    const db = await take(file, how);
    if (db) return db;
    await setTimeout(PAUSE);
  }
  throw new BroadsheetError('unavailable', `Housekeeping has kept ${dirname(file)} to itself for too long.`, {
    remedy: 'Try again; if it stays so, stop the server and start it again.',
  });
}

/** Beside the pointer of a store, or in the folder that builds go to. */
export const holdOf = (root: string): Hold => createHold(`${root}/state/hold`);
