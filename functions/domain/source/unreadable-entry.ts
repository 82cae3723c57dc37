/** What is wrong with an entry of a folder that is no file to be read, in words with a remedy. */
import type { EntryFault } from './source-files.ts';

/** Of node's Stats. */
type Kind = Record<'isDirectory' | 'isFIFO' | 'isSocket', () => boolean>;

const RENAME = 'Rename it, in letters, digits and hyphens.';

export const UNSEEN_NAME: EntryFault = {
  message: 'The name holds characters that do not show.',
  remedy: RENAME,
};
export const NO_UTF8_NAME: EntryFault = { message: 'The name is not UTF-8.', remedy: RENAME };
export const NAMED_AS_FILE: EntryFault = {
  message: 'It is a folder, though it is called as files are.',
  remedy: 'Rename it, without an ending.',
};
export const DANGLING: EntryFault = {
  message: 'It is a link to a file that is not there.',
  remedy: 'Put the file itself there, or remove the link.',
};

/** errno(3). */
const REACHED: Readonly<Record<string, EntryFault>> = {
  ELOOP: {
    message: 'It is a link that leads in a circle.',
    remedy: 'Put the file itself there, or remove the link.',
  },
  EACCES: {
    message: 'It may not be read.',
    remedy: 'Give the right to read it to the user who runs Broadsheet (chmod u+rX).',
  },
  ENAMETOOLONG: {
    message: 'Its path is too long.',
    remedy: 'Use shorter names, or fewer folders in folders.',
  },
};

/** Of the error with which a look at it, or a read of it, ended; undefined: the machine's own trouble. */
export function entryFaultOf(error: unknown): EntryFault | undefined {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (code === 'EPERM') return REACHED.EACCES;
  // No process of ours has anything to say to a socket, or a device that nothing drives.
  if (code === 'ENXIO' || code === 'ENODEV') return kindFault('a device or a socket');
  return REACHED[code];
}

const kindFault = (kind: string): EntryFault => ({
  message: `It is no file but ${kind}.`,
  remedy: 'Put a file there, or remove it.',
});

/** Of what is there but no file; a folder has been entered already, unless a link leads to it. */
export function faultOfKind(stat: Kind): EntryFault {
  if (stat.isDirectory())
    return {
      message: 'It is a link to a folder, and those are not followed.',
      remedy: 'Put the folder itself there.',
    };
  if (stat.isFIFO()) return kindFault('a pipe');
  return kindFault(stat.isSocket() ? 'a socket' : 'a device');
}
