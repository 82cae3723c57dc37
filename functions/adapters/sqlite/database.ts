/** Opens broadsheet.db: the database of subscribers and of the ledger. */
import type { DatabaseSync } from 'node:sqlite';
import { MIGRATIONS } from './migrations.ts';
import { type OpenedFile, openFile } from './open-file.ts';

export type Database = OpenedFile & {
  /** Empties the write-ahead log, so that deleted rows leave no trace. Not within a transaction. */
  emptyLog(): void;
  close(): void;
};

/**
 * `durable`: every commit reaches the disk before it returns (synchronous=FULL), as real mailers need. NORMAL may lose the last commits
 * in a power cut, but none in a crash of the process. `file` may be `:memory:`.
 */
export function openDatabase(
  file: string,
  options: { durable: boolean; migrations?: readonly string[] },
): Database {
  // An erased subscriber must not stay legible in the file.
  const how = { durable: options.durable, secureDelete: true };
  const { db, transaction } = openFile(file, how, options.migrations ?? MIGRATIONS);
  return { db, transaction, emptyLog: () => emptyLog(db), close: () => db.close() };
}

/** Another connection that reads may prevent this now. Then a later call empties the log, at the latest the last close of the file. */
function emptyLog(db: DatabaseSync): void {
  db.exec('PRAGMA busy_timeout = 500; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA busy_timeout = 10000;');
}
