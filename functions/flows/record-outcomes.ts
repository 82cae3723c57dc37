/** What became of a chunk, written down: final words to the ledger, certain refusals back to be sent. */
import type { Batch, OutcomeSet } from '../domain/batch.ts';
import { SECOND } from '../domain/instant.ts';
import type { Outcome } from '../domain/mailer.ts';
import type { End, Job } from './deliver-batch.ts';
import type { DeliveryPorts } from './delivery-ports.ts';

/** Half the rate for a minute; a tenth is the least. */
const SLOWER = 0.5;
const SLOWEST = 0.1;
const SLOW_FOR = 60 * SECOND;
const AFTER_THROTTLE = 2 * SECOND;

export type Folded = {
  final: Partial<Record<OutcomeSet, readonly number[]>>;
  refused: readonly { position: number; reason: string }[];
  unknown: readonly number[];
  /** Certainly not accepted. */
  back: readonly number[];
  /** The gravest of what keeps others from going too. */
  stop: { kind: 'throttled' | 'quota' | 'paused'; reason: string } | undefined;
};

const GRAVITY: readonly (string | undefined)[] = ['throttled', 'quota', 'paused'];

export function foldOutcomes(
  positions: readonly number[],
  outcomes: readonly (Outcome | 'late')[],
  aside: Partial<Record<'departed' | 'unknown', readonly number[]>>,
): Folded {
  const of = (...kinds: (Outcome['kind'] | 'late')[]) =>
    positions.filter((_, i) => kinds.includes(kindOf(outcomes[i]!)));
  const refused: Folded['refused'][number][] = [];
  let stop: Folded['stop'];
  outcomes.forEach((outcome, i) => {
    if (outcome === 'late') return;
    if (outcome.kind === 'rejected' && outcome.address)
      refused.push({ position: positions[i]!, reason: outcome.reason });
    if (GRAVITY.indexOf(outcome.kind) > GRAVITY.indexOf(stop?.kind)) stop = outcome as Folded['stop'];
  });
  return {
    final: { ...aside, accepted: of('accepted'), rejected: of('rejected') },
    refused,
    unknown: of('unknown'),
    back: of('throttled', 'quota', 'paused', 'late'),
    stop,
  };
}

const kindOf = (outcome: Outcome | 'late') => (outcome === 'late' ? 'late' : outcome.kind);

export async function recordOutcomes(
  ports: DeliveryPorts,
  batch: Batch,
  job: Job,
  { final, refused, unknown, back, stop }: Folded,
): Promise<{ end: End; notBefore?: number } | undefined> {
  const { ledger, mailer, settings, pace, clock } = ports;
  // Without evidence to come and without a second try, unknown is the last word.
  const settled =
    !mailer.evidence && settings.unknowns === 'skip' ? [...(final.unknown ?? []), ...unknown] : final.unknown;
  await ledger.record(batch, settled ? { ...final, unknown: settled } : final);
  for (const { position, reason } of refused) await job.refused(position, reason);
  if (back.length === 0) return undefined;
  if (!(await ledger.unstart(batch, batch.lease, back))) return { end: { kind: 'lost' } };
  if (stop?.kind !== 'throttled') {
    return {
      end: stop
        ? { kind: 'halt', why: stop.kind as 'quota' | 'paused', reason: stop.reason }
        : { kind: 'given back' },
    };
  }
  const factor = Math.max(SLOWEST, (await pace.factor('letters', clock())) * SLOWER);
  await pace.slow('letters', factor, clock() + SLOW_FOR);
  return { end: { kind: 'throttled' }, notBefore: clock() + AFTER_THROTTLE };
}
