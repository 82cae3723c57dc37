/** Counts of confirmations, in buckets that forget them after an hour and name nobody: those handed over, those refused for good. */
import { brakeOf, type Refusals } from '../../domain/limits/confirmation-refusals.ts';
import type { Brake } from '../../domain/limits/sign-up-tier.ts';
import type { Limits } from '../../domain/subscribers/subscriber.ts';
import { HOUR, type Instant } from '../../domain/time/instant.ts';
import type { LimitPorts } from './limit-ports.ts';

const HANDED = 'confirmations';
const REFUSED = 'confirmations-refused';
/** Counts without an end: a limit that nobody meets. */
const ENDLESS = 1_000_000_000;

export async function readRefusals(limits: Limits, now: Instant): Promise<Refusals> {
  const [handed, refused] = await Promise.all([HANDED, REFUSED].map((key) => limits.used(key, HOUR, now)));
  return { handed: handed!, refused: refused! };
}

export const readBrake = async (limits: Limits, now: Instant): Promise<Brake> =>
  brakeOf(await readRefusals(limits, now));

/** One was handed over, whatever became of it. */
export async function countConfirmation({
  limits,
  clock,
}: Partial<Pick<LimitPorts, 'limits'>> & Pick<LimitPorts, 'clock'>): Promise<void> {
  await limits?.take(HANDED, ENDLESS, HOUR, clock());
}

export const countRefused = (limits: Limits, now: Instant): Promise<boolean> =>
  limits.take(REFUSED, ENDLESS, HOUR, now);
