/** Sending because somebody says so: an edition, a pass over some of its readers, a test. */
import { parseAddress } from '../domain/address.ts';
import { decided } from '../domain/batch.ts';
import { BroadsheetError } from '../domain/error.ts';
import { subscriberId } from '../domain/identity.ts';
import type { Run } from '../domain/run.ts';
import { editionRun, slotOfRun } from '../domain/run-key.ts';
import { isOnlyDeferred, underWayText } from '../domain/waiting.ts';
import { changeRun } from './change-run.ts';
import { findRun } from './control.ts';
import { markPrinted, outstanding } from './corrections.ts';
import type { DeliveryPorts } from './delivery-ports.ts';
import { digestArticles } from './digest-articles.ts';
import { freeze } from './freeze.ts';
import { queueNotice } from './notices.ts';
import { type Again, batchesOf, rememberPass } from './plan-pass.ts';
import { assembleRun, gone, isWhole } from './run-letter.ts';
import { readWaiting } from './run-waits.ts';
import { createRun, prepareRun, type Ready, type Sending } from './start-run.ts';
import type { View } from './view.ts';

/** An edition by its id or an alias of it. Throws `not-found`. */
export async function editionSending(view: View, name: string): Promise<Sending> {
  const edition = await view.release.edition(name);
  if (!edition) throw gone(`The edition ${name}`);
  return {
    id: editionRun(edition.id),
    kind: 'edition',
    of: edition.id,
    newsletter: edition.newsletter,
    articles: [],
  };
}

/**
 * Creates the run of an edition (or revives a missed run, by its id). Throws `not-found`; `conflict` if it has a run;
 * `refused` for what would do harm (invisible article, no postal address, sandbox). Within minGap the run comes back held.
 */
export async function sendEdition(ports: DeliveryPorts, name: string): Promise<Run> {
  const view = await ports.views.current();
  const named = await ports.ledger.run(name);
  if (named?.state === 'missed') return revive(ports, view, named);
  const sending = await editionSending(view, name);
  const before = await ports.ledger.run(sending.id);
  if (before?.state === 'missed') return revive(ports, view, before);
  if (before) throw sentBefore(before);
  const run = allowed(await prepareRun(ports, view, sending));
  const made = await createRun(ports, view, run);
  if (!made) throw sentBefore((await ports.ledger.run(run.id))!);
  return made;
}

/** A digest that was missed has what was new at its slot, and since. */
async function revive(ports: DeliveryPorts, view: View, missed: Run): Promise<Run> {
  const slot = slotOfRun(missed.id, view.release.index.publication.timezone) ?? view.now;
  const articles = missed.kind === 'digest' ? await digestArticles(ports, view, { ...missed, at: slot }) : [];
  if (missed.kind === 'digest' && articles.length === 0) {
    throw new BroadsheetError('refused', 'There is nothing in it that was not sent since.', {
      remedy: 'The next digest has what is new then.',
    });
  }
  const ready = allowed(await prepareRun(ports, view, { ...missed, articles }));
  const owed = await outstanding(ports, view, missed.newsletter, missed.id);
  const run = await changeRun(ports, missed.id, (found) => {
    if (found.state !== 'missed') throw sentBefore(found);
    return { ...ready, version: found.version };
  });
  await markPrinted(ports, run, owed);
  await ports.doorbell.ring({ kind: 'plan', run: run.id });
  return run;
}

function allowed({ run, obstacles }: Ready): Run {
  const refusals = obstacles.filter(({ kind }) => kind === 'refuse');
  if (refusals.length > 0) {
    throw new BroadsheetError('refused', `${run.of} cannot be sent.`, {
      remedy: refusals.map(({ sentence }) => sentence).join(' '),
    });
  }
  const reason = obstacles.map(({ sentence }) => sentence).join(' ');
  return reason ? { ...run, state: 'held', reason } : run;
}

const sentBefore = (run: Run) =>
  new BroadsheetError('conflict', `${run.of} has a run already: it is ${run.state}.`, {
    remedy:
      'Nobody gets it twice by accident: see `status`; `resume` a paused or held one, `send --again` some of its readers.',
  });

/** The id of a subscriber, whatever their status. Throws `not-found`. */
async function readerAt(ports: DeliveryPorts, address: string, where: string): Promise<string> {
  const id = subscriberId(ports.secrets, parseAddress(address).key);
  if (await ports.subscribers.get(id)) return id;
  throw new BroadsheetError('not-found', `There is no subscriber at the address ${where}.`, {
    remedy: 'Check it for a slip, or see `subscribers list`.',
  });
}

/** Adds a pass to a run that is done, or of which all that is left is put off by its servers. Throws `not-found`, also for an address that is no subscriber's, and `refused`. */
export async function sendAgain(
  ports: DeliveryPorts,
  name: string,
  again: 'bounced' | 'unknown' | 'rejected' | { address: string },
): Promise<Run> {
  const found = await findRun(ports, name);
  const { id, passes } = found;
  if (!(await isWhole(await ports.views.current(), found))) {
    throw new BroadsheetError('refused', `The letter of ${id} carries what is no longer visible.`, {
      remedy: 'Write an edition of what is left of it, and send that.',
    });
  }
  const whom: Again =
    typeof again === 'string'
      ? { what: again }
      : { what: 'subscriber', id: await readerAt(ports, again.address, 'after --again') };
  if (found.state !== 'done') await mayGoBeside(ports, found, whom);
  await rememberPass(ports, id, passes + 1, whom);
  const run = await changeRun(ports, id, (run) => {
    // What came between, another pass too, was not looked at.
    if (run.state === found.state && run.passes === passes)
      return { ...run, state: 'sending', endedAt: undefined, passes: passes + 1 };
    throw stillGoing(run);
  });
  await ports.doorbell.ring({ kind: 'plan', run: id });
  return run;
}

const stillGoing = ({ id, state }: Run, remedy = 'A pass may follow when the one before it is done.') =>
  new BroadsheetError('refused', `The run ${id} is ${state}.`, { remedy });

/** One slow server keeps nobody else from a later pass; whom it puts off is tried again anyway. */
async function mayGoBeside(ports: DeliveryPorts, run: Run, whom: Again): Promise<void> {
  const { planned } = await ports.ledger.standing(run.id);
  const isOpen = run.state === 'sending' && planned;
  const waiting = isOpen ? await readWaiting(ports, run.id) : undefined;
  if (!waiting || !isOnlyDeferred(waiting)) {
    const waits = waiting && underWayText(waiting);
    throw stillGoing(
      run,
      `A pass may follow when the one before it is done.${waits ? ` Of it, ${waits}.` : ''}`,
    );
  }
  if (whom.what === 'subscriber' && (await isStillTried(ports, run, whom.id))) {
    throw stillGoing(run, 'This copy is put off by its server and is tried again by itself: see `status`.');
  }
}

async function isStillTried(ports: DeliveryPorts, run: Run, id: string): Promise<boolean> {
  for await (const batch of batchesOf(ports, run.id)) {
    if (!batch.closed && batch.members.some((one, at) => one === id && !decided(batch).has(at))) return true;
  }
  return false;
}

/** Queues today's text of an edition to `to`, written as for subscriber `as` (an address). Throws `not-found`. */
export async function testSend(
  ports: DeliveryPorts,
  { edition, to, as }: { edition: string; to: string; as?: string },
): Promise<void> {
  const view = await ports.views.current();
  const sending = await editionSending(view, edition);
  const { letter } = await assembleRun(ports, view, sending, { preview: true });
  const reader = as === undefined ? undefined : await readerAt(ports, as, 'after --as');
  await queueNotice(ports, {
    kind: 'test',
    to: parseAddress(to).email,
    letter: await freeze(ports.blobs, letter),
    about: reader === undefined ? { edition } : { edition, as: reader },
  });
}
