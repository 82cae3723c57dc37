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
  /** Why the release may not follow what is live, which stays; in words of `publish`. */
  refusal?: string;
};

type Ports = Omit<PublishPorts, 'from'>;

/** Each try is lost to somebody else who publishes at the same moment, and looks anew at what is live. */
const MOST_TRIES = 5;

/**
 * Throws `broken` where a first deployment lacks text. Content is no reason to take the deployment of code back: neither an older
 * commit is an error, nor a story that was renamed, nor somebody who publishes meanwhile.
 */
export const publishShipped = (
  ports: Ports,
  hash: string,
  commit: PublishOptions['commit'],
): Promise<Shipped> => ports.pointers.hold(() => publishHeld(ports, hash, commit));

async function publishHeld(
  ports: Ports,
  hash: string,
  commit: PublishOptions['commit'],
  tries = 1,
): Promise<Shipped> {
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
    if (!isBroadsheetError(error)) throw error;
    const { code, message } = error;
    if (code === 'conflict' && tries < MOST_TRIES) return publishHeld(ports, hash, commit, tries + 1);
    if (code === 'refused') return { live: current, lacked, isOlder: true };
    if (code === 'invalid') return { live: current, lacked, isOlder: false, refusal: message };
    throw error;
  }
}
