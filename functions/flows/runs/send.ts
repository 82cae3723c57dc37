/** Sends at an operator's command: an edition, an alert, a missed run, a resend to some subscribers, or a test. */
import { BroadsheetError } from '../../domain/error.ts';
import { decided } from '../../domain/ledger/batch.ts';
import { isWaiting, type Run } from '../../domain/ledger/run.ts';
import { describeUnderWay, isOnlyDeferred } from '../../domain/ledger/run-waiting.ts';
import { parseAddress } from '../../domain/subscribers/address.ts';
import { subscriberId } from '../../domain/subscribers/identity.ts';
import { changeRun } from '../ledger/change-run.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { type ResendTarget, readBatches, storeResend } from '../ledger/plan-pass.ts';
import { readWaiting } from '../ledger/run-waiting.ts';
import { freezeLetter } from '../letters/frozen-letters.ts';
import { queueNotice } from '../notices/queue-notice.ts';
import { endDemo } from '../schedule/demo-runs.ts';
import { assembleRun, isStillVisible } from '../schedule/run-letter.ts';
import { createRun, prepareRun } from '../schedule/start-run.ts';
import { findRun } from './control.ts';
import { findRunRequest, makeCurrentRequest } from './find-run-request.ts';
import { requireAllowed, restartRun, sentBefore } from './restart-run.ts';

/**
 * Creates the run of an edition or of an article's alert, or starts one that was missed, held or stopped. Throws `not-found`; `conflict`
 * if its run has begun; `refused` for a run that would do harm (invisible article, no postal address, sandbox). Within minGap the run
 * is returned as held.
 */
export async function sendEdition(ports: DeliveryPorts, name: string): Promise<Run> {
  await endDemo(ports);
  const view = await ports.views.current();
  const { sending, run: before } = await findRunRequest(ports, view, name);
  if (before && isWaiting(before)) return restartRun(ports, view, before);
  if (before) throw sentBefore(before);
  const run = requireAllowed(view, await prepareRun(ports, view, sending));
  const made = await createRun(ports, view, run);
  if (!made) throw sentBefore((await ports.ledger.run(run.id))!);
  return made;
}

/** The id of a subscriber in any status. Throws `not-found`. */
async function findSubscriberId(ports: DeliveryPorts, address: string, where: string): Promise<string> {
  const id = subscriberId(ports.secrets, parseAddress(address).key);
  if (await ports.subscribers.get(id)) return id;
  throw new BroadsheetError('not-found', `There is no subscriber at the address ${where}.`, {
    remedy: 'Check it for a slip, or see `subscribers list`.',
  });
}

/**
 * Adds a resend to a run that is done, or whose open copies are all deferred. Throws `not-found`, also for an address of no subscriber,
 * and `refused`.
 */
export async function sendAgain(
  ports: DeliveryPorts,
  name: string,
  again: 'bounced' | 'unknown' | 'rejected' | { address: string } | { text: number },
): Promise<Run> {
  const found = await findRun(ports, name);
  const { id, passes } = found;
  if (found.folded) throw unknownRecipients(found);
  if (!(await isStillVisible(await ports.views.current(), found))) {
    throw new BroadsheetError('refused', `The letter of ${id} carries what is no longer visible.`, {
      remedy: 'Write an edition of what is left of it, and send that.',
    });
  }
  const target = await findResendTarget(ports, found, again);
  if (found.state !== 'done') await requireOnlyDeferred(ports, found, target);
  await storeResend(ports, id, passes + 1, target);
  const run = await changeRun(ports, id, (run) => {
    if (run.folded) throw unknownRecipients(run);
    // The checks above hold only if no change came in between, such as another resend.
    if (run.state === found.state && run.passes === passes)
      return { ...run, state: 'sending', endedAt: undefined, passes: passes + 1 };
    throw stillGoing(run);
  });
  await ports.doorbell.ring({ kind: 'plan' });
  return run;
}

async function findResendTarget(
  ports: DeliveryPorts,
  run: Run,
  again: Parameters<typeof sendAgain>[2],
): Promise<ResendTarget> {
  if (typeof again === 'string') return { what: again };
  if ('address' in again)
    return { what: 'subscriber', id: await findSubscriberId(ports, again.address, 'after --again') };
  const texts = run.texts ?? [];
  const text = texts[again.text - 1];
  if (text && text.letter !== run.letter) return { what: 'text', letter: text.letter };
  throw new BroadsheetError('refused', `The run ${run.id} has no earlier text ${again.text}.`, {
    remedy:
      'Only who got a text that `resume --current` replaced gets the newest: see `who-got-it` for the texts there are.',
  });
}

const unknownRecipients = ({ id }: Run) =>
  new BroadsheetError(
    'refused',
    `Nobody knows any more who had ${id}: its recipients are folded into counts.`,
    {
      remedy: 'Write an edition of it under another id, and send that.',
    },
  );

const stillGoing = ({ id, state }: Run, remedy = 'A pass may follow when the one before it is done.') =>
  new BroadsheetError('refused', `The run ${id} is ${state}.`, { remedy });

/**
 * Allows a resend while the open copies are all deferred: a slow server must not delay it. A subscriber whose own copy is deferred gets no
 * resend, since that copy is retried anyway. Throws `refused`.
 */
async function requireOnlyDeferred(ports: DeliveryPorts, run: Run, target: ResendTarget): Promise<void> {
  const { planned } = await ports.ledger.counts(run.id);
  const isOpen = run.state === 'sending' && planned;
  const waiting = isOpen ? await readWaiting(ports, run.id) : undefined;
  if (!waiting || !isOnlyDeferred(waiting)) {
    const waits = waiting && describeUnderWay(waiting);
    throw stillGoing(
      run,
      `A pass may follow when the one before it is done.${waits ? ` Of it, ${waits}.` : ''}`,
    );
  }
  if (target.what === 'subscriber' && (await isStillTried(ports, run, target.id))) {
    throw stillGoing(run, 'This copy is put off by its server and is tried again by itself: see `status`.');
  }
}

async function isStillTried(ports: DeliveryPorts, run: Run, id: string): Promise<boolean> {
  for await (const batch of readBatches(ports, run.id)) {
    if (!batch.closed && batch.members.some((one, at) => one === id && !decided(batch).has(at))) return true;
  }
  return false;
}

/** Queues the current text of an edition or run to `to`, rendered as for subscriber `as` (an address). Throws `not-found`. */
export async function testSend(
  ports: DeliveryPorts,
  { edition, to, as }: { edition: string; to: string; as?: string },
): Promise<void> {
  const view = await ports.views.current();
  const sending = await makeCurrentRequest(ports, view, await findRunRequest(ports, view, edition));
  const { letter } = await assembleRun(ports, view, sending, { preview: true });
  const reader = as === undefined ? undefined : await findSubscriberId(ports, as, 'after --as');
  await queueNotice(ports, {
    kind: 'test',
    to: parseAddress(to).email,
    letter: await freezeLetter(ports.blobs, letter),
    about: reader === undefined ? { edition } : { edition, as: reader },
  });
}
