/**
 * What the demo has spent: runs that went to the demo reader alone, by the outbox. To a real mailer they have never been: it
 * sends those editions anew, and none of them counts for `minGap`, for a digest or for a correction.
 */
import { DEMO_MEMORY, demoId, isReal, OVER } from '../../domain/delivery/demo.ts';
import { isBroadsheetError } from '../../domain/error.ts';
import { FORGOTTEN } from '../../domain/ledger/erased-recipient.ts';
import type { Run } from '../../domain/ledger/run.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { forgetPrinted } from './corrections.ts';

type DemoPorts = Pick<DeliveryPorts, 'ledger' | 'mailer' | 'secrets'>;

/** A demo is a matter of the first days. */
const LOOKED_AT = 200;
/** Of a run to the demo alone: its own batch, and passes to the same reader. */
const BATCHES = 10;
const REASON = 'It went to the demo reader alone, into the outbox.';

/** Ids of what went to the demo alone; none with the outbox, nor once the demo is over. */
export async function demoRuns(ports: DemoPorts): Promise<ReadonlySet<string>> {
  return new Set((await findDemoRuns(ports)).map(({ id }) => id));
}

async function findDemoRuns(ports: DemoPorts): Promise<readonly Run[]> {
  if (!isReal(ports.mailer)) return [];
  // The run that was made for the demo, which nobody else is in, also before it has a batch.
  const shown = await ports.ledger.memory(DEMO_MEMORY);
  if (shown === OVER) return [];
  const found: Run[] = [];
  const runs = await ports.ledger.runs({ limit: LOOKED_AT });
  for (const run of [...runs].reverse()) {
    const reached = run.reason === REASON ? 'demo' : await whomItReached(ports, run);
    const isShown = run.id === shown && (reached === 'nobody' || run.folded !== undefined);
    // No real mailer has sent anything while a demo is on.
    const isErased = reached === 'erased' && shown !== undefined;
    if (reached === 'demo' || isShown || isErased) found.push(run);
    // The demo comes before everything else, or there was none: most ledgers have no more than one run looked into.
    else if (reached === 'others' && found.length === 0 && shown === undefined) return [];
  }
  return found;
}

async function whomItReached(
  { ledger, secrets }: DemoPorts,
  run: Run,
): Promise<'nobody' | 'demo' | 'others' | 'erased'> {
  // Whom it reached is not known any more.
  if (run.folded) return 'others';
  const batches = await ledger.batches({ run: run.id, after: '', limit: BATCHES });
  const members = batches.flatMap((batch) => batch.members);
  if (members.length === 0) return 'nobody';
  if (members.every((id) => id === FORGOTTEN)) return 'erased';
  const demo = demoId(secrets);
  return members.every((id) => id === demo) ? 'demo' : 'others';
}

/** Before a real mailer does anything: the demo's runs and its reader go. Any number of times. */
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

/** Cancelled first: whoever finds half of it goes on from there. False: somebody else is at it. */
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
