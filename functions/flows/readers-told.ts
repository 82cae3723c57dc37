/** To how many a run goes, as its proof told the editors: the page behind a proof's link counts nobody anew. */
import { NOTICES } from '../domain/run-key.ts';
import { countReaders, type Readers } from './count-readers.ts';
import type { DeliveryPorts } from './delivery-ports.ts';

/** Counted where no proof is kept: on a stage the function that answers this page may not list readers. */
export async function readersTold(
  ports: Pick<DeliveryPorts, 'ledger' | 'subscribers'>,
  { id, newsletter }: { id: string; newsletter: string },
): Promise<Readers> {
  const [proof] = await ports.ledger.batches({ run: NOTICES, after: `proof-${id}-`, limit: 1 });
  const { run, readers, roughly } = proof?.notice?.about ?? {};
  if (run !== id || readers === undefined) return countReaders(ports, newsletter);
  return { count: Number(readers), about: roughly === 'yes' };
}
