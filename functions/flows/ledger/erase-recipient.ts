/** Erases a subscriber from the ledger: dashes replace the id in the batches of every run that is not compacted, and in notices. */
import type { Batch } from '../../domain/ledger/batch.ts';
import { FORGOTTEN, withoutReaders } from '../../domain/ledger/erased-recipient.ts';
import type { Ledger } from '../../domain/ledger/ledger.ts';
import type { Run } from '../../domain/ledger/run.ts';
import { NOTICES } from '../../domain/ledger/run-key.ts';
import { eachRun, findCopies } from './find-copies.ts';
import { AFTER_FIRST_PASS, batchesOf, forgetPass } from './plan-pass.ts';

export type LettersPort = Pick<
  Ledger,
  'batch' | 'batches' | 'runs' | 'renameMembers' | 'memory' | 'remember'
>;
type Ports = { ledger: LettersPort };

/** Is called with each notice to another recipient that names the erased subscriber. */
type SeenNotice = (batch: Batch) => Promise<void>;

/** No limit in practice: a few runs arise a day. */
const ALL_RUNS = 1_000_000;
/** True for a run that was never planned: it names no subscriber. */
const isBlank = ({ state }: Run): boolean => state === 'missed' || state === 'empty';

/**
 * Idempotent, also for an unknown id, so that an interrupted erasure can be repeated. `isTheirs`: whether the address of a test is the
 * subscriber's. Reads all runs, makes about twenty-five requests for each run that is not compacted, 16 runs at a time, and reads the
 * notices of thirty days. True if something named the subscriber.
 */
export async function forgetLetters(
  ports: Ports,
  id: string,
  isTheirs: (address: string) => boolean = () => false,
  seen: SeenNotice = async () => {},
): Promise<boolean> {
  let found = false;
  const kept = (await ports.ledger.runs({ limit: ALL_RUNS })).filter(
    (run) => !run.folded?.bare && !isBlank(run),
  );
  await eachRun(kept, async (run) => {
    if (await forgetInRun(ports, run, id)) found = true;
  });
  return (await forgetInNotices(ports, new Set([id]), isTheirs, seen)) || found;
}

/**
 * Erases subscribers that never confirmed. Only notices name them, and resends if an operator named them there. The ledger is read once
 * for all of them, so that expiring a flood of sign-ups costs as little as expiring one.
 */
export async function forgetUnconfirmed(ports: Ports, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const erased = new Set(ids);
  const runs = await ports.ledger.runs({ limit: ALL_RUNS });
  await eachRun(
    runs.filter((run) => run.passes > 1 && !run.folded?.bare),
    async (run) => {
      for await (const batch of batchesOf(ports, run.id, AFTER_FIRST_PASS))
        await renameReaders(ports, batch, (id) => erased.has(id));
      await forgetPasses(ports, run, (id) => erased.has(id));
    },
  );
  await forgetInNotices(ports, erased);
}

async function forgetInRun(ports: Ports, run: Run, id: string): Promise<boolean> {
  let found = false;
  for await (const batch of findCopies(ports, run, id))
    if (await renameReaders(ports, batch, (one) => one === id)) found = true;
  return (await forgetPasses(ports, run, (one) => one === id)) || found;
}

/** Looks one pass further than the run has: a resend is stored before the run's row counts it. */
async function forgetPasses(ports: Ports, run: Run, isErased: (id: string) => boolean): Promise<boolean> {
  let found = false;
  for (let pass = 2; pass <= run.passes + 1; pass++)
    if (await forgetPass(ports, run.id, pass, isErased)) found = true;
  return found;
}

const PAGE = 1000;

async function forgetInNotices(
  ports: Ports,
  erased: ReadonlySet<string>,
  isTheirs: (address: string) => boolean = () => false,
  seen: SeenNotice = async () => {},
): Promise<boolean> {
  let found = false;
  for await (const batch of batchesOf(ports, NOTICES, '', PAGE)) {
    // `seen` runs before the id is replaced, so that an interrupted erasure calls it again.
    if (batch.notice && Object.values(batch.notice.about).some((id) => erased.has(id))) await seen(batch);
    // An open test still needs the address that an editor typed in; only a closed one loses it.
    const isSentTo = (address: string): boolean => batch.closed && isTheirs(address);
    if (await renameReaders(ports, batch, (id) => erased.has(id), isSentTo)) found = true;
  }
  return found;
}

/** Tries, since another subscriber may be erased from the same batch at the same moment. */
const TRIES = 50;

/** False if the batch names none of them. */
async function renameReaders(
  { ledger }: { ledger: Pick<Ledger, 'batch' | 'renameMembers'> },
  seen: Batch,
  isErased: (id: string) => boolean,
  isTheirs?: (address: string) => boolean,
): Promise<boolean> {
  let found = false;
  let batch: Batch | undefined = seen;
  for (let tries = 0; batch && tries < TRIES; tries++) {
    const now = withoutReaders(batch, isErased, isTheirs);
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
export async function forgetAbsent(
  ports: { ledger: Pick<Ledger, 'batch' | 'renameMembers' | 'memory' | 'remember'> },
  batch: Batch,
  absent: readonly string[],
): Promise<void> {
  const erased = new Set(absent.filter((id) => id !== FORGOTTEN));
  if (erased.size === 0) return;
  await renameReaders(ports, batch, (id) => erased.has(id));
  if (batch.pass > 1) await forgetPass(ports, batch.run, batch.pass, (id) => erased.has(id));
}
