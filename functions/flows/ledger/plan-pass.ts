/** Plans a later pass (a resend): the subscribers that shall get the run's letter again, in batches of their own. */
import { BroadsheetError } from '../../domain/error.ts';
import { BATCH_SIZE, type Batch, letterOf } from '../../domain/ledger/batch.ts';
import { FORGOTTEN } from '../../domain/ledger/erased-recipient.ts';
import type { Ledger } from '../../domain/ledger/ledger.ts';
import type { Run } from '../../domain/ledger/run.ts';
import type { DeliveryPorts } from './delivery-ports.ts';
import { planChain } from './plan-chain.ts';

/** The recipients of a resend. Is stored in the ledger before the run's row counts the pass. */
export type Again =
  | { what: 'bounced' | 'unknown' | 'rejected' }
  /** Subscribers whose last accepted copy had this letter. */
  | { what: 'text'; letter: string }
  | { what: 'subscriber'; id: string };

export const passKey = (run: string, pass: number): string => `again/${run}/${pass}`;

export const rememberPass = (ports: Pick<DeliveryPorts, 'ledger'>, run: string, pass: number, again: Again) =>
  ports.ledger.remember(passKey(run, pass), JSON.stringify(again));

async function recallPass(
  { ledger }: Pick<DeliveryPorts, 'ledger'>,
  run: string,
  pass: number,
): Promise<Again> {
  const text = await ledger.memory(passKey(run, pass));
  if (text === undefined)
    throw new BroadsheetError('broken', `The ledger does not say for whom pass ${pass} of ${run} is.`);
  return JSON.parse(text) as Again;
}

/** Erases a subscriber that a resend names; the resend then has no recipient. False if it names no erased one. */
export async function forgetPass(
  { ledger }: { ledger: Pick<Ledger, 'memory' | 'remember'> },
  run: string,
  pass: number,
  isErased: (id: string) => boolean,
): Promise<boolean> {
  const text = await ledger.memory(passKey(run, pass));
  const again = text === undefined ? undefined : (JSON.parse(text) as Again);
  if (again?.what !== 'subscriber' || !isErased(again.id)) return false;
  await ledger.remember(passKey(run, pass), JSON.stringify({ ...again, id: FORGOTTEN } satisfies Again));
  return true;
}

type Fate = 'accepted' | 'bounced' | 'unknown' | 'rejected' | 'other';

function fateOf({ outcomes }: Batch, position: number): Fate {
  if (outcomes.bounced.has(position)) return 'bounced';
  if (outcomes.accepted.has(position)) return 'accepted';
  if (outcomes.unknown.has(position)) return 'unknown';
  return outcomes.rejected.has(position) ? 'rejected' : 'other';
}

/** In byte order the batch ids of the first pass (`1-…`) come before this text, all others after it. */
export const AFTER_FIRST_PASS = '1.';

/** The outcomes of subscribers in the passes between the first and this one. Such passes are small. */
async function laterFates(
  ports: Pick<DeliveryPorts, 'ledger'>,
  run: Run,
  before: number,
): Promise<Map<string, Fate>> {
  const fates = new Map<string, Fate>();
  for await (const batch of batchesOf(ports, run.id, AFTER_FIRST_PASS)) {
    if (batch.pass >= before) continue;
    for (const [position, member] of batch.members.entries()) fates.set(member, fateOf(batch, position));
  }
  return fates;
}

export async function* batchesOf(
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
  const again = await recallPass(ports, run.id, pass);
  const chain = { pass, span: 0, from: '' };
  if (again.what === 'subscriber') {
    return planChain(ports, run, chain, async () => ({ members: [again.id], next: undefined }));
  }
  const later = await laterFates(ports, run, pass);
  const isMeant = (batch: Batch, position: number) => {
    if (batch.members[position] === FORGOTTEN) return false;
    const since = later.get(batch.members[position]!);
    if (again.what !== 'text') return (since ?? fateOf(batch, position)) === again.what;
    const letter = letterOf(batch, position, 2) ?? letterOf(batch, position, 1);
    return since !== 'accepted' && fateOf(batch, position) === 'accepted' && letter === again.letter;
  };
  return planChain(ports, run, chain, (cursor) => meantAfter(ports, run, cursor, isMeant));
}

/** Collects the resend's members from whole batches of the first pass, as many as fit into one batch. The cursor is the last batch read. */
async function meantAfter(
  ports: Pick<DeliveryPorts, 'ledger'>,
  run: Run,
  cursor: string,
  isMeant: (batch: Batch, position: number) => boolean,
): Promise<Pick<Batch, 'members' | 'next'>> {
  const members: string[] = [];
  let last = cursor;
  for await (const batch of batchesOf(ports, run.id, cursor)) {
    if (batch.pass !== 1) break;
    const found = batch.members.filter((_, position) => isMeant(batch, position));
    if (members.length + found.length > BATCH_SIZE) return { members, next: last };
    members.push(...found);
    last = batch.id;
  }
  return { members, next: undefined };
}
