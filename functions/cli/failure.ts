/** What went wrong, as an operator is told: our own errors as they are, a disk's in words, others to be reported. */
import { BroadsheetError, type ErrorCode, isBroadsheetError } from '../domain/error.ts';
import { traced } from '../flows/sentence.ts';

/** Everything but wrong usage is 1; the table is exhaustive so that a new code is decided here. */
export const EXIT: Readonly<Record<ErrorCode, 1 | 2>> = {
  usage: 2,
  config: 2,
  invalid: 1,
  'not-found': 1,
  gone: 1,
  conflict: 1,
  expired: 1,
  forged: 1,
  'too-large': 1,
  'too-many': 1,
  method: 1,
  media: 1,
  locked: 1,
  refused: 1,
  unavailable: 1,
  broken: 1,
};

const FULL = 'The disk is full. Make room; what was there is still there.';
const DENIED = 'It may not be read or written. Change its owner, or point DATA_DIR or CONTENT_DIR elsewhere.';
const READ_ONLY = 'The disk can only be read. Point DATA_DIR to one that can be written.';
const NO_FOLDER = 'A file is where a folder is needed. Move it, or point DATA_DIR or CONTENT_DIR elsewhere.';
const DAMAGED = 'The database is damaged. Stop the server and put the last backup of DATA_DIR in its place.';
const BUSY = 'Another process keeps the database to itself. Try again in a moment.';

/** errno(3). */
const SYSTEM: Readonly<Record<string, string>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
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

type Told = { code: ErrorCode; message: string; remedy: string | undefined };

export function failureOf(error: unknown): Told {
  if (isBroadsheetError(error)) {
    const why = diskSays(error.cause);
    const { code, message } = error;
    return {
      code,
      message: why ? `${message} ${why.message}` : message,
      remedy: error.remedy ?? why?.remedy,
    };
  }
  return (
    diskSays(error) ?? {
      code: 'broken',
      message: `Broadsheet broke: ${traced(error)}`,
      remedy: 'Please report this, with what you typed.',
    }
  );
}

function diskSays(error: unknown): Told | undefined {
  if (!(error instanceof Error) || error instanceof BroadsheetError) return undefined;
  const { code = '', path, errcode } = error as NodeJS.ErrnoException & { errcode?: number };
  const told = code === 'ERR_SQLITE_ERROR' ? SQLITE[(errcode ?? 0) & 0xff] : SYSTEM[code];
  if (told === undefined) return undefined;
  const [what, ...remedy] = told.split(/(?<=\.) /);
  return {
    code: 'unavailable',
    message: [path ? `${path}:` : '', what, `(${error.message})`].filter(Boolean).join(' '),
    remedy: remedy.join(' '),
  };
}
