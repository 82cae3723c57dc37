/** Status: the runs, newest first, each with where it stands. */
import type { Standing } from '../domain/ledger.ts';
import type { Run } from '../domain/run.ts';
import type { DeliveryPorts } from './delivery-ports.ts';

export type RunStatus = { run: Run; standing: Standing };

export async function status(
  { ledger }: Pick<DeliveryPorts, 'ledger'>,
  query: { limit: number; newsletter?: string },
): Promise<readonly RunStatus[]> {
  const found: RunStatus[] = [];
  for (const run of await ledger.runs(query)) found.push({ run, standing: await ledger.standing(run.id) });
  return found;
}
