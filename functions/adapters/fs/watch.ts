/** File watcher: watches each source folder by itself, so that a file which an editor or git replaces is noticed too. */
import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { entryFaultOf } from '../../domain/source/unreadable-entry.ts';

export type FolderWatch = {
  /**
   * Watches new folders and drops deleted ones. Call it before every look at the files: later changes are reported, and earlier ones are
   * found by the look.
   */
  follow(): void;
  close(): void;
};

/** `names`: the entries that count; undefined for all that are not hidden. */
type Wanted = { inode: number; names: Set<string> | undefined };
type Watched = Wanted & { watcher: FSWatcher };

/**
 * `roots` may be missing, come and go. Throws the system's error, as `follow` does, when the system has no watches left. Node's `recursive`
 * option is not used: on Linux it watches every file by itself, 10,000 for 10,000 articles, and loses a file that is replaced by a rename,
 * as many editors save (node 24, lib/internal/fs/recursive_watch.js).
 */
export function watchFolders(roots: readonly string[], onChange: () => void): FolderWatch {
  const watched = new Map<string, Watched>();

  function drop(folder: string): void {
    watched.get(folder)?.watcher.close();
    watched.delete(folder);
  }

  function hear(folder: string, name: string | null): void {
    const names = watched.get(folder)?.names;
    if (name === null || (names?.has(name) ?? !name.startsWith('.'))) onChange();
  }

  function add(folder: string, about: Wanted): void {
    const watcher = unlessGone(() => watch(folder, (_, name) => hear(folder, name)));
    // On some systems a deleted folder is an error of its watcher.
    watcher?.on('error', () => {
      drop(folder);
      onChange();
    });
    if (watcher) watched.set(folder, { ...about, watcher });
  }

  function follow(): void {
    const wanted = foldersOf(roots);
    for (const [folder, { inode }] of watched) if (wanted.get(folder)?.inode !== inode) drop(folder);
    for (const [folder, about] of wanted) {
      const known = watched.get(folder);
      if (known) known.names = about.names;
      else add(folder, about);
    }
  }

  follow();
  return {
    follow,
    close: () => {
      for (const folder of [...watched.keys()]) drop(folder);
    },
  };
}

function foldersOf(roots: readonly string[]): Map<string, Wanted> {
  const found = new Map<string, Wanted>();
  for (const root of roots) addTree(root, found);
  for (const root of roots) addWayTo(root, found);
  return found;
}

function addTree(folder: string, found: Map<string, Wanted>): void {
  const inode = inodeOf(folder);
  if (inode === undefined) return;
  found.set(folder, { inode, names: undefined });
  for (const entry of unlessGone(() => readdirSync(folder, { withFileTypes: true })) ?? []) {
    if (entry.isDirectory() && !entry.name.startsWith('.')) addTree(join(folder, entry.name), found);
  }
}

/** Adds the nearest existing folder above a root: it reports when the path to the root appears or changes. */
function addWayTo(path: string, found: Map<string, Wanted>): void {
  const above = dirname(path);
  const inode = inodeOf(above);
  const known = found.get(above);
  if (known) known.names?.add(basename(path));
  else if (inode !== undefined) found.set(above, { inode, names: new Set([basename(path)]) });
  else if (above !== path) addWayTo(above, found);
}

function inodeOf(folder: string): number | undefined {
  const stat = unlessGone(() => statSync(folder, { throwIfNoEntry: false }));
  return stat?.isDirectory() ? stat.ino : undefined;
}

/**
 * Returns undefined for a folder that has gone, which the folder above reports. A folder without access rights, or a circular link, is a
 * problem of the content and must not end the whole watch.
 */
function unlessGone<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    if (entryFaultOf(error)) return undefined;
    throw error;
  }
}
