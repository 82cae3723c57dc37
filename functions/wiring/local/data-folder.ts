/** Makes DATA_DIR for its owner alone, and warns if other users of the machine can read its files. */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Leaves an existing folder as it is. */
export const makeDataFolder = (dataDir: string): void =>
  void mkdirSync(dataDir, { recursive: true, mode: 0o700 });

const PRIVATE_FILES = ['secrets.json', 'broadsheet.db', 'outbox.db'];

/** The warning for a folder that other users can read, as a restored backup may be; undefined if there is none. */
export function describeOpenFolder(dataDir: string, platform: string = process.platform): string | undefined {
  const lets = (path: string, bits: number): boolean =>
    ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & bits) !== 0;
  // Windows has no permission bits; node makes them up.
  if (platform === 'win32' || !lets(dataDir, 0o011)) return undefined;
  const open = PRIVATE_FILES.filter((name) => lets(join(dataDir, name), 0o066));
  if (open.length === 0) return undefined;
  return `Others on this machine can read ${open.join(', ')}. Run: chmod -R go= ${dataDir}`;
}
