/** Sign-ups: whether refused confirmations hold them back. */
import { type Finding, wrong } from '../../domain/finding.ts';
import { describeBrake, REFUSALS_REMEDY } from '../../domain/limits/confirmation-refusals.ts';
import type { Limits } from '../../domain/subscribers/subscriber.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { readRefusals } from '../limits/sign-up-tiers.ts';

/** Empty: nothing holds them back. */
export async function examineSignUps(limits: Limits, now: Instant): Promise<Finding[]> {
  const brake = describeBrake(await readRefusals(limits, now));
  return brake ? [wrong('sign-ups', `${brake.says} ${brake.effect}`, REFUSALS_REMEDY)] : [];
}
