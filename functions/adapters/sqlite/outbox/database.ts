/** Opens outbox.db; the server reads the file while the worker writes to it. */
import type { DatabaseSync } from 'node:sqlite';
import { openFile } from '../open-file.ts';
import { OUTBOX_MIGRATIONS } from './migrations.ts';

/** `file` may be `:memory:`. Not durable: a power cut may lose the last messages, none of which was really mailed. */
export function openOutboxFile(
  file: string,
  migrations: readonly string[] = OUTBOX_MIGRATIONS,
): DatabaseSync {
  return openFile(file, { durable: false, secureDelete: false }, migrations).db;
}
