/** Forgetting a reader in the ledger: another name stands where theirs stood, in every run whose recipients are kept, and in notices. */
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

/** A notice that names somebody erased, to another. */
type SeenNotice = (batch: Batch) => Promise<void>;

/** All there are: some a day. */
const ALL_RUNS = 1_000_000;
/** Nothing has gone, and nobody was planned. */
const isBlank = ({ state }: Run): boolean => state === 'missed' || state === 'empty';

/**
 * Any number of times, also of a stranger, so that an erasure that was cut short can be said again. `isTheirs`: of an address a test
 * was sent to. Reads the rows of all runs, makes some twenty-five requests for each run whose recipients are kept,
 * 16 runs at a time, and reads the notices of thirty days. True: something named them.
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
 * Of those who never confirmed: they are in notices alone, and in a later pass if an operator named them. Read once, however many
 * they are: a flood of sign-ups, thirty days later, is as cheap as one.
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

/** One more than there are: a pass is remembered before the run says that there is one. */
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
    // Before it is renamed: what is cut short here is seen again.
    if (batch.notice && Object.values(batch.notice.about).some((id) => erased.has(id))) await seen(batch);
    // What still waits goes to whom an editor typed in.
    const isSentTo = (address: string): boolean => batch.closed && isTheirs(address);
    if (await renameReaders(ports, batch, (id) => erased.has(id), isSentTo)) found = true;
  }
  return found;
}

/** Somebody else may be erased from the same batch at the same moment. */
const TRIES = 50;

/** False: the batch names none of them. */
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
 * Whoever a worker does not find was erased, perhaps while the batch was being planned: an erasure knows only of batches that are
 * there. Costs nothing where everybody is found.
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
