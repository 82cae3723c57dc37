/**
 * Finds the runs of the demo, which went to the demo subscriber alone, into the outbox. For a real mailer they do not exist: their editions
 * are sent anew, and they count neither for `minGap` nor for digests or corrections.
 */
import { DEMO_KEY, DEMO_OVER, demoId, isRealMailer } from '../../domain/delivery/demo.ts';
import { isBroadsheetError } from '../../domain/error.ts';
import { ERASED_ID } from '../../domain/ledger/erased-recipient.ts';
import type { Run } from '../../domain/ledger/run.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { unmarkPrinted } from './corrections.ts';

type DemoPorts = Pick<DeliveryPorts, 'ledger' | 'mailer' | 'secrets'>;

/** Latest runs that are looked at: a demo belongs to the first days. */
const MAX_RUNS_READ = 200;
/** Batches that are read of a run. A demo run has one, and one for each resend. */
const MAX_BATCHES_READ = 10;
const DEMO_REASON = 'It went to the demo reader alone, into the outbox.';

/** The ids of demo runs. Empty with the outbox, and once the demo is over. */
export async function findDemoRunIds(ports: DemoPorts): Promise<ReadonlySet<string>> {
  return new Set((await findDemoRuns(ports)).map(({ id }) => id));
}

async function findDemoRuns(ports: DemoPorts): Promise<readonly Run[]> {
  if (!isRealMailer(ports.mailer)) return [];
  // The id of the run that was made for the demo. It counts as a demo run even before it has a batch.
  const shown = await ports.ledger.getState(DEMO_KEY);
  if (shown === DEMO_OVER) return [];
  const found: Run[] = [];
  const runs = await ports.ledger.runs({ limit: MAX_RUNS_READ });
  for (const run of [...runs].reverse()) {
    const reached = run.reason === DEMO_REASON ? 'demo' : await findReached(ports, run);
    const isShown = run.id === shown && (reached === 'nobody' || run.folded !== undefined);
    // While a demo is on no real mailer has sent anything, so an erased recipient was the demo subscriber.
    const isErased = reached === 'erased' && shown !== undefined;
    if (reached === 'demo' || isShown || isErased) found.push(run);
    // A demo comes before all other runs, so most ledgers are done after one run was looked into.
    else if (reached === 'others' && found.length === 0 && shown === undefined) return [];
  }
  return found;
}

async function findReached(
  { ledger, secrets }: DemoPorts,
  run: Run,
): Promise<'nobody' | 'demo' | 'others' | 'erased'> {
  // The recipients of a compacted run are not known any more.
  if (run.folded) return 'others';
  const batches = await ledger.batches({ run: run.id, after: '', limit: MAX_BATCHES_READ });
  const members = batches.flatMap((batch) => batch.members);
  if (members.length === 0) return 'nobody';
  if (members.every((id) => id === ERASED_ID)) return 'erased';
  const demo = demoId(secrets);
  return members.every((id) => id === demo) ? 'demo' : 'others';
}

/** Deletes the demo's runs and subscriber before a real mailer sends anything. Idempotent. */
export async function endDemo(ports: DemoPorts & Pick<DeliveryPorts, 'subscribers' | 'log'>): Promise<void> {
  const { ledger, subscribers, secrets, mailer } = ports;
  if (!isRealMailer(mailer) || (await ledger.getState(DEMO_KEY)) === DEMO_OVER) return;
  for (const run of await findDemoRuns(ports)) {
    if (!(await deleteRun(ports, run))) return;
    ports.log(`${run.id}: ${DEMO_REASON} It can be sent anew.`);
  }
  if (await subscribers.get(demoId(secrets))) await subscribers.erase(demoId(secrets));
  await ledger.setState(DEMO_KEY, DEMO_OVER);
}

/** Cancels the run before it is deleted, so that an interrupted deletion can go on. False if another process changed the run. */
async function deleteRun({ ledger }: DemoPorts, run: Run): Promise<boolean> {
  try {
    const last = await ledger.putRun({ ...run, state: 'cancelled', until: undefined, reason: DEMO_REASON });
    await unmarkPrinted({ ledger }, last);
    await ledger.forgetRun(last);
    return true;
  } catch (error) {
    if (isBroadsheetError(error) && error.code === 'conflict') return false;
    throw error;
  }
}
