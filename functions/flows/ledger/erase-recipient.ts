/** Erases a subscriber from the ledger: dashes replace the id in the batches of every run that is not compacted, and in notices. */
import type { Batch } from '../../domain/ledger/batch.ts';
import { ERASED_ID, eraseMembers } from '../../domain/ledger/erased-recipient.ts';
import type { Ledger } from '../../domain/ledger/ledger.ts';
import type { Run } from '../../domain/ledger/run.ts';
import { NOTICES } from '../../domain/ledger/run-key.ts';
import { findCopies, forEachRun } from './find-copies.ts';
import { AFTER_FIRST_PASS, eraseFromResend, readBatches } from './plan-pass.ts';

export type ErasureLedger = Pick<
  Ledger,
  'batch' | 'batches' | 'runs' | 'renameMembers' | 'getState' | 'setState'
>;
type Ports = { ledger: ErasureLedger };

/** Is called with each notice to another recipient that names the erased subscriber. */
type VisitNotice = (batch: Batch) => Promise<void>;

/** No limit in practice: a few runs arise a day. */
const ALL_RUNS = 1_000_000;
/** True for a run that was never planned: it names no subscriber. */
const isBlank = ({ state }: Run): boolean => state === 'missed' || state === 'empty';

/**
 * Idempotent, also for an unknown id, so that an interrupted erasure can be repeated. `isTheirs`: whether an address, such as that of a
 * test, is the subscriber's. Reads all runs, makes about twenty-five requests for each run that is not compacted, 16 runs at a time, and
 * reads the notices of thirty days. True if something named the subscriber.
 */
export async function eraseFromLedger(
  ports: Ports,
  id: string,
  isTheirs: (address: string) => boolean = () => false,
  visit: VisitNotice = async () => {},
): Promise<boolean> {
  let found = false;
  const kept = (await ports.ledger.runs({ limit: ALL_RUNS })).filter(
    (run) => !run.folded?.bare && !isBlank(run),
  );
  await forEachRun(kept, async (run) => {
    if (await eraseInRun(ports, run, id)) found = true;
  });
  return (await eraseInNotices(ports, new Set([id]), isTheirs, visit)) || found;
}

/**
 * Erases subscribers that never confirmed. Only notices name them, and resends if an operator named them there. The ledger is read once
 * for all of them, so that expiring a flood of sign-ups costs as little as expiring one.
 */
export async function eraseUnconfirmedFromLedger(ports: Ports, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const erased = new Set(ids);
  const runs = await ports.ledger.runs({ limit: ALL_RUNS });
  await forEachRun(
    runs.filter((run) => run.passes > 1 && !run.folded?.bare),
    async (run) => {
      for await (const batch of readBatches(ports, run.id, AFTER_FIRST_PASS))
        await eraseFromBatch(ports, batch, (id) => erased.has(id));
      await eraseFromResends(ports, run, (id) => erased.has(id));
    },
  );
  await eraseInNotices(ports, erased);
}

async function eraseInRun(ports: Ports, run: Run, id: string): Promise<boolean> {
  let found = false;
  for await (const batch of findCopies(ports, run, id))
    if (await eraseFromBatch(ports, batch, (one) => one === id)) found = true;
  return (await eraseFromResends(ports, run, (one) => one === id)) || found;
}

/** Looks one pass further than the run has: a resend is stored before the run's row counts it. */
async function eraseFromResends(ports: Ports, run: Run, isErased: (id: string) => boolean): Promise<boolean> {
  let found = false;
  for (let pass = 2; pass <= run.passes + 1; pass++)
    if (await eraseFromResend(ports, run.id, pass, isErased)) found = true;
  return found;
}

const NOTICES_PER_PAGE = 1000;

async function eraseInNotices(
  ports: Ports,
  erased: ReadonlySet<string>,
  isTheirs: (address: string) => boolean = () => false,
  visit: VisitNotice = async () => {},
): Promise<boolean> {
  let found = false;
  for await (const batch of readBatches(ports, NOTICES, '', NOTICES_PER_PAGE)) {
    // `visit` runs before the id is replaced, so that an interrupted erasure calls it again.
    if (batch.notice && Object.values(batch.notice.about).some((id) => erased.has(id))) await visit(batch);
    // An open notice still needs its address, such as one that an editor typed in for a test; only a closed notice loses it.
    const isSentTo = (address: string): boolean => batch.closed && isTheirs(address);
    if (await eraseFromBatch(ports, batch, (id) => erased.has(id), isSentTo)) found = true;
  }
  return found;
}

/** A try fails if another subscriber is erased from the same batch at the same moment. */
const MAX_TRIES = 50;

/** False if the batch names none of them. */
async function eraseFromBatch(
  { ledger }: { ledger: Pick<Ledger, 'batch' | 'renameMembers'> },
  seen: Batch,
  isErased: (id: string) => boolean,
  isTheirs?: (address: string) => boolean,
): Promise<boolean> {
  let found = false;
  let batch: Batch | undefined = seen;
  for (let tries = 0; batch && tries < MAX_TRIES; tries++) {
    const now = eraseMembers(batch, isErased, isTheirs);
    if (!now) return found;
    found = true;
    if (await ledger.renameMembers(batch, now)) return true;
    batch = await ledger.batch(batch);
  }
  return found;
}

/**
 * Erases ids that a worker did not find among the subscribers. An erasure cannot see a batch that is just being planned, so the worker
 * completes it. Costs nothing if every subscriber is found.
 */
export async function eraseAbsent(
  ports: { ledger: Pick<Ledger, 'batch' | 'renameMembers' | 'getState' | 'setState'> },
  batch: Batch,
  absent: readonly string[],
): Promise<void> {
  const erased = new Set(absent.filter((id) => id !== ERASED_ID));
  if (erased.size === 0) return;
  await eraseFromBatch(ports, batch, (id) => erased.has(id));
  if (batch.pass > 1) await eraseFromResend(ports, batch.run, batch.pass, (id) => erased.has(id));
}
