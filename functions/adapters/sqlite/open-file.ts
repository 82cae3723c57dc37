/** Opens a SQLite file (node:sqlite) that only its owner may read, and runs the migrations that the file lacks. */
import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { BroadsheetError } from '../../domain/error.ts';

export type OpenedFile = {
  db: DatabaseSync;
  /** Runs `work` in one immediate transaction. An error of `work` rolls back and is rethrown. */
  transaction<T>(work: () => T): T;
};

/**
 * `durable`: every commit reaches the disk before it returns (synchronous=FULL). Without it a power cut may lose the last commits, but a
 * crash of the process none. `secureDelete`: deleted rows are overwritten, which SQLite else does only when it needs the space.
 */
export type FileOptions = { durable: boolean; secureDelete: boolean };

/**
 * `migrations[n]` brings version n to n + 1. `file` may be `:memory:`. Throws `config` for a file that a newer Broadsheet wrote. A failed
 * migration leaves the file unchanged.
 */
export function openFile(
  file: string,
  { durable, secureDelete }: FileOptions,
  migrations: readonly string[],
): OpenedFile {
  createPrivately(file);
  const db = new DatabaseSync(file);
  const opened = { db, transaction: <T>(work: () => T): T => runInTransaction(db, work) };
  try {
    // busy_timeout: another thread or the CLI may hold the write lock while it writes a batch.
    // wal_autocheckpoint, in pages: at SQLite's default of a thousand a run waits for the disk four times as often.
    db.exec(`PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 4000;
      PRAGMA secure_delete = ${secureDelete ? 'ON' : 'OFF'}; PRAGMA synchronous = ${durable ? 'FULL' : 'NORMAL'};`);
    migrate(opened, file, migrations);
    return opened;
  } catch (error) {
    db.close();
    throw error;
  }
}

function runInTransaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/**
 * The file holds addresses and letters, so only its owner may read it. Files that SQLite puts beside it take its mode. A file that exists
 * is not opened here: closing it would drop all locks that this process has on the file (fcntl, sqlite.org/howtocorrupt.html §2.2), and
 * the next command to end would remove the log of a running server.
 */
function createPrivately(file: string): void {
  if (file === ':memory:') return;
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** `PRAGMA user_version` holds the file's version. The transaction sets the version, too, so a kill in the middle leaves the old one. */
function migrate({ db, transaction }: OpenedFile, file: string, migrations: readonly string[]): void {
  const version = () =>
    Number((db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version);
  if (version() === migrations.length) return;
  transaction(() => {
    // Another process may have migrated the file meanwhile, so the version is read again.
    for (const step of migrationsFrom(version(), migrations, file)) db.exec(step);
    db.exec(`PRAGMA user_version = ${migrations.length}`);
  });
}

function migrationsFrom(version: number, migrations: readonly string[], file: string): readonly string[] {
  if (version <= migrations.length) return migrations.slice(version);
  const message = `${file} was written by a newer Broadsheet (schema ${version}, this one knows ${migrations.length}).`;
  throw new BroadsheetError('config', message, {
    remedy: 'Update Broadsheet, or point DATA_DIR elsewhere.',
  });
}
