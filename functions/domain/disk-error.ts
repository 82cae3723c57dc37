/** Translates errors of the file system and of SQLite into a message with a remedy. */

import { escapeInvisible } from './printable-text.ts';

const DISK_FULL = 'The disk is full. Make room; what was there is still there.';
const ACCESS_DENIED =
  'It may not be read or written. Change its owner, or point DATA_DIR or CONTENT_DIR elsewhere.';
const DISK_READ_ONLY = 'The disk can only be read. Point DATA_DIR to one that can be written.';
const NOT_A_FOLDER =
  'A file is where a folder is needed. Move it, or point DATA_DIR or CONTENT_DIR elsewhere.';
const DATABASE_DAMAGED =
  'The database is damaged. Stop the server and put the last backup of DATA_DIR in its place.';
const DATABASE_BUSY = 'Another process keeps the database to itself. Try again in a moment.';
const DISK_FAILS = 'The disk fails. See the log of the system, and copy DATA_DIR to another one.';

/** errno(3). */
const SYSTEM_MESSAGES: Readonly<Record<string, string>> = {
  ENOSPC: DISK_FULL,
  EDQUOT: DISK_FULL,
  EFBIG: 'A file may not grow so large here. Raise the limit (ulimit -f), or point DATA_DIR elsewhere.',
  EIO: DISK_FAILS,
  EMFILE: 'Too many files are open. Raise the limit (ulimit -n).',
  ENFILE: 'Too many files are open on this machine. End what opens them, or raise the limit.',
  EACCES: ACCESS_DENIED,
  EPERM: ACCESS_DENIED,
  EROFS: DISK_READ_ONLY,
  ENOTDIR: NOT_A_FOLDER,
  EEXIST: NOT_A_FOLDER,
  EISDIR: 'A folder is where a file is needed. Move it.',
};

/** Primary result codes, the low byte of `errcode` (sqlite.org/rescode.html). */
const SQLITE_MESSAGES: Readonly<Record<number, string>> = {
  5: DATABASE_BUSY,
  6: DATABASE_BUSY,
  8: DISK_READ_ONLY,
  10: `The disk fails, or is full. ${DISK_FULL}`,
  11: DATABASE_DAMAGED,
  13: DISK_FULL,
  14: ACCESS_DENIED,
  26: DATABASE_DAMAGED,
};

/** undefined if the error is about something else. */
export function explainDiskError(error: unknown): { message: string; remedy: string } | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, path, errcode } = error as { code?: unknown; path?: string; errcode?: number };
  const told =
    code === 'ERR_SQLITE_ERROR' ? SQLITE_MESSAGES[(errcode ?? 0) & 0xff] : SYSTEM_MESSAGES[String(code)];
  if (told === undefined) return undefined;
  const [what, ...remedy] = told.split(/(?<=\.) /);
  return {
    message: [path ? `${escapeInvisible(path)}:` : '', what, `(${escapeInvisible(error.message)})`]
      .filter(Boolean)
      .join(' '),
    remedy: remedy.join(' '),
  };
}
