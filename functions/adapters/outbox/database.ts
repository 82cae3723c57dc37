/** Opens the outbox's file; the server reads it while the worker writes. */
import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { OUTBOX_TABLES } from './tables.ts';

/** `file` may be `:memory:`. NORMAL: a power cut may lose the last messages, which nobody was to get in truth. */
export function openOutboxFile(file: string): DatabaseSync {
  // Letters and addresses are in it: for its owner alone.
  if (file !== ':memory:') closeSync(openSync(file, 'a', 0o600));
  const db = new DatabaseSync(file);
  db.exec('PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  db.exec(OUTBOX_TABLES);
  return db;
}
