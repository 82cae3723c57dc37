/**
 * Wakes workers for every live run and for notices, once a minute: a lost doorbell (wake-up message) costs a minute at most. Never rings
 * more often than there are idle workers.
 */
import { PLANNERS } from '../../domain/delivery/workers.ts';
import type { DoorbellWork } from '../../domain/ledger/ledger.ts';
import { NOTICES } from '../../domain/ledger/run-key.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { isOver, isUnplanned } from '../ledger/run-needs.ts';
import { countWorkers, type ReadConcurrency, refreshConcurrency } from './worker-count.ts';
import { readTakenSeats } from './worker-seats.ts';

export type WakePorts = Pick<DeliveryPorts, 'ledger' | 'doorbell' | 'clock' | 'mailer' | 'publication'>;

/** Returns the number of live runs. `ask` reads the account's limit of concurrent functions. */
export async function wakeLiveRuns(ports: WakePorts, ask?: ReadConcurrency): Promise<number> {
  const { ledger, doorbell, clock } = ports;
  const now = clock();
  const live = await ledger.runs({ states: ['planned', 'sending'], limit: 1000 });
  if (ask && live.length > 0) await refreshConcurrency(ports, ask);
  const workers = live.length > 0 ? await countWorkers(ports) : 0;
  const planners = await readTakenSeats(ports, 'plan', live.length > 0 ? PLANNERS : 0);
  let [unplanned, waiting] = [0, 0];
  for (const run of live) {
    // The seat of a dead planner stays taken until it expires; its run counts as being planned until then.
    const isPlanning = planners.some((seat) => seat.run === run.id);
    if (!isPlanning && (await isUnplanned(ports, run))) unplanned++;
    const claimable = waiting < workers ? (await ledger.claimable(run.id, now, workers)).length : 0;
    waiting += claimable > 0 ? claimable : Number(waiting < workers && (await isOver(ports, run)));
  }
  const busy = (await readTakenSeats(ports, 'deliver', workers)).length;
  await ringTimes(ports, 'deliver', Math.min(workers - busy, waiting));
  await ringTimes(ports, 'plan', Math.min(PLANNERS - planners.length, unplanned));
  const notices = await ledger.claimable(NOTICES, now, 1);
  if (notices.length > 0) await doorbell.ring({ kind: 'notices' });
  return live.length;
}

async function ringTimes({ doorbell }: WakePorts, kind: DoorbellWork['kind'], times: number): Promise<void> {
  for (let n = 0; n < times; n++) await doorbell.ring({ kind });
}
