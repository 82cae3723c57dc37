/** Makes live what a deployment has shipped: a release without its pictures waits for `publish`, unless nothing is live yet. */
import { BroadsheetError, isBroadsheetError } from '../domain/error.ts';
import type { Pointer } from '../domain/release.ts';
import { isMediaKey } from '../domain/store-key.ts';
import { goLive, type PublishOptions, type PublishPorts } from './publish.ts';
import { lackedBy, markWhole } from './ship.ts';

export type Shipped = {
  live: Pointer | undefined;
  /** Files that the store lacks. */
  lacked: readonly string[];
  /** What is live is of a newer commit, and stays. */
  isOlder: boolean;
};

type Ports = Omit<PublishPorts, 'from'>;

/** Throws as `publish` does, and `broken` where a first deployment lacks text. An older commit is no error. */
export const publishShipped = (
  ports: Ports,
  hash: string,
  commit: PublishOptions['commit'],
): Promise<Shipped> => ports.pointers.hold(() => publishHeld(ports, hash, commit));

async function publishHeld(ports: Ports, hash: string, commit: PublishOptions['commit']): Promise<Shipped> {
  const { to, pointers } = ports;
  const current = await pointers.read();
  const lacked = await lackedBy(to, hash, current?.release);
  if (lacked.length === 0) await markWhole(to, hash);
  else if (current && current.release !== hash) return { live: current, lacked, isOlder: false };
  const text = lacked.find((key) => !isMediaKey(key));
  if (text)
    throw new BroadsheetError('broken', `The deployment did not ship ${text}.`, { remedy: 'Deploy again.' });
  try {
    return { live: await goLive(ports, hash, { commit, explicit: false }), lacked, isOlder: false };
  } catch (error) {
    if (!isBroadsheetError(error) || error.code !== 'refused') throw error;
    return { live: current, lacked, isOlder: true };
  }
}
