/** A folder of sources: listed with stamps that tell a change, read when asked for. */
import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import type { ContentFiles, ListedFile } from '../../domain/content.ts';
import { BroadsheetError } from '../../domain/error.ts';

/**
 * File systems stamp with the kernel's tick (4–10 ms on Linux): a file this young may change again within one stamp, so
 * its stamp is random and no build trusts it twice.
 */
const TOO_YOUNG = 50;

/**
 * Files below `folder` appear as `as/…`; `only` names what of the folder itself is meant. Synchronous inside: 10,000 files cost 40 ms so, and 300 ms
 * through promises.
 */
export function createFolderFiles(folder: string, as: string, only?: readonly string[]): ContentFiles {
  const root = resolve(folder);
  return {
    list: async () => walk(root, as, Date.now() - TOO_YOUNG, only),
    read: async (path) => readFile(locate(root, as, path), path, root),
  };
}

function walk(folder: string, as: string, young: number, only?: readonly string[]): ListedFile[] {
  return entries(folder).flatMap((entry) => {
    if (entry.name.startsWith('.') || (only && !only.includes(entry.name))) return [];
    const path = `${as}/${entry.name}`;
    const full = `${folder}${sep}${entry.name}`;
    if (entry.isDirectory()) return walk(full, path, young);
    const stamp = stampOf(full, young);
    return stamp === undefined ? [] : [{ path, stamp }];
  });
}

function entries(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    // A folder that is not there holds nothing: who needs a file of it says so by its name.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function stampOf(file: string, young: number): string | undefined {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat?.isFile()) return undefined;
  const { mtimeMs, ctimeMs, size, ino } = stat;
  if (Math.max(mtimeMs, ctimeMs) > young) return `young-${Math.random()}`;
  return `${mtimeMs.toString(36)}-${ctimeMs.toString(36)}-${size.toString(36)}-${ino.toString(36)}`;
}

function locate(root: string, as: string, path: string): string {
  const full = path.startsWith(`${as}/`) ? join(root, path.slice(as.length + 1)) : '';
  if (!full.startsWith(root + sep) || path.includes('\0')) throw missing(path);
  return full;
}

function readFile(full: string, path: string, root: string): Uint8Array {
  try {
    if (lstatSync(full).isSymbolicLink() && !realpathSync(full).startsWith(realpathSync(root) + sep))
      throw outside(path);
    return readFileSync(full);
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes((cause as NodeJS.ErrnoException).code!))
      throw missing(path, cause);
    throw cause;
  }
}

/** git carries such links: one named logo.svg would publish whatever of this machine it leads to. */
const outside = (path: string) =>
  new BroadsheetError('invalid', `${path} is a link to a file outside of its folder.`, {
    remedy: 'Put the file itself there.',
  });

const missing = (path: string, cause?: unknown) =>
  new BroadsheetError('not-found', `There is no file ${path}.`, { cause });
