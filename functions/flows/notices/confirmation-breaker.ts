/** Counts confirmations, and those refused for good; past a share of them the brake holds, and the editors are told. */
import { hash } from 'node:crypto';
import { brakeOf, describeBrake, REFUSALS_REMEDY } from '../../domain/limits/confirmation-refusals.ts';
import { onStage } from '../../domain/notices/pager.ts';
import { DAY } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { countConfirmation, countRefused, readRefusals } from '../limits/sign-up-tiers.ts';
import { pageEditors } from './page-editors.ts';
import { queueNotice } from './queue-notice.ts';

type TellPorts = Pick<
  DeliveryPorts,
  'limits' | 'clock' | 'ledger' | 'doorbell' | 'random' | 'publication' | 'log' | 'pager' | 'stage'
>;

/** One was handed over, whatever became of it. Throws `unavailable`. */
export async function countHanded(ports: TellPorts): Promise<void> {
  await countConfirmation(ports);
  await tellOfBrake(ports);
}

/** The address of one is none. Throws `unavailable`. */
export async function countRefusal(ports: TellPorts): Promise<void> {
  const { limits, clock } = ports;
  if (!limits) return;
  await countRefused(limits, clock());
  await tellOfBrake(ports);
}

/**
 * Editors are told once a day of each step of the brake, in figures alone. It may begin with a hand-over, too: a refusal is counted
 * before the message it belongs to, and until there were enough of them their share said nothing.
 */
async function tellOfBrake(ports: TellPorts): Promise<void> {
  const { limits, clock } = ports;
  if (!limits) return;
  const now = clock();
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
  { message, remedy: said }: { message: string; remedy: string },
  once: string,
): Promise<void> {
  ports.log(`Sign-ups: ${message} ${said}`);
  const about = { message, remedy: onStage(said, ports.stage) };
  const { editors } = await ports.publication();
  for (const { email } of editors) {
    const key = hash('sha256', `${once}\n${email}`, 'base64url').slice(0, 22);
    await queueNotice(ports, { kind: 'alarm', to: email, about, key });
  }
  await pageEditors(ports, { subject: 'sign-ups are held back', lines: [message, about.remedy] });
}
