/** Counts a confirmation that was refused for good; past a share of them the brake holds, and the editors are told. */
import { hash } from 'node:crypto';
import { brakeOf, describeBrake, REFUSALS_REMEDY } from '../domain/confirmation-refusals.ts';
import { DAY } from '../domain/instant.ts';
import { countRefused, readRefusals } from './confirmation-counts.ts';
import type { DeliveryPorts } from './delivery-ports.ts';
import { queueNotice } from './queue-notice.ts';

type TellPorts = Pick<
  DeliveryPorts,
  'limits' | 'clock' | 'ledger' | 'doorbell' | 'random' | 'publication' | 'log'
>;

/** The address of one is none. Editors are told once a day of each step of the brake, in figures alone. Throws `unavailable`. */
export async function countRefusal(ports: TellPorts): Promise<void> {
  const { limits, clock } = ports;
  if (!limits) return;
  const now = clock();
  await countRefused(limits, now);
  const refusals = await readRefusals(limits, now);
  const described = describeBrake(refusals);
  const told = `refusals-told:${brakeOf(refusals)}`;
  if (!described || !(await limits.take(told, 1, DAY, now))) return;
  const about = { message: described.says, remedy: `${described.effect} ${REFUSALS_REMEDY}` };
  try {
    await tellEditors(ports, about, `${told}\n${now}`);
  } catch (error) {
    await limits.giveBack(told, DAY, now);
    throw error;
  }
}

/** `once`: names what is told; the same twice is one mail. */
async function tellEditors(
  ports: TellPorts,
  about: { message: string; remedy: string },
  once: string,
): Promise<void> {
  ports.log(`Sign-ups: ${about.message} ${about.remedy}`);
  const { editors } = await ports.publication();
  for (const { email } of editors) {
    const key = hash('sha256', `${once}\n${email}`, 'base64url').slice(0, 22);
    await queueNotice(ports, { kind: 'alarm', to: email, about, key });
  }
}
