/** Decides how many deliver workers run on AWS: as many as the send rate keeps busy, within the account's concurrency. */
import { perSecond } from '../../domain/delivery/send-rate.ts';
import {
  countNeededWorkers,
  decideAllowedWorkers,
  LETTERS_PER_WORKER,
} from '../../domain/delivery/workers.ts';
import { WORKER_LIMITS } from '../../domain/publication/sending-limits.ts';
import { DAY, type Instant } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';

export type WorkersPorts = Pick<DeliveryPorts, 'ledger' | 'mailer' | 'publication'>;

/** The ledger's key of the account's concurrency (functions at once), as the tick last read it. */
const CONCURRENCY_KEY = 'concurrency';
type KnownConcurrency = { room: number; at: Instant };

export async function countWorkers(ports: WorkersPorts): Promise<number> {
  const { sending } = await ports.publication();
  return countNeededWorkers(perSecond(sending, await ports.mailer.quota()), await countAllowedWorkers(ports));
}

/** `hosting.workers`; without that setting, as many as the account has room for. */
export async function countAllowedWorkers({
  ledger,
  publication,
}: Omit<WorkersPorts, 'mailer'>): Promise<number> {
  const { hosting } = await publication();
  const known = hosting.workers === undefined ? await ledger.getState(CONCURRENCY_KEY) : undefined;
  return decideAllowedWorkers(
    hosting,
    known === undefined ? undefined : (JSON.parse(known) as KnownConcurrency).room,
  ).workers;
}

/** Reads how many functions the account runs at once; undefined if the account cannot be asked now. */
export type ReadConcurrency = () => Promise<number | undefined>;

/** Reads the account's concurrency once a day, and only where the rate would keep more than the least number of workers busy. */
export async function refreshConcurrency(
  ports: WorkersPorts & { clock: () => Instant },
  ask: ReadConcurrency,
): Promise<void> {
  const { sending, hosting } = await ports.publication();
  if (hosting.workers !== undefined) return;
  const rate = perSecond(sending, await ports.mailer.quota());
  if (rate !== undefined && rate <= WORKER_LIMITS.least * LETTERS_PER_WORKER) return;
  const known = JSON.parse(
    (await ports.ledger.getState(CONCURRENCY_KEY)) ?? 'null',
  ) as KnownConcurrency | null;
  const at = ports.clock();
  if (known && Math.abs(at - known.at) < DAY) return;
  const room = await ask();
  if (room)
    await ports.ledger.setState(CONCURRENCY_KEY, JSON.stringify({ room, at } satisfies KnownConcurrency));
}
