/** Key rotation of the link key: on one machine only while no server has the old key in memory, on a stage at any time. */

import { randomBytes } from 'node:crypto';
import { rotateSecrets } from '../../adapters/fs/secrets.ts';
import { formatSecrets, replaceLinkKey } from '../../domain/secrets.ts';
import type { Config } from '../config.ts';
import type { LocalParts } from './local.ts';
import { lockServer } from './lock.ts';

/** Returns the id of the new key. Throws `locked` if a server runs, because the server would go on signing with the old key. */
export function rotateLinkKey(config: Config): string {
  const lock = lockServer(config);
  try {
    return rotateSecrets(config.dataDir).links.current.id;
  } finally {
    lock.release();
  }
}

/** Rotates the link key of a stage, whose functions read the ring again every five minutes. */
export async function rotateStageKey({ secrets, remote }: LocalParts): Promise<string> {
  const next = replaceLinkKey(secrets, randomBytes);
  await remote!.parameters.replace(`${remote!.prefix}/links`, formatSecrets(next).links);
  return next.links.current.id;
}
