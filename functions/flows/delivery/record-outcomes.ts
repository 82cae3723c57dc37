/** Writes the outcomes of a chunk to the ledger: final ones are recorded, and copies certainly not accepted are taken out of `started`. */
import type { Mailer, Outcome } from '../../domain/delivery/mailer.ts';
import { perSecond } from '../../domain/delivery/send-rate.ts';
import { choosePolicy } from '../../domain/delivery/settle-unknowns.ts';
import {
  type Answers,
  applyThrottle,
  createAnswers,
  isAboveNoise,
  ratedFrom,
} from '../../domain/delivery/throttle.ts';
import type { Batch } from '../../domain/ledger/batch.ts';
import { SECOND } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import type { End, Job } from './batch-job.ts';
import type { CombinedOutcomes } from './combine-outcomes.ts';

/** Milliseconds until a throttled batch is claimable again. Notices come back sooner: a person waits for them. */
export const THROTTLE_WAIT = { letters: 2 * SECOND, notices: SECOND / 2 };
/** The same for a batch whose copies were throttled by chance. The end of a run must not wait long for them. */
const CHANCE_THROTTLE_WAIT = SECOND / 4;
/** Seconds for which all sending pauses after a throttle: the smallest token bucket is half full again after a quarter. */
const THROTTLE_PAUSE_SECONDS = 1 / 4;

export async function recordOutcomes(
  ports: Pick<DeliveryPorts, 'ledger' | 'pace' | 'mailer' | 'publication' | 'clock' | 'settings'>,
  batch: Batch,
  job: Job,
  { final, refused, putOff, unknown, back, stop }: CombinedOutcomes,
): Promise<{ end: End; notBefore?: number } | undefined> {
  const { ledger, mailer, settings, clock } = ports;
  // If no evidence can arrive and the policy allows no second attempt, "unknown" is final.
  const isUnknownFinal = !mailer.evidence && choosePolicy(batch, settings.unknowns) === 'skip';
  const settled = isUnknownFinal ? [...(final.unknown ?? []), ...unknown] : final.unknown;
  await ledger.record(batch, settled ? { ...final, unknown: settled } : final);
  const lost = back.length > 0 && !(await ledger.unstart(batch, batch.lease, back));
  for (const { position, reason } of refused) await job.refused(position, reason);
  for (const { position, reason } of putOff) await job.putOff(position, reason);
  if (lost) return { end: { kind: 'lost' } };
  if (!stop) return undefined;
  const wait = THROTTLE_WAIT[batch.notice ? 'notices' : 'letters'];
  if (stop.kind === 'late') return { end: { kind: 'given back' }, notBefore: clock() + wait };
  if (stop.kind !== 'throttled') return { end: { kind: 'halt', why: stop.kind, reason: stop.reason } };
  const isChance = await slowDown(ports);
  return { end: { kind: 'throttled' }, notBefore: clock() + (isChance ? CHANCE_THROTTLE_WAIT : wait) };
}

/**
 * Pauses all workers until the token bucket has refilled. If more copies are throttled than chance explains, the rate falls for a while.
 * True if chance explains the throttling.
 */
async function slowDown({
  pace,
  mailer,
  publication,
  clock,
}: Pick<DeliveryPorts, 'pace' | 'mailer' | 'publication' | 'clock'>): Promise<boolean> {
  const rate = perSecond((await publication()).sending, await mailer.quota());
  const [now, limited] = [clock(), rate !== undefined];
  const before = await pace.slowed('letters', now);
  const seen = findRecentAnswers(mailer).since(before ? ratedFrom(before) : 0, now);
  const slowed = applyThrottle(before, limited, now, seen);
  if (slowed) await pace.slow('letters', slowed);
  if (slowed && rate) await pace.push('letters', rate * THROTTLE_PAUSE_SECONDS, rate, now);
  return !isAboveNoise(seen, limited);
}

/** The recent answers of each mailer, to letters and notices together. */
const ANSWERS_BY_MAILER = new WeakMap<Mailer, Answers>();

export function findRecentAnswers(mailer: Mailer): Answers {
  const known = ANSWERS_BY_MAILER.get(mailer) ?? createAnswers();
  ANSWERS_BY_MAILER.set(mailer, known);
  return known;
}

/** Counts the outcomes of a chunk. A copy that was `late` was not handed over and does not count. */
export function countAnswers(
  { mailer, clock }: Pick<DeliveryPorts, 'mailer' | 'clock'>,
  outcomes: readonly { kind: Outcome['kind'] | 'late' }[],
): void {
  const count = (...kinds: string[]) => outcomes.filter(({ kind }) => kinds.includes(kind)).length;
  findRecentAnswers(mailer).add(
    { sent: outcomes.length - count('late'), throttled: count('throttled') },
    clock(),
  );
}
