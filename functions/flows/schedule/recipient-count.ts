/** Stores how many subscribers a run goes to, as its proof told the editors. The page behind a proof's link reads that number. */
import { NOTICES } from '../../domain/ledger/run-key.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { countSubscribers, type SubscriberCount } from '../subscribers/count-readers.ts';

type LedgerPorts = Pick<DeliveryPorts, 'ledger'>;

export const proofsKey = (run: string): string => `proofs/${run}`;

/** The number is stored apart from the proofs, which are deleted after a month, while their links work for longer. */
export const storeRecipientCount = (
  { ledger }: LedgerPorts,
  key: string,
  told: SubscriberCount,
): Promise<void> => ledger.setState(key, JSON.stringify(told));

/** Counts only where no number is stored. On AWS the function that answers this page has no right to list subscribers. */
export async function readRecipientCount(
  ports: LedgerPorts & Pick<DeliveryPorts, 'subscribers'>,
  { id, newsletter }: { id: string; newsletter: string },
): Promise<SubscriberCount> {
  const [proof] = await ports.ledger.batches({ run: NOTICES, after: `proof-${id}-`, limit: 1 });
  const { run, readers, roughly } = proof?.notice?.about ?? {};
  if (run === id && readers !== undefined) return { count: Number(readers), about: roughly === 'yes' };
  return (await readStoredCount(ports, id)) ?? countSubscribers(ports, newsletter);
}

/** Undefined also for a value of an earlier version, which stored only the time of the proofs. */
async function readStoredCount({ ledger }: LedgerPorts, run: string): Promise<SubscriberCount | undefined> {
  const told: unknown = JSON.parse((await ledger.getState(proofsKey(run))) ?? 'null');
  return typeof told === 'object' ? ((told as SubscriberCount | null) ?? undefined) : undefined;
}
