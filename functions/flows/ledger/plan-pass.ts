/** Planning a later pass: the readers of a run that somebody wants to have it again, in batches of their own. */
import { BroadsheetError } from '../../domain/error.ts';
import { BATCH_SIZE, type Batch, letterOf } from '../../domain/ledger/batch.ts';
import { FORGOTTEN } from '../../domain/ledger/erased-recipient.ts';
import type { Ledger } from '../../domain/ledger/ledger.ts';
import type { Run } from '../../domain/ledger/run.ts';
import type { DeliveryPorts } from './delivery-ports.ts';
import { planChain } from './plan-chain.ts';

/** Kept in the ledger's memory before the run says that there is such a pass. */
export type Again =
  | { what: 'bounced' | 'unknown' | 'rejected' }
  /** Whoever got this letter, and no other of the run since. */
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
    throw new BroadsheetError('broken', `Nobody remembers whom pass ${pass} of ${run} is for.`);
  return JSON.parse(text) as Again;
}

/** A pass that named somebody who is erased has nobody to go to. False: it did not name them. */
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

/** In the order of bytes, all ids of the first pass (`1-…`) come before this, and all others after. */
export const AFTER_FIRST_PASS = '1.';

/** What became of those who were in a pass between the first and this one. Such passes are small. */
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

/** Whole batches of the first pass, as many as fit; the cursor is the last of them. */
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
