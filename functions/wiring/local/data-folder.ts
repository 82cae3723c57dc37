/** DATA_DIR: made for its owner alone, and looked at for whom else it lets in. */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Leaves one that is there as it is. */
export const makeDataFolder = (dataDir: string): void =>
  void mkdirSync(dataDir, { recursive: true, mode: 0o700 });

const PRIVATE = ['secrets.json', 'broadsheet.db', 'outbox.db'];

/** What to tell whoever starts a server on a folder that others can read, as a restored backup may be; undefined: nothing. */
export function openToOthers(dataDir: string, platform: string = process.platform): string | undefined {
  const lets = (path: string, bits: number): boolean =>
    ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & bits) !== 0;
  // Windows has no such bits; node makes them up.
  if (platform === 'win32' || !lets(dataDir, 0o011)) return undefined;
  const open = PRIVATE.filter((name) => lets(join(dataDir, name), 0o066));
  if (open.length === 0) return undefined;
  return `Others on this machine can read ${open.join(', ')}. Run: chmod -R go= ${dataDir}`;
}
