/** What became of a chunk, written down: final words to the ledger, certain refusals back to be sent. */
import type { Batch } from '../domain/batch.ts';
import { SECOND } from '../domain/instant.ts';
import { perSecond } from '../domain/rate.ts';
import { policyFor } from '../domain/settle.ts';
import { throttled } from '../domain/throttle.ts';
import type { End, Job } from './deliver-batch.ts';
import type { DeliveryPorts } from './delivery-ports.ts';
import type { Folded } from './fold-outcomes.ts';

/** Somebody waits for a notice. */
export const AFTER_THROTTLE = { letters: 2 * SECOND, notices: SECOND / 2 };
/** A quarter of a second: half of what the smallest bucket holds is there again. */
const REST = 1 / 4;

export async function recordOutcomes(
  ports: DeliveryPorts,
  batch: Batch,
  job: Job,
  { final, refused, putOff, unknown, back, stop }: Folded,
): Promise<{ end: End; notBefore?: number } | undefined> {
  const { ledger, mailer, settings, clock } = ports;
  // Without evidence to come and without a second try, unknown is the last word.
  const last = !mailer.evidence && policyFor(batch, settings.unknowns) === 'skip';
  const settled = last ? [...(final.unknown ?? []), ...unknown] : final.unknown;
  await ledger.record(batch, settled ? { ...final, unknown: settled } : final);
  const lost = back.length > 0 && !(await ledger.unstart(batch, batch.lease, back));
  for (const { position, reason } of refused) await job.refused(position, reason);
  for (const { position, reason } of putOff) await job.putOff(position, reason);
  if (lost) return { end: { kind: 'lost' } };
  if (!stop) return undefined;
  const rest = AFTER_THROTTLE[batch.notice ? 'notices' : 'letters'];
  if (stop.kind === 'late') return { end: { kind: 'given back' }, notBefore: clock() + rest };
  if (stop.kind !== 'throttled') return { end: { kind: 'halt', why: stop.kind, reason: stop.reason } };
  await slowDown(ports);
  return { end: { kind: 'throttled' }, notBefore: clock() + rest };
}

/** Everybody waits until the bucket holds something again; from the second time on, all go slower for a while. */
async function slowDown({ pace, mailer, publication, clock }: DeliveryPorts): Promise<void> {
  const rate = perSecond((await publication()).sending, await mailer.quota());
  const slowed = throttled(await pace.slowed('letters', clock()), rate !== undefined, clock());
  if (!slowed) return;
  await pace.slow('letters', slowed);
  if (rate) await pace.push('letters', rate * REST, rate, clock());
}
