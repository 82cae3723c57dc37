/** Makes temporary folders for benches, removed when the process ends. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders: string[] = [];

process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export const temporaryFolder = (): string => folderIn(tmpdir());

/** On Linux this folder is in memory (tmpfs); elsewhere it is on disk. */
export const memoryFolder = (): string => folderIn(existsSync('/dev/shm') ? '/dev/shm' : tmpdir());

function folderIn(place: string): string {
  const folder = mkdtempSync(join(place, 'broadsheet-bench-'));
  folders.push(folder);
  return folder;
}
