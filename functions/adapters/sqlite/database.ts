/** Opens broadsheet.db: subscribers and the ledger of delivery. */
import type { DatabaseSync } from 'node:sqlite';
import { MIGRATIONS } from './migrations.ts';
import { type OpenedFile, openFile } from './open-file.ts';

export type Database = OpenedFile & {
  /** After a deletion that is to leave nothing: empties the write-ahead log. Not within a transaction. */
  emptyLog(): void;
  close(): void;
};

/**
 * `durable`: every commit reaches the disk before it returns (synchronous=FULL), which real mailers need. Otherwise a
 * power cut may lose the last commits, but a crash of ours loses none. `file` may be `:memory:`.
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

/**
 * Waits half a second for readers of the log, where a writer waits ten. After that a later call empties the log, at the latest the closing
 * of the last connection.
 */
function emptyLog(db: DatabaseSync): void {
  db.exec('PRAGMA busy_timeout = 500; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA busy_timeout = 10000;');
}

/**
 * Empties the write-ahead log after an erasure, so that no file keeps the old content. An erasure goes through many runs, so the log is
 * emptied once, afterwards.
 */
export function emptyLogOnce({ db, emptyLog }: Database): () => void {
  let isComing = false;
  return () => {
    if (isComing) return;
    isComing = true;
    setImmediate(() => {
      isComing = false;
      // Closing the database empties the log too.
      if (db.isOpen) emptyLog();
    });
  };
}
