/** Translates errors of the file system and of SQLite into a message with a remedy. */

import { shown } from './printable-text.ts';

const FULL = 'The disk is full. Make room; what was there is still there.';
const DENIED = 'It may not be read or written. Change its owner, or point DATA_DIR or CONTENT_DIR elsewhere.';
const READ_ONLY = 'The disk can only be read. Point DATA_DIR to one that can be written.';
const NO_FOLDER = 'A file is where a folder is needed. Move it, or point DATA_DIR or CONTENT_DIR elsewhere.';
const DAMAGED = 'The database is damaged. Stop the server and put the last backup of DATA_DIR in its place.';
const BUSY = 'Another process keeps the database to itself. Try again in a moment.';
const FAILS = 'The disk fails. See the log of the system, and copy DATA_DIR to another one.';

/** errno(3). */
const SYSTEM: Readonly<Record<string, string>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  EFBIG: 'A file may not grow so large here. Raise the limit (ulimit -f), or point DATA_DIR elsewhere.',
  EIO: FAILS,
  EMFILE: 'Too many files are open. Raise the limit (ulimit -n).',
  ENFILE: 'Too many files are open on this machine. End what opens them, or raise the limit.',
  EACCES: DENIED,
  EPERM: DENIED,
  EROFS: READ_ONLY,
  ENOTDIR: NO_FOLDER,
  EEXIST: NO_FOLDER,
  EISDIR: 'A folder is where a file is needed. Move it.',
};

/** Primary result codes, the low byte of `errcode` (sqlite.org/rescode.html). */
const SQLITE: Readonly<Record<number, string>> = {
  5: BUSY,
  6: BUSY,
  8: READ_ONLY,
  10: `The disk fails, or is full. ${FULL}`,
  11: DAMAGED,
  13: FULL,
  14: DENIED,
  26: DAMAGED,
};

/** undefined if the error is about something else. */
export function diskTrouble(error: unknown): { message: string; remedy: string } | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, path, errcode } = error as { code?: unknown; path?: string; errcode?: number };
  const told = code === 'ERR_SQLITE_ERROR' ? SQLITE[(errcode ?? 0) & 0xff] : SYSTEM[String(code)];
  if (told === undefined) return undefined;
  const [what, ...remedy] = told.split(/(?<=\.) /);
  return {
    message: [path ? `${shown(path)}:` : '', what, `(${shown(error.message)})`].filter(Boolean).join(' '),
    remedy: remedy.join(' '),
  };
}
