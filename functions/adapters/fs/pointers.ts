/** The pointer in a folder: `state/current.json`, replaced whole by one process at a time (compare and set). */
import {
  closeSync,
  fdatasyncSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { BroadsheetError } from '../../domain/error.ts';
import type { Pointer, Pointers } from '../../domain/release/release.ts';
import { indexKey } from '../../domain/release/release.ts';
import { holdOf } from './hold.ts';

export function createFolderPointers(root: string): Pointers {
  const file = join(root, 'state', 'current.json');
  return {
    read: async () => read(file),
    flip: async (next, expected) => {
      mkdirSync(dirname(file), { recursive: true });
      const { DatabaseSync } = await import('node:sqlite');
      // Nothing is awaited from here on: another caller that waits for the lock in this process would block its holder.
      const lock = takeLock(new DatabaseSync(`${file}.lock`));
      try {
        replace(file, next, expected);
      } finally {
        lock.close();
      }
      wentLive(join(root, indexKey(next.release)));
    },
    hold: holdOf(root).share,
  };
}

/** Marks a release as live now, because housekeeping keeps the releases that were live last (Shelved.at). */
function wentLive(index: string): void {
  const now = new Date();
  try {
    utimesSync(index, now, now);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** SQLite's exclusive lock is an fcntl lock: the system drops it however its holder dies, so no lock is ever stale. */
function takeLock(db: DatabaseSync): DatabaseSync {
  try {
    db.exec('PRAGMA busy_timeout = 10000; BEGIN EXCLUSIVE');
    return db;
  } catch (cause) {
    db.close();
    throw new BroadsheetError('unavailable', 'The pointer stays locked by another process.', { cause });
  }
}

function replace(file: string, next: Pointer, expected: Pointer | undefined): void {
  if (JSON.stringify(read(file)) !== JSON.stringify(expected)) throw conflict();
  const draft = `${file}.next`;
  writeSynced(draft, `${JSON.stringify(next, null, 2)}\n`);
  renameSync(draft, file);
  syncFolder(dirname(file));
}

const conflict = () =>
  new BroadsheetError('conflict', 'Somebody else published or withdrew meanwhile.', {
    remedy: 'Look at what is live now, then do it again.',
  });

function read(file: string): Pointer | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Pointer;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new BroadsheetError('unavailable', `${file} cannot be read.`, { cause });
  }
}

function writeSynced(file: string, text: string): void {
  const descriptor = openSync(file, 'w');
  try {
    writeSync(descriptor, text);
    fdatasyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Syncs the folder, so that the rename survives a power cut: fsync(2) of a file does not cover its folder's entry. */
function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
