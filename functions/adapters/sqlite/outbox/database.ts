/** Opens the outbox's file and brings its schema up to date; the server reads it while the worker writes. */
import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { stepsFrom } from '../../../domain/migration-steps.ts';
import { OUTBOX_SCHEMA } from './tables.ts';

/** `file` may be `:memory:`. NORMAL: a power cut may lose the last messages, which nobody was to get in truth. */
export function openOutboxFile(file: string, schema: readonly string[] = OUTBOX_SCHEMA): DatabaseSync {
  keepPrivate(file);
  const db = new DatabaseSync(file);
  db.exec(
    'PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000;',
  );
  try {
    migrate(db, file, schema);
    return db;
  } catch (error) {
    // Rolled back with it: all or nothing.
    db.close();
    throw error;
  }
}

/**
 * Letters and addresses are in it: made for its owner alone.
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

function migrate(db: DatabaseSync, file: string, schema: readonly string[]): void {
  const version = () => Number(db.prepare('PRAGMA user_version').get()!.user_version);
  if (version() === schema.length) return;
  db.exec('BEGIN IMMEDIATE');
  // Asked again: another process may have done it meanwhile.
  for (const step of stepsFrom(version(), schema, file)) db.exec(step);
  db.exec(`PRAGMA user_version = ${schema.length}; COMMIT`);
}
