/** Opens a SQLite file (node:sqlite), brings its schema up to date, and gives transactions that nest nowhere. */
import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { stepsFrom } from '../../domain/migration-steps.ts';
import { SCHEMA } from './schema.ts';

export type Database = {
  db: DatabaseSync;
  /** Runs `work` in one immediate transaction; rolls back and rethrows what it throws. */
  transaction<T>(work: () => T): T;
  /** After a deletion that is to leave nothing: empties the write-ahead log. Not within a transaction. */
  emptyLog(): void;
  close(): void;
};

/**
 * `durable`: every commit reaches the disk before it returns (synchronous=FULL), which real mailers need; NORMAL may lose the
 * last commits in a power cut, never in a crash of ours. `file` may be `:memory:`.
 */
export function openDatabase(
  file: string,
  options: { durable: boolean; schema?: readonly string[] },
): Database {
  keepPrivate(file);
  const db = new DatabaseSync(file);
  // Another thread or the CLI may hold the write lock for the length of a batch.
  // wal_autocheckpoint: pages; at SQLite's thousand a run waits for the disk four times as often.
  // secure_delete: else who was erased stays legible in the file until something else needs the place.
  db.exec(`PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = 4000;
    PRAGMA synchronous = ${options.durable ? 'FULL' : 'NORMAL'};`);
  const transaction = <T>(work: () => T): T => {
    db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      db.exec('COMMIT');
      return result;
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  };
  try {
    migrate(db, transaction, file, options.schema ?? SCHEMA);
  } catch (error) {
    db.close();
    throw error;
  }
  return { db, transaction, emptyLog: () => emptyLog(db), close: () => db.close() };
}

/** Not as patient as a writer: who keeps it from being emptied now empties it later, at the latest when the last one closes. */
function emptyLog(db: DatabaseSync): void {
  db.exec('PRAGMA busy_timeout = 500; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA busy_timeout = 10000;');
}

/**
 * Addresses are in it: made for its owner alone, as are the files SQLite puts beside it, which take its mode.
 * Once there it is never opened: closing a descriptor of it would drop every lock that this process has on it (fcntl,
 * sqlite.org/howtocorrupt.html §2.2), and the next command to end would take the log away from a running server.
 */
function keepPrivate(file: string): void {
  if (file === ':memory:') return;
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** `PRAGMA user_version` says where the file is; it is part of the transaction, so that a kill in the middle leaves the old one. */
function migrate(
  db: DatabaseSync,
  transaction: <T>(work: () => T) => T,
  file: string,
  schema: readonly string[],
): void {
  const version = () =>
    Number((db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version);
  if (version() === schema.length) return;
  transaction(() => {
    for (const step of stepsFrom(version(), schema, file)) db.exec(step);
    db.exec(`PRAGMA user_version = ${schema.length}`);
  });
}
