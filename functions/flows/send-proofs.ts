/** Proofs: each editor sees a held alert, to how many it goes and when, with a link that stops it. */
import type { Run } from '../domain/run.ts';
import type { DeliveryPorts } from './delivery-ports.ts';
import { queueNotice } from './notices.ts';
import type { View } from './view.ts';

/** Any number of times: each editor has one proof of a run. */
export async function sendProofs(ports: DeliveryPorts, view: View, run: Run): Promise<void> {
  const key = `proofs/${run.id}`;
  if (run.letter === undefined || (await ports.ledger.memory(key)) !== undefined) return;
  const about = {
    run: run.id,
    readers: String(await countReaders(ports, run.newsletter)),
    goesAt: run.until === undefined ? '' : String(run.until),
    reason: run.reason,
  };
  for (const [n, { email }] of view.release.index.publication.editors.entries()) {
    await queueNotice(ports, { kind: 'proof', to: email, letter: run.letter, about, key: `${run.id}-${n}` });
  }
  await ports.ledger.remember(key, String(view.now));
}

const PAGE = 1000;

async function countReaders({ subscribers }: DeliveryPorts, newsletter: string): Promise<number> {
  let count = 0;
  for (let after: string | undefined = ''; after !== undefined; ) {
    const ids: readonly string[] = await subscribers.candidates({
      newsletter,
      after,
      below: undefined,
      limit: PAGE,
    });
    count += ids.length;
    after = ids.at(-1);
  }
  return count;
}
