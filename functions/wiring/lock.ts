/** The server's lock on DATA_DIR. Commands are welcome beside it. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { takeLock } from '../adapters/sqlite/lock.ts';
import type { Config } from './config.ts';

/** Throws `locked` where another server runs. */
export function lockServer(config: Config): { release(): void } {
  mkdirSync(config.dataDir, { recursive: true });
  return takeLock(join(config.dataDir, 'server.lock'));
}
