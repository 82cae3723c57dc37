/** To how many a run goes, as its proof told the editors: the page behind a proof's link counts nobody anew. */
import { NOTICES } from '../../domain/ledger/run-key.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { countReaders, type Readers } from '../subscribers/count-readers.ts';

type LedgerPorts = Pick<DeliveryPorts, 'ledger'>;

export const proofsKey = (run: string): string => `proofs/${run}`;

/** Beside the proofs, which are deleted after a month: their links work for longer. */
export const rememberTold = ({ ledger }: LedgerPorts, key: string, told: Readers): Promise<void> =>
  ledger.remember(key, JSON.stringify(told));

/** Counted where nothing is remembered: on a stage the function that answers this page may not list readers. */
export async function readersTold(
  ports: LedgerPorts & Pick<DeliveryPorts, 'subscribers'>,
  { id, newsletter }: { id: string; newsletter: string },
): Promise<Readers> {
  const [proof] = await ports.ledger.batches({ run: NOTICES, after: `proof-${id}-`, limit: 1 });
  const { run, readers, roughly } = proof?.notice?.about ?? {};
  if (run === id && readers !== undefined) return { count: Number(readers), about: roughly === 'yes' };
  return (await recallTold(ports, id)) ?? countReaders(ports, newsletter);
}

/** undefined also where a version of before remembered only when the proofs went. */
async function recallTold({ ledger }: LedgerPorts, run: string): Promise<Readers | undefined> {
  const told: unknown = JSON.parse((await ledger.memory(proofsKey(run))) ?? 'null');
  return typeof told === 'object' ? ((told as Readers | null) ?? undefined) : undefined;
}
