/** Opens a SQLite file (node:sqlite) that its owner alone may read, and runs the migrations that the file lacks. */
import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { BroadsheetError } from '../../domain/error.ts';

export type OpenedFile = {
  db: DatabaseSync;
  /** Runs `work` in one immediate transaction; rolls back and rethrows what it throws. */
  transaction<T>(work: () => T): T;
};

/**
 * `durable`: every commit reaches the disk before it returns (synchronous=FULL). Otherwise a power cut may lose the last commits, but a
 * crash of this process loses none. `secureDelete`: deleted rows are overwritten; SQLite would leave them legible until it needs the space.
 */
export type FileOptions = { durable: boolean; secureDelete: boolean };

/**
 * `migrations[n]` brings version n to n + 1. `file` may be `:memory:`. Throws `config` for a file that a newer Broadsheet wrote, and
 * leaves a file whose migration fails as the file was.
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
    // Another thread or the CLI may hold the write lock for the length of a batch.
    // wal_autocheckpoint: pages; at SQLite's thousand a run waits for the disk four times as often.
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
 * Addresses and letters are in the file, so its owner alone may read it. The files that SQLite puts beside it take its mode.
 * A file that exists is not opened here, because closing a descriptor would drop every lock that this process has on the file (fcntl,
 * sqlite.org/howtocorrupt.html §2.2). The next command to end would then take the log away from a running server.
 */
function createPrivately(file: string): void {
  if (file === ':memory:') return;
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/**
 * `PRAGMA user_version` holds the file's version. The pragma is part of the transaction, so that a kill in the middle leaves the old
 * version.
 */
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
