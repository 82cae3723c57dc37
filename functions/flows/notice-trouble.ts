/** Remembers that notices cannot be handed over, tells the editors by another way than mail, and forgets it once one went. */
import { METRICS } from '../domain/metrics.ts';
import { type NoticeTrouble, remedyFor, TRIES_TO_TELL, troubledAgain } from '../domain/notice-trouble.ts';
import { commandOnStage, withoutPersons } from '../domain/pager.ts';
import type { DeliveryPorts } from './delivery-ports.ts';
import { pageEditors } from './page-editors.ts';

const KEY = 'notices/trouble';

type LedgerPorts = Pick<DeliveryPorts, 'ledger'>;
type TroublePorts = LedgerPorts & Pick<DeliveryPorts, 'clock' | 'pager' | 'stage' | 'log' | 'count'>;

export async function readTrouble({ ledger }: LedgerPorts): Promise<NoticeTrouble | undefined> {
  const kept = await ledger.memory(KEY);
  return kept ? (JSON.parse(kept) as NoticeTrouble) : undefined;
}

/** What one round of notices saw. */
export type Round = { halted: number; reason: string; went: boolean };

/**
 * After a round. One that went ends the trouble: the next is told anew. A round in which nothing was tried says nothing. A page that
 * failed is tried again after the next round.
 */
export async function noteRound(ports: TroublePorts, { halted, reason, went }: Round): Promise<void> {
  if (halted > 0) ports.count?.({ [METRICS.noticesHalted]: halted });
  if (halted === 0 && !went) return;
  const before = await readTrouble(ports);
  if (went) return before && ports.ledger.forget(KEY);
  const trouble = troubledAgain(before, withoutPersons(reason), ports.clock());
  const due = trouble.tries >= TRIES_TO_TELL && !trouble.told;
  // Written first: of two workers at once the second finds it told, but for a moment.
  await ports.ledger.remember(KEY, JSON.stringify({ ...trouble, told: trouble.told || due }));
  if (due && !(await pageTrouble(ports, trouble))) await ports.ledger.remember(KEY, JSON.stringify(trouble));
}

function pageTrouble(ports: TroublePorts, { reason, since }: NoticeTrouble): Promise<boolean> {
  const at = new Date(since).toISOString().slice(0, 16).replace('T', ' ');
  const says = `Confirmations and other notices cannot be sent since ${at} UTC: ${reason.replace(/\.$/, '')}.`;
  ports.log(`${says} ${remedyFor(reason)}`);
  return pageEditors(ports, {
    subject: 'confirmations cannot be sent',
    lines: [
      says,
      'Whoever signs up waits for a mail that does not come. Nothing is lost.',
      remedyFor(reason),
      `The command: npm run broadsheet -- ${commandOnStage('status', ports.stage)}`,
    ],
  });
}
