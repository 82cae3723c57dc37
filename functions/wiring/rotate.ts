/** Rotating the link key of one machine: while no server holds the old one in memory. */
import { rotateSecrets } from '../adapters/fs/secrets.ts';
import type { Config } from './config.ts';
import { lockServer } from './lock.ts';

/** Returns the id of the new key. Throws `locked` where a server runs: it would go on signing with the old one. */
export function rotateLinkKey(config: Config): string {
  const lock = lockServer(config);
  try {
    return rotateSecrets(config.dataDir).links.current.id;
  } finally {
    lock.release();
  }
}
