/** Sends proofs: each editor gets the held alert with its number of readers and its time, a link to stop it and a link to release it. */
import type { Run } from '../../domain/ledger/run.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { queueNotice } from '../notices/queue-notice.ts';
import type { View } from '../release/view.ts';
import { countSubscribers } from '../subscribers/count-readers.ts';
import { proofsKey, storeRecipientCount } from './recipient-count.ts';

/** Idempotent: each editor gets one proof of a run. With `anew`, each gets a further one for the later time at which the run now starts. */
export async function sendProofs(
  ports: Pick<DeliveryPorts, 'ledger' | 'subscribers' | 'doorbell' | 'clock' | 'random'>,
  view: View,
  run: Run,
  { anew = false }: { anew?: boolean } = {},
): Promise<void> {
  const key = anew ? `${proofsKey(run.id)}/${run.until}` : proofsKey(run.id);
  if (run.letter === undefined || (await ports.ledger.getState(key)) !== undefined) return;
  const told = await countSubscribers(ports, run.newsletter);
  const about = {
    run: run.id,
    readers: String(told.count),
    ...(told.about ? { roughly: 'yes' } : {}),
    goesAt: run.until === undefined ? '' : String(run.until),
    reason: run.reason,
    release: 'yes',
  };
  const times = anew ? `-${run.until}` : '';
  for (const [n, { email }] of view.release.index.publication.editors.entries()) {
    const notice = {
      kind: 'proof',
      to: email,
      letter: run.letter,
      about,
      key: `${run.id}-${n}${times}`,
    } as const;
    await queueNotice(ports, notice);
  }
  await storeRecipientCount(ports, key, told);
  if (anew) await storeRecipientCount(ports, proofsKey(run.id), told);
}
