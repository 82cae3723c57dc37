/** Restarts a waiting run (missed, held, or stopped by an editor) with the current text. */
import { BroadsheetError } from '../../domain/error.ts';
import { isMeant, isWaiting, type Run, withText } from '../../domain/ledger/run.ts';
import { changeRun } from '../ledger/change-run.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { readTextsInUse } from '../ledger/run-texts.ts';
import type { View } from '../release/view.ts';
import { findOwedCorrections, markPrinted } from '../schedule/corrections.ts';
import { holdRun, prepareRun, type Ready } from '../schedule/start-run.ts';
import { makeCurrentRequest } from './find-run-request.ts';

/**
 * `meant`: the send is deliberate, so the run starts even within `minGap`, like one that was held or stopped. Throws `refused` for a run
 * that would do harm and for a digest whose articles were all sent since; `conflict` if another process was first.
 */
export async function restartRun(
  ports: Pick<DeliveryPorts, 'ledger' | 'mailer' | 'subscribers' | 'blobs' | 'doorbell' | 'settings'>,
  view: View,
  found: Run,
  { meant = isMeant(found) }: { meant?: boolean } = {},
): Promise<Run> {
  const ready = await prepareRun(
    ports,
    view,
    await makeCurrentRequest(ports, view, { sending: found, run: found }),
  );
  const next = { ...requireAllowed(view, ready, meant), passes: found.passes };
  // An alert that was stopped half-way has batches, which fix its spans.
  const { batches } = await ports.ledger.counts(found.id);
  const spans = batches > 0 ? found.spans : next.spans;
  const texts = (next.texts ?? []).reduce(
    (had, text) => withText({ texts: had }, text),
    await readTextsInUse(ports, found),
  );
  const owed = await findOwedCorrections(ports, view, found.newsletter, found.id);
  const run = await changeRun(ports, found.id, (now) => {
    if (!isWaiting(now)) throw sentBefore(now);
    return { ...next, spans, texts, version: now.version };
  });
  await markPrinted(ports, run, owed);
  await ports.doorbell.ring({ kind: 'plan' });
  return run;
}

/** The run as it may be created: held if an obstacle says so, unless it is `meant`. Throws `refused` if an obstacle forbids it. */
export function requireAllowed(view: View, { run, obstacles }: Ready, meant = false): Run {
  const refusals = obstacles.filter(({ kind }) => kind === 'refuse');
  if (refusals.length > 0) {
    throw new BroadsheetError('refused', `${run.of} cannot be sent.`, {
      remedy: refusals.map(({ sentence }) => sentence).join(' '),
    });
  }
  return meant || obstacles.length === 0 ? run : holdRun(view, run, obstacles);
}

export const sentBefore = (run: Run) =>
  new BroadsheetError('conflict', `${run.of} has a run already: it is ${run.state}.`, {
    remedy:
      'Nobody gets it twice by accident: see `status`; `resume` a paused or held one, `send --again` some of its readers.',
  });
