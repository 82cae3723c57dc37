/** Makes live what a deployment has shipped: a release without its pictures waits for `publish`, unless nothing is live yet. */
import { BroadsheetError, isBroadsheetError } from '../../domain/error.ts';
import type { Pointer } from '../../domain/release/release.ts';
import { isMediaKey } from '../../domain/release/release.ts';
import { goLive, type PublishOptions, type PublishPorts } from './publish.ts';
import { lackedBy, markWhole } from './ship.ts';

export type Shipped = {
  live: Pointer | undefined;
  /** Files that the store lacks. */
  lacked: readonly string[];
  /** What is live is of a newer commit, and stays. */
  isOlder: boolean;
  /** Why the release does not follow what is live, which stays; the message of the error that `publish` throws. */
  refusal?: string;
  /** Somebody else published at each try, and what is live stays. */
  isBusy?: true;
};

type Ports = Omit<PublishPorts, 'from'>;

/** Somebody else may publish at the same moment; each try looks anew at what is live. */
const MOST_TRIES = 5;

/**
 * Throws `broken` where a first deployment lacks text. An error would take the deployment of code back. So an older commit, a story
 * that was renamed and somebody else who publishes meanwhile are results.
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
    const stays = { live: current, lacked, isOlder: false };
    if (code === 'invalid') return { ...stays, refusal: message };
    if (code === 'conflict' && current) return { ...stays, isBusy: true };
    throw error;
  }
}
