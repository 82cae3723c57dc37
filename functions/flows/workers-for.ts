/** How many deliver workers a stage needs now: as many as its rate keeps busy, and no more than it may have. */
import { perSecond } from '../domain/rate.ts';
import { WORKERS, workersNeeded, workersWithin } from '../domain/workers.ts';
import type { DeliveryPorts } from './delivery-ports.ts';

export type WorkersPorts = Pick<DeliveryPorts, 'ledger' | 'mailer' | 'publication'>;

/** Functions that the account runs at once, as the tick last heard it. */
export const CONCURRENCY = 'concurrency';

export async function workersFor(ports: WorkersPorts): Promise<number> {
  const { sending } = await ports.publication();
  return workersNeeded(perSecond(sending, await ports.mailer.quota()), await workersAllowed(ports));
}

/** `hosting.workers`; left out, what the account has room for. */
export async function workersAllowed({ ledger, publication }: Omit<WorkersPorts, 'mailer'>): Promise<number> {
  const { workers } = (await publication()).hosting;
  if (workers !== undefined) return workers;
  const known = await ledger.memory(CONCURRENCY);
  return known === undefined ? WORKERS.least : workersWithin((JSON.parse(known) as { room: number }).room);
}
