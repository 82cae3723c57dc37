/** Takes the server's lock on DATA_DIR (single instance). Commands need no lock, and may run beside a server. */
import { join } from 'node:path';
import { takeLock } from '../../adapters/sqlite/lock.ts';
import type { Config } from '../config.ts';
import { makeDataFolder } from './data-folder.ts';

/** Throws `locked` if another server runs. */
export function lockServer(config: Config): { release(): void } {
  makeDataFolder(config.dataDir);
  return takeLock(join(config.dataDir, 'server.lock'));
}
