/** What an operator does to a run: pause, resume, cancel; and an editor, by the link in a proof: stop. */
import { BroadsheetError } from '../domain/error.ts';
import { readLink } from '../domain/link.ts';
import { mayBecome, type Run, type RunState } from '../domain/run.ts';
import { alertRun, editionRun } from '../domain/run-key.ts';
import { changeRun } from './change-run.ts';
import { markPrinted, outstanding } from './corrections.ts';
import type { DeliveryPorts } from './delivery-ports.ts';
import { freeze } from './freeze.ts';
import { assembleRun, isWhole } from './run-letter.ts';

/** By run id, edition id, or article id of an alert. Throws `not-found`. */
export async function findRun({ ledger }: Pick<DeliveryPorts, 'ledger'>, name: string): Promise<Run> {
  for (const id of [name, editionRun(name), alertRun(name)]) {
    const run = await ledger.run(id);
    if (run) return run;
  }
  throw new BroadsheetError('not-found', `Nothing was ever sent or planned under the name ${name}.`, {
    remedy: 'See `status` for the runs there are, or `send` an edition by its id.',
  });
}

/** Throws `refused` where the state does not allow it; a run that is there already is left as it is. */
function to(run: Run, state: RunState, change: Partial<Run>): Run | undefined {
  if (run.state === state) return undefined;
  // What is done goes on only by a pass.
  if (run.state !== 'done' && mayBecome(run.state, state))
    return { ...run, until: undefined, ...change, state };
  throw new BroadsheetError('refused', `The run ${run.id} is ${run.state}: it cannot become ${state}.`, {
    remedy: REMEDIES[run.state] ?? 'See `status`.',
  });
}

const REMEDIES: Partial<Record<RunState, string>> = {
  done: 'It is over; `send --again` gives it to some once more.',
  cancelled: 'A cancelled run stays so; write the edition anew under another id.',
  held: 'It has not begun: `cancel` it, or `resume` it to let it go.',
  missed: '`send` it, or `cancel` it.',
  empty: 'There was nothing to send; the next digest has what is new.',
};

/** Each throws `not-found`, or `refused` where the run's state does not allow it. */
export async function pause(
  ports: Pick<DeliveryPorts, 'ledger'>,
  name: string,
  reason: string,
): Promise<Run> {
  const { id } = await findRun(ports, name);
  return changeRun(ports, id, (run) =>
    // Waiting for its quota, it would go on by itself.
    run.state === 'paused' && run.until !== undefined
      ? { ...run, until: undefined, reason }
      : to(run, 'paused', { reason }),
  );
}

/** `current`: what has not started yet goes with today's text. A held run goes at once. */
export async function resume(
  ports: DeliveryPorts,
  name: string,
  { current }: { current: boolean },
): Promise<Run> {
  const found = await findRun(ports, name);
  const refreshed = current ? await freshLetter(ports, found) : {};
  if (!current) await mayGoAsItWas(ports, found);
  const run = await changeRun(ports, found.id, (run) =>
    run.state === 'held'
      ? // Whoever joined while it was held is a reader, too.
        to(run, 'planned', { ...refreshed, reason: '', cutoff: ports.clock() })
      : to(run, 'sending', { ...refreshed, reason: '' }),
  );
  if (current) await markPrinted(ports, run, await outstandingFor(ports, run));
  await ports.doorbell.ring({ kind: 'plan', run: run.id });
  return run;
}

const outstandingFor = async (ports: DeliveryPorts, { newsletter, id }: Run) =>
  outstanding(ports, await ports.views.current(), newsletter, id);

async function mayGoAsItWas(ports: DeliveryPorts, run: Run): Promise<void> {
  if (run.state !== 'held' && run.state !== 'paused') return;
  if (run.letter !== undefined && (await isWhole(await ports.views.current(), run))) return;
  throw new BroadsheetError('refused', `The run ${run.id} cannot go with the text it was frozen with.`, {
    remedy: 'It names what is not visible, or was made when it could not be sent: resume it with --current.',
  });
}

async function freshLetter(
  ports: DeliveryPorts,
  run: Run,
): Promise<Pick<Run, 'letter' | 'articles' | 'subject'>> {
  const view = await ports.views.current();
  const { letter, invisible } = await assembleRun(ports, view, run);
  const refused = (sentence: string, remedy: string) => new BroadsheetError('refused', sentence, { remedy });
  if (view.release.index.publication.postalAddress.length === 0)
    throw refused('The publication has no postal address.', 'Add postalAddress to publication.yaml.');
  if (letter.articles.length === 0 && run.articles.length + invisible.length > 0)
    throw refused('No article in it is visible any more.', 'Cancel it.');
  return { letter: await freeze(ports.blobs, letter), articles: letter.articles, subject: letter.subject };
}

export async function cancel(
  ports: Pick<DeliveryPorts, 'ledger' | 'clock'>,
  name: string,
  reason: string,
): Promise<Run> {
  const { id } = await findRun(ports, name);
  return changeRun(ports, id, (run) => to(run, 'cancelled', { reason, endedAt: ports.clock() }));
}

type StopPorts = Pick<DeliveryPorts, 'ledger' | 'secrets' | 'clock'>;

/** For the stop page: the run a proof's link is about. Throws `forged`, `not-found`. */
export async function runOfStopLink(ports: StopPorts, token: string): Promise<Run> {
  const { subject } = readLink(ports.secrets, token, 'stop', ports.clock());
  return findRun(ports, subject);
}

/** Cancels it if it is not over yet; says what it is now. */
export async function stopByLink(ports: StopPorts, token: string): Promise<Run> {
  const { id } = await runOfStopLink(ports, token);
  return changeRun(ports, id, (run) =>
    mayBecome(run.state, 'cancelled')
      ? { ...run, state: 'cancelled', until: undefined, endedAt: ports.clock(), reason: STOPPED }
      : undefined,
  );
}

const STOPPED = 'An editor stopped it by the link in the proof.';
