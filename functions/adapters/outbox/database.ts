/** Opens the outbox's file and brings its schema up to date; the server reads it while the worker writes. */
import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { stepsFrom } from '../../domain/schema-steps.ts';
import { OUTBOX_SCHEMA } from './tables.ts';

/** `file` may be `:memory:`. NORMAL: a power cut may lose the last messages, which nobody was to get in truth. */
export function openOutboxFile(file: string, schema: readonly string[] = OUTBOX_SCHEMA): DatabaseSync {
  // Letters and addresses are in it: for its owner alone.
  if (file !== ':memory:') closeSync(openSync(file, 'a', 0o600));
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

function migrate(db: DatabaseSync, file: string, schema: readonly string[]): void {
  const version = () => Number(db.prepare('PRAGMA user_version').get()!.user_version);
  if (version() === schema.length) return;
  db.exec('BEGIN IMMEDIATE');
  // Asked again: another process may have done it meanwhile.
  for (const step of stepsFrom(version(), schema, file)) db.exec(step);
  db.exec(`PRAGMA user_version = ${schema.length}; COMMIT`);
}
