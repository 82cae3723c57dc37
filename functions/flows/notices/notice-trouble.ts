/** Reports trouble with notices to the editors: by page if none can be handed over, by mail and page if many confirmations are refused. */
import { hash } from 'node:crypto';
import { METRICS } from '../../domain/account/metrics.ts';
import { breakerLevelOf, describeBreaker, REFUSALS_REMEDY } from '../../domain/limits/sign-up-tier.ts';
import {
  addFailedRound,
  isPagedAlready,
  type LastPage,
  type NoticeTrouble,
  ROUNDS_BEFORE_PAGE,
  remedyFor,
} from '../../domain/notices/notice-failure.ts';
import { addStageToCommand, addStageToCommands, maskPersons } from '../../domain/notices/pager.ts';
import { DAY } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { countConfirmation, countRefusedConfirmation, readRefusals } from '../limits/limit-uses.ts';
import { pageEditors } from './page-editors.ts';
import { queueNotice } from './queue-notice.ts';

type ReportPorts = Pick<
  DeliveryPorts,
  'limits' | 'clock' | 'ledger' | 'doorbell' | 'random' | 'publication' | 'log' | 'pager' | 'stage'
>;

/** Counts a confirmation that was handed over, whatever its outcome. Throws `unavailable`. */
export async function countHandedOver(ports: ReportPorts): Promise<void> {
  await countConfirmation(ports);
  await reportBreaker(ports);
}

/** Counts a confirmation whose address does not exist. Throws `unavailable`. */
export async function countRefusal(ports: ReportPorts): Promise<void> {
  const { limits, clock } = ports;
  if (!limits) return;
  await countRefusedConfirmation(limits, clock());
  await reportBreaker(ports);
}

/**
 * Tells the editors once a day of each level of the circuit breaker, in figures alone. A hand-over may raise the level too: the share of
 * refusals counts only once enough confirmations were handed over, and a refusal is counted before its message.
 */
async function reportBreaker(ports: ReportPorts): Promise<void> {
  const { limits, clock } = ports;
  if (!limits) return;
  const now = clock();
  const refusals = await readRefusals(limits, now);
  const described = describeBreaker(refusals);
  const told = `refusals-told:${breakerLevelOf(refusals)}`;
  if (!described || !(await limits.take(told, 1, DAY, now))) return;
  const about = { message: described.says, remedy: `${described.effect} ${REFUSALS_REMEDY}` };
  try {
    await tellEditors(ports, about, `${told}\n${now}`);
  } catch (error) {
    await limits.giveBack(told, DAY, now);
    throw error;
  }
}

/** `once`: key of the news; the same key twice is one mail. */
async function tellEditors(
  ports: ReportPorts,
  { message, remedy: said }: { message: string; remedy: string },
  once: string,
): Promise<void> {
  ports.log(`Sign-ups: ${message} ${said}`);
  const about = { message, remedy: addStageToCommands(said, ports.stage) };
  const { editors } = await ports.publication();
  for (const { email } of editors) {
    const key = hash('sha256', `${once}\n${email}`, 'base64url').slice(0, 22);
    await queueNotice(ports, { kind: 'alarm', to: email, about, key });
  }
  await pageEditors(ports, { subject: 'sign-ups are held back', lines: [message, about.remedy] });
}

const TROUBLE_KEY = 'notices/trouble';

type LedgerPorts = Pick<DeliveryPorts, 'ledger'>;
type TroublePorts = LedgerPorts & Pick<DeliveryPorts, 'clock' | 'pager' | 'stage' | 'log' | 'count'>;

export async function readTrouble({ ledger }: LedgerPorts): Promise<NoticeTrouble | undefined> {
  const kept = await ledger.getState(TROUBLE_KEY);
  return kept ? (JSON.parse(kept) as NoticeTrouble) : undefined;
}

/** Result of a round of notices. `confirmations`: how many of `halted` are confirmations; absent if their kinds are not known. */
export type RoundResult = { halted: number; reason: string; went: boolean; confirmations?: number };

/**
 * Records a round of notices. A notice that went ends the trouble, and the next trouble is paged anew; a round without an attempt changes
 * nothing. If a page fails, the next round pages again.
 */
export async function recordRound(ports: TroublePorts, round: RoundResult): Promise<void> {
  const { halted, went } = round;
  if (halted > 0) ports.count?.({ [METRICS.noticesHalted]: halted });
  if (halted === 0 && !went) return;
  const before = await readTrouble(ports);
  if (went) return before && ports.ledger.deleteState(TROUBLE_KEY);
  const reason = maskPersons(round.reason);
  const trouble = addFailedRound(before, reason, ports.clock(), round.confirmations === 0);
  const due = trouble.tries >= ROUNDS_BEFORE_PAGE && !trouble.told;
  // Written before the page, so that a second worker finds the trouble told already, except in a short race.
  await ports.ledger.setState(TROUBLE_KEY, JSON.stringify({ ...trouble, told: trouble.told || due }));
  if (due && !(await pageOnce(ports, trouble)))
    await ports.ledger.setState(TROUBLE_KEY, JSON.stringify(trouble));
}

const LAST_PAGE_KEY = 'notices/told';

/**
 * True if the editors were paged. The same reason is paged once in some hours: otherwise one notice that never goes would page again after
 * each other notice that does. A new reason is paged at once.
 */
async function pageOnce(ports: TroublePorts, trouble: NoticeTrouble): Promise<boolean> {
  const now = ports.clock();
  const last = JSON.parse((await ports.ledger.getState(LAST_PAGE_KEY)) ?? 'null') as LastPage | null;
  if (last && isPagedAlready(last, trouble.reason, now)) return false;
  if (!(await pageTrouble(ports, trouble))) return false;
  await ports.ledger.setState(
    LAST_PAGE_KEY,
    JSON.stringify({ at: now, reason: trouble.reason } satisfies LastPage),
  );
  return true;
}

function pageTrouble(ports: TroublePorts, { reason, since, others }: NoticeTrouble): Promise<boolean> {
  const at = new Date(since).toISOString().slice(0, 16).replace('T', ' ');
  const what = others ? 'Notices (welcomes, proofs or alarms)' : 'Confirmations and other notices';
  const says = `${what} cannot be sent since ${at} UTC: ${reason.replace(/\.$/, '')}.`;
  ports.log(`${says} ${remedyFor(reason)}`);
  return pageEditors(ports, {
    subject: `${others ? 'notices' : 'confirmations'} cannot be sent`,
    lines: [
      says,
      others ? '' : 'People who sign up wait for a mail that does not come. Nothing is lost.',
      remedyFor(reason),
      `The command: npm run broadsheet -- ${addStageToCommand('status', ports.stage)}`,
    ],
  });
}
