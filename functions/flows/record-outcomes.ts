/** What became of a chunk, written down: final words to the ledger, certain refusals back to be sent. */
import type { Batch, OutcomeSet } from '../domain/batch.ts';
import { SECOND } from '../domain/instant.ts';
import type { Outcome } from '../domain/mailer.ts';
import { perSecond } from '../domain/rate.ts';
import { policyFor } from '../domain/settle.ts';
import { settledAt, throttled } from '../domain/throttle.ts';
import { isAboveNoise } from '../domain/throttle-share.ts';
import { answersOf } from './answers.ts';
import type { End, Job } from './deliver-batch.ts';
import type { DeliveryPorts } from './delivery-ports.ts';

/** Somebody waits for a notice. */
export const AFTER_THROTTLE = { letters: 2 * SECOND, notices: SECOND / 2 };
/** What was refused at random goes again soon: the end of a run must not wait for it. */
const AFTER_CHANCE = SECOND / 4;
/** A quarter of a second: half of what the smallest bucket holds is there again. */
const REST = 1 / 4;

export type Folded = {
  final: Partial<Record<OutcomeSet, readonly number[]>>;
  refused: readonly { position: number; reason: string }[];
  unknown: readonly number[];
  /** Certainly not accepted, to be sent later. */
  back: readonly number[];
  /** The gravest of what keeps others from going, too. */
  stop: { kind: 'late' | 'throttled' | 'quota' | 'paused' | 'silent'; reason: string } | undefined;
  /** So many in a row had no answer, up to the last one. */
  silent: number;
};

type Handed = Outcome | { kind: 'late'; reason: string };

const GRAVITY = ['late', 'throttled', 'quota', 'paused'] as const;

/** One lost answer is an accident; from the second in a row nobody knows whether any of them arrives. */
const SILENCE = 2;

/**
 * `expired`: deferred for so long that it counts as refused. `alone`: nobody else of the run got it, or will at the same time.
 * `silent`: so many before these had no answer.
 */
export function foldOutcomes(
  positions: readonly number[],
  outcomes: readonly Handed[],
  aside: Partial<Record<'departed' | 'unknown', readonly number[]>>,
  { expired, alone, silent }: { expired: boolean; alone: boolean; silent: number },
): Folded {
  const of = (...kinds: Handed['kind'][]) => positions.filter((_, i) => kinds.includes(outcomes[i]!.kind));
  const refused = positions.flatMap((position, i) => {
    const outcome = outcomes[i]!;
    return outcome.kind === 'rejected' && outcome.address ? [{ position, reason: outcome.reason }] : [];
  });
  // Everybody refused, and nobody's address to blame: the fault is the letter's or the account's, and mends.
  const all =
    (outcomes.length > 1 || alone) &&
    refused.length === 0 &&
    outcomes.every(({ kind }) => kind === 'rejected');
  const mute = outcomes.every(({ kind }) => kind === 'unknown') ? silent + outcomes.length : 0;
  const rejected = all ? [] : of('rejected', ...(expired ? (['deferred'] as const) : []));
  return {
    final: { ...aside, accepted: of('accepted'), rejected },
    refused,
    unknown: of('unknown'),
    back: all ? positions : of(...GRAVITY, ...(expired ? [] : (['deferred'] as const))),
    stop: all ? { kind: 'paused', reason: reasonOf(outcomes[0]!) } : stopOf(outcomes, mute),
    silent: mute,
  };
}

const reasonOf = (handed: Handed): string => ('reason' in handed ? handed.reason : '');

function stopOf(outcomes: readonly Handed[], silent: number): Folded['stop'] {
  const grave = GRAVITY.findLast((kind) => outcomes.some((outcome) => outcome.kind === kind));
  const stopped = outcomes.find(({ kind }) => kind === grave);
  if (grave && stopped) return { kind: grave, reason: reasonOf(stopped) };
  const last = outcomes.at(-1);
  return last && silent >= SILENCE ? { kind: 'silent', reason: reasonOf(last) } : undefined;
}

export async function recordOutcomes(
  ports: DeliveryPorts,
  batch: Batch,
  job: Job,
  { final, refused, unknown, back, stop }: Folded,
): Promise<{ end: End; notBefore?: number } | undefined> {
  const { ledger, mailer, settings, clock } = ports;
  // Without evidence to come and without a second try, unknown is the last word.
  const last = !mailer.evidence && policyFor(batch, settings.unknowns) === 'skip';
  const settled = last ? [...(final.unknown ?? []), ...unknown] : final.unknown;
  await ledger.record(batch, settled ? { ...final, unknown: settled } : final);
  const lost = back.length > 0 && !(await ledger.unstart(batch, batch.lease, back));
  for (const { position, reason } of refused) await job.refused(position, reason);
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
