/** Describes the entries of a folder that cannot be read as files, each with a remedy. */
import type { EntryFault } from './source-files.ts';

/** The part of node's Stats that is needed. */
type EntryKind = Record<'isDirectory' | 'isFIFO' | 'isSocket', () => boolean>;

const RENAME_REMEDY = 'Rename it, in letters, digits and hyphens.';

export const UNPRINTABLE_NAME: EntryFault = {
  message: 'The name holds characters that do not show.',
  remedy: RENAME_REMEDY,
};
export const NO_UTF8_NAME: EntryFault = { message: 'The name is not UTF-8.', remedy: RENAME_REMEDY };
export const NAMED_AS_FILE: EntryFault = {
  message: 'The entry is a folder, though its name is that of a file.',
  remedy: 'Rename it, without an ending.',
};
export const DANGLING: EntryFault = {
  message: 'The link leads to a file that is not there.',
  remedy: 'Put the file itself there, or remove the link.',
};

/** Codes of errno(3). */
const ERRNO_FAULTS: Readonly<Record<string, EntryFault>> = {
  ELOOP: {
    message: 'The link leads in a circle.',
    remedy: 'Put the file itself there, or remove the link.',
  },
  EACCES: {
    message: 'The file or folder may not be read.',
    remedy: 'Give the right to read it to the user who runs Broadsheet (chmod u+rX).',
  },
  ENAMETOOLONG: {
    message: 'The path is too long.',
    remedy: 'Use shorter names, or fewer folders in folders.',
  },
};

/** The fault of the entry that caused this error of a stat or a read. Undefined if the machine is at fault. */
export function entryFaultOf(error: unknown): EntryFault | undefined {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (code === 'EPERM') return ERRNO_FAULTS.EACCES;
  // The error of opening a socket, or a device without a driver.
  if (code === 'ENXIO' || code === 'ENODEV') return kindFault('a device or a socket');
  return ERRNO_FAULTS[code];
}

const kindFault = (kind: string): EntryFault => ({
  message: `The entry is no file but ${kind}.`,
  remedy: 'Put a file there, or remove it.',
});

/** The fault of an entry that is no file. A plain folder is entered, so a folder that comes here was reached through a link. */
export function faultOfKind(stat: EntryKind): EntryFault {
  if (stat.isDirectory())
    return {
      message: 'The link leads to a folder, and such links are not followed.',
      remedy: 'Put the folder itself there.',
    };
  if (stat.isFIFO()) return kindFault('a pipe');
  return kindFault(stat.isSocket() ? 'a socket' : 'a device');
}
