/** Plans a later pass (a resend): the subscribers that shall get the run's letter again, in batches of their own. */
import { BroadsheetError } from '../../domain/error.ts';
import { BATCH_SIZE, type Batch, letterOf } from '../../domain/ledger/batch.ts';
import { ERASED_ID } from '../../domain/ledger/erased-recipient.ts';
import type { Ledger } from '../../domain/ledger/ledger.ts';
import type { Run } from '../../domain/ledger/run.ts';
import type { DeliveryPorts } from './delivery-ports.ts';
import { planChain } from './plan-chain.ts';

/** The recipients of a resend. `storeResend` stores them before the run's row counts the pass. */
export type ResendTarget =
  | { what: 'bounced' | 'unknown' | 'rejected' }
  /** Subscribers whose last accepted copy had this letter. */
  | { what: 'text'; letter: string }
  | { what: 'subscriber'; id: string };

export const resendKey = (run: string, pass: number): string => `again/${run}/${pass}`;

export const storeResend = (
  ports: Pick<DeliveryPorts, 'ledger'>,
  run: string,
  pass: number,
  target: ResendTarget,
) => ports.ledger.setState(resendKey(run, pass), JSON.stringify(target));

async function readResend(
  { ledger }: Pick<DeliveryPorts, 'ledger'>,
  run: string,
  pass: number,
): Promise<ResendTarget> {
  const text = await ledger.getState(resendKey(run, pass));
  if (text === undefined)
    throw new BroadsheetError('broken', `The ledger does not say for whom pass ${pass} of ${run} is.`);
  return JSON.parse(text) as ResendTarget;
}

/** Erases a subscriber that a resend names; the resend then has no recipient. False if it names no erased one. */
export async function eraseFromResend(
  { ledger }: { ledger: Pick<Ledger, 'getState' | 'setState'> },
  run: string,
  pass: number,
  isErased: (id: string) => boolean,
): Promise<boolean> {
  const text = await ledger.getState(resendKey(run, pass));
  const target = text === undefined ? undefined : (JSON.parse(text) as ResendTarget);
  if (target?.what !== 'subscriber' || !isErased(target.id)) return false;
  await ledger.setState(
    resendKey(run, pass),
    JSON.stringify({ ...target, id: ERASED_ID } satisfies ResendTarget),
  );
  return true;
}

type PassOutcome = 'accepted' | 'bounced' | 'unknown' | 'rejected' | 'other';

function passOutcomeOf({ outcomes }: Batch, position: number): PassOutcome {
  if (outcomes.bounced.has(position)) return 'bounced';
  if (outcomes.accepted.has(position)) return 'accepted';
  if (outcomes.unknown.has(position)) return 'unknown';
  return outcomes.rejected.has(position) ? 'rejected' : 'other';
}

/** In byte order the batch ids of the first pass (`1-…`) come before this text, all others after it. */
export const AFTER_FIRST_PASS = '1.';

/** The outcomes of subscribers in the passes between the first and this one. Such passes are small. */
async function readLaterOutcomes(
  ports: Pick<DeliveryPorts, 'ledger'>,
  run: Run,
  before: number,
): Promise<Map<string, PassOutcome>> {
  const outcomes = new Map<string, PassOutcome>();
  for await (const batch of readBatches(ports, run.id, AFTER_FIRST_PASS)) {
    if (batch.pass >= before) continue;
    for (const [position, member] of batch.members.entries())
      outcomes.set(member, passOutcomeOf(batch, position));
  }
  return outcomes;
}

export async function* readBatches(
  { ledger }: { ledger: Pick<Ledger, 'batches'> },
  run: string,
  from = '',
  limit = 100,
): AsyncGenerator<Batch> {
  for (let after: string | undefined = from; after !== undefined; ) {
    const page: readonly Batch[] = await ledger.batches({ run, after, limit });
    yield* page;
    after = page.at(-1)?.id;
  }
}

export async function planPass(
  ports: Pick<DeliveryPorts, 'ledger' | 'clock' | 'sleep' | 'stop'>,
  run: Run,
  pass: number,
): Promise<void> {
  const target = await readResend(ports, run.id, pass);
  const chain = { pass, span: 0, from: '' };
  if (target.what === 'subscriber') {
    return planChain(ports, run, chain, async () => ({ members: [target.id], next: undefined }));
  }
  const later = await readLaterOutcomes(ports, run, pass);
  const isRecipient = (batch: Batch, position: number) => {
    if (batch.members[position] === ERASED_ID) return false;
    const since = later.get(batch.members[position]!);
    if (target.what !== 'text') return (since ?? passOutcomeOf(batch, position)) === target.what;
    const letter = letterOf(batch, position, 2) ?? letterOf(batch, position, 1);
    return since !== 'accepted' && passOutcomeOf(batch, position) === 'accepted' && letter === target.letter;
  };
  return planChain(ports, run, chain, (cursor) => readRecipientsAfter(ports, run, cursor, isRecipient));
}

/** Collects the resend's members from whole batches of the first pass, as many as fit into one batch. The cursor is the last batch read. */
async function readRecipientsAfter(
  ports: Pick<DeliveryPorts, 'ledger'>,
  run: Run,
  cursor: string,
  isRecipient: (batch: Batch, position: number) => boolean,
): Promise<Pick<Batch, 'members' | 'next'>> {
  const members: string[] = [];
  let last = cursor;
  for await (const batch of readBatches(ports, run.id, cursor)) {
    if (batch.pass !== 1) break;
    const found = batch.members.filter((_, position) => isRecipient(batch, position));
    if (members.length + found.length > BATCH_SIZE) return { members, next: last };
    members.push(...found);
    last = batch.id;
  }
  return { members, next: undefined };
}
