/** Makes a release live that a deployment has shipped. A release without its pictures waits for `publish`, unless nothing is live yet. */
import { BroadsheetError, isBroadsheetError } from '../../domain/error.ts';
import type { Pointer } from '../../domain/release/release.ts';
import { isMediaKey } from '../../domain/release/release.ts';
import { goLive, type PublishOptions, type PublishPorts } from './publish.ts';
import { lackedBy, markWhole } from './ship.ts';

export type Shipped = {
  live: Pointer | undefined;
  /** Files that the store lacks. */
  lacked: readonly string[];
  /** True if the live release is of a newer commit, and stays. */
  isOlder: boolean;
  /** Why the live release stays: the message of the error that `publish` throws. */
  refusal?: string;
  /** True if another writer published at each attempt. The live release stays. */
  isBusy?: true;
};

type Ports = Omit<PublishPorts, 'from'>;

/** Another writer may publish at the same moment, so each attempt reads the pointer again. */
const MOST_TRIES = 5;

/**
 * Throws `broken` if a first deployment lacks text. An error would roll the deployment of code back, so an older commit, a renamed story
 * and a concurrent publisher are results, not errors.
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
