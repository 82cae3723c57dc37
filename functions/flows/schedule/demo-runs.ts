/**
 * Finds the runs of the demo, which went to the demo subscriber alone, into the outbox. For a real mailer they do not exist: their editions
 * are sent anew, and they count neither for `minGap` nor for digests or corrections.
 */
import { DEMO_MEMORY, demoId, isReal, OVER } from '../../domain/delivery/demo.ts';
import { isBroadsheetError } from '../../domain/error.ts';
import { FORGOTTEN } from '../../domain/ledger/erased-recipient.ts';
import type { Run } from '../../domain/ledger/run.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { forgetPrinted } from './corrections.ts';

type DemoPorts = Pick<DeliveryPorts, 'ledger' | 'mailer' | 'secrets'>;

/** Latest runs that are looked at: a demo belongs to the first days. */
const LOOKED_AT = 200;
/** Batches that are read of a run. A demo run has one, and one for each resend. */
const BATCHES = 10;
const REASON = 'It went to the demo reader alone, into the outbox.';

/** The ids of demo runs. Empty with the outbox, and once the demo is over. */
export async function demoRuns(ports: DemoPorts): Promise<ReadonlySet<string>> {
  return new Set((await findDemoRuns(ports)).map(({ id }) => id));
}

async function findDemoRuns(ports: DemoPorts): Promise<readonly Run[]> {
  if (!isReal(ports.mailer)) return [];
  // The id of the run that was made for the demo. It counts as a demo run even before it has a batch.
  const shown = await ports.ledger.memory(DEMO_MEMORY);
  if (shown === OVER) return [];
  const found: Run[] = [];
  const runs = await ports.ledger.runs({ limit: LOOKED_AT });
  for (const run of [...runs].reverse()) {
    const reached = run.reason === REASON ? 'demo' : await whomItReached(ports, run);
    const isShown = run.id === shown && (reached === 'nobody' || run.folded !== undefined);
    // While a demo is on no real mailer has sent anything, so an erased recipient was the demo subscriber.
    const isErased = reached === 'erased' && shown !== undefined;
    if (reached === 'demo' || isShown || isErased) found.push(run);
    // A demo comes before all other runs. Most ledgers are therefore done after the first run.
    else if (reached === 'others' && found.length === 0 && shown === undefined) return [];
  }
  return found;
}

async function whomItReached(
  { ledger, secrets }: DemoPorts,
  run: Run,
): Promise<'nobody' | 'demo' | 'others' | 'erased'> {
  // The recipients of a compacted run are not known any more.
  if (run.folded) return 'others';
  const batches = await ledger.batches({ run: run.id, after: '', limit: BATCHES });
  const members = batches.flatMap((batch) => batch.members);
  if (members.length === 0) return 'nobody';
  if (members.every((id) => id === FORGOTTEN)) return 'erased';
  const demo = demoId(secrets);
  return members.every((id) => id === demo) ? 'demo' : 'others';
}

/** Deletes the demo's runs and subscriber before a real mailer sends anything. Idempotent. */
export async function endDemo(ports: DemoPorts & Pick<DeliveryPorts, 'subscribers' | 'log'>): Promise<void> {
  const { ledger, subscribers, secrets, mailer } = ports;
  if (!isReal(mailer) || (await ledger.memory(DEMO_MEMORY)) === OVER) return;
  for (const run of await findDemoRuns(ports)) {
    if (!(await forget(ports, run))) return;
    ports.log(`${run.id}: ${REASON} It can be sent anew.`);
  }
  if (await subscribers.get(demoId(secrets))) await subscribers.erase(demoId(secrets));
  await ledger.remember(DEMO_MEMORY, OVER);
}

/** Cancels the run before it is deleted, so that an interrupted deletion can go on. False if another process changed the run. */
async function forget({ ledger }: DemoPorts, run: Run): Promise<boolean> {
  try {
    const last = await ledger.putRun({ ...run, state: 'cancelled', until: undefined, reason: REASON });
    await forgetPrinted({ ledger }, last);
    await ledger.forgetRun(last);
    return true;
  } catch (error) {
    if (isBroadsheetError(error) && error.code === 'conflict') return false;
    throw error;
  }
}
