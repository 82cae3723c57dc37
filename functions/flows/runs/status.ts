/** Lists the runs, newest first, each with its counts and its waits. */
import type { Standing } from '../../domain/ledger/ledger.ts';
import { isLive, type Run } from '../../domain/ledger/run.ts';
import type { Waiting } from '../../domain/ledger/run-waiting.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { readWaiting, type WaitPorts } from '../ledger/run-waiting.ts';

/** `waiting`: the waits of a live run, if the caller knows the grace of unknown copies. */
export type RunStatus = { run: Run; standing: Standing; waiting?: Waiting };

type StatusPorts = Pick<DeliveryPorts, 'ledger'> & Partial<WaitPorts>;

export async function status(
  ports: StatusPorts,
  query: { limit: number; newsletter?: string },
): Promise<readonly RunStatus[]> {
  const found: RunStatus[] = [];
  for (const run of await ports.ledger.runs(query)) found.push(await statusOf(ports, run));
  return found;
}

export async function statusOf({ ledger, clock, settings }: StatusPorts, run: Run): Promise<RunStatus> {
  const standing = await ledger.standing(run.id);
  if (!isLive(run) || standing.open === 0 || !clock || !settings) return { run, standing };
  return { run, standing, waiting: await readWaiting({ ledger, clock, settings }, run.id) };
}
