/** Sign-ups: whether refused confirmations hold them back. */
import { describeBrake, REFUSALS_REMEDY } from '../domain/confirmation-refusals.ts';
import { type Finding, wrong } from '../domain/finding.ts';
import type { Instant } from '../domain/instant.ts';
import type { Limits } from '../domain/subscriber.ts';
import { readRefusals } from './confirmation-counts.ts';

/** Empty: nothing holds them back. */
export async function examineSignUps(limits: Limits, now: Instant): Promise<Finding[]> {
  const brake = describeBrake(await readRefusals(limits, now));
  return brake ? [wrong('sign-ups', `${brake.says} ${brake.effect}`, REFUSALS_REMEDY)] : [];
}
