/** Rings for all that waits: a doorbell that was lost costs a minute. */
import { perSecond } from '../domain/rate.ts';
import { NOTICES } from '../domain/run-key.ts';
import type { DeliveryPorts } from './delivery-ports.ts';

export type RingPorts = Pick<DeliveryPorts, 'ledger' | 'doorbell' | 'clock' | 'mailer' | 'publication'>;

/** Letters a second one worker keeps up with, at 20 under way and 50 to 150 ms each; more workers than the rate needs only wait. */
const PER_WORKER = 100;

/** Returns how many runs are live. */
export async function ringLive(ports: RingPorts): Promise<number> {
  const { ledger, doorbell, clock } = ports;
  const now = clock();
  const live = await ledger.runs({ states: ['planned', 'sending'], limit: 1000 });
  const workers = live.length > 0 ? await workersFor(ports) : 0;
  for (const run of live) {
    const { id } = run;
    // Under way already, perhaps, by a planner that died, or whose time was over.
    if (run.state === 'planned' || !(await ledger.isPlanned(run)))
      await doorbell.ring({ kind: 'plan', run: id });
    const waiting = await ledger.claimable(id, now, workers);
    for (const _ of waiting) await doorbell.ring({ kind: 'deliver', run: id });
  }
  const notices = await ledger.claimable(NOTICES, now, 1);
  if (notices.length > 0) await doorbell.ring({ kind: 'notices' });
  return live.length;
}

async function workersFor({ mailer, publication }: RingPorts): Promise<number> {
  const { sending, hosting } = await publication();
  const rate = perSecond(sending, await mailer.quota());
  return rate === undefined ? hosting.workers : Math.min(hosting.workers, Math.ceil(rate / PER_WORKER));
}
