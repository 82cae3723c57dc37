/** A shared or exclusive lock on a folder (read-write lock), across threads and processes. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { BroadsheetError } from '../../domain/error.ts';

export type Hold = {
  /** Holds the lock with others; waits for an exclusive holder. Throws `unavailable` if that takes too long. */
  share<T>(work: () => Promise<T>): Promise<T>;
  /** Holds the lock alone. Returns undefined, without doing the work, if the lock is held. */
  alone<T>(work: () => Promise<T>): Promise<T | undefined>;
};

/** Milliseconds. Sweeping ten thousand objects takes a second or two. */
const PATIENCE = 60_000;
const PAUSE = 50;

/** Uses SQLite's locks, which the system drops however their holder dies. */
export function createHold(file: string): Hold {
  return {
    async share(work) {
      // A transaction keeps the shared lock of its first read.
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

/** Tries the lock without waiting, because the same thread may hold it. Returns undefined if another lock is in the way. */
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

/** The lock beside a store's pointer, or in the folder of builds. */
export const holdOf = (root: string): Hold => createHold(`${root}/state/hold`);
