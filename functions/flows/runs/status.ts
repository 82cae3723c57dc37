/** Status: the runs, newest first, each with where it stands and what it waits for. */
import type { Standing } from '../../domain/ledger/ledger.ts';
import { isLive, type Run } from '../../domain/ledger/run.ts';
import type { Waiting } from '../../domain/ledger/run-waiting.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { readWaiting, type WaitPorts } from '../ledger/run-waiting.ts';

/** `waiting`: of a run that is under way, where somebody said how long an unknown waits. */
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
