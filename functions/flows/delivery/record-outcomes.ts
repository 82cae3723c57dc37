/** What became of a chunk, written down: final words to the ledger, certain refusals back to be sent. */

import type { Mailer, Outcome } from '../../domain/delivery/mailer.ts';
import { perSecond } from '../../domain/delivery/send-rate.ts';
import { policyFor } from '../../domain/delivery/settle-unknowns.ts';
import {
  type Answers,
  createAnswers,
  isAboveNoise,
  settledAt,
  throttled,
} from '../../domain/delivery/throttle.ts';
import type { Batch } from '../../domain/ledger/batch.ts';
import { SECOND } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import type { End, Job } from './batch-job.ts';
import type { Folded } from './combine-outcomes.ts';

/** Somebody waits for a notice. */
export const AFTER_THROTTLE = { letters: 2 * SECOND, notices: SECOND / 2 };
/** What was refused at random goes again soon: the end of a run must not wait for it. */
const AFTER_CHANCE = SECOND / 4;
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
  const isChance = await slowDown(ports);
  return { end: { kind: 'throttled' }, notBefore: clock() + (isChance ? AFTER_CHANCE : rest) };
}

/**
 * Everybody waits until the bucket holds something again; where more is throttled than chance explains, all go slower for a while.
 * True: it was chance.
 */
async function slowDown({ pace, mailer, publication, clock }: DeliveryPorts): Promise<boolean> {
  const rate = perSecond((await publication()).sending, await mailer.quota());
  const [now, limited] = [clock(), rate !== undefined];
  const before = await pace.slowed('letters', now);
  const seen = answersOf(mailer).since(before ? settledAt(before) : 0, now);
  const slowed = throttled(before, limited, now, seen);
  if (slowed) await pace.slow('letters', slowed);
  if (slowed && rate) await pace.push('letters', rate * REST, rate, now);
  return !isAboveNoise(seen, limited);
}

/** Of as long as the mailer is there; letters and notices alike. */
const heard = new WeakMap<Mailer, Answers>();

export function answersOf(mailer: Mailer): Answers {
  const known = heard.get(mailer) ?? createAnswers();
  heard.set(mailer, known);
  return known;
}

/** `late` was not handed over. */
export function countAnswers(
  { mailer, clock }: Pick<DeliveryPorts, 'mailer' | 'clock'>,
  outcomes: readonly { kind: Outcome['kind'] | 'late' }[],
): void {
  const count = (...kinds: string[]) => outcomes.filter(({ kind }) => kinds.includes(kind)).length;
  answersOf(mailer).add({ sent: outcomes.length - count('late'), throttled: count('throttled') }, clock());
}
