/** What an operator does to a run: pause, resume, cancel; and an editor, by the links in a proof: stop, let go. */
import { BroadsheetError } from '../../domain/error.ts';
import { isStopped, mayBecome, type Run, type RunState, STOPPED, withText } from '../../domain/ledger/run.ts';
import { alertRun, editionRun } from '../../domain/ledger/run-key.ts';
import { readLink } from '../../domain/subscribers/signed-link.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { changeRun } from '../ledger/change-run.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { textsOf } from '../ledger/run-texts.ts';
import { freeze } from '../letters/frozen-letters.ts';
import { printsOf } from '../release/fingerprint-articles.ts';
import { markPrinted, outstanding } from '../schedule/corrections.ts';
import { assembleRun, isWhole } from '../schedule/run-letter.ts';

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
  missed: '`send` or `resume` it, or `cancel` it.',
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

/**
 * `current`: what has not started yet goes with today's text. A held run goes at once, and so does one that an editor stopped
 * or that was missed, which has today's text in any case.
 */
export async function resume(
  ports: DeliveryPorts,
  name: string,
  { current }: { current: boolean },
): Promise<Run> {
  const found = await findRun(ports, name);
  if (found.state === 'missed') {
    // A form on a stage loads this file, and assembles no letters.
    const { revive } = await import('./restart-run.ts');
    return revive(ports, await ports.views.current(), found, { meant: true });
  }
  const refreshed = current ? await freshLetter(ports, found) : {};
  if (!current) await mayGoAsItWas(ports, found);
  const run = await changeRun(ports, found.id, (run) =>
    run.state === 'held' || isStopped(run)
      ? release(run, ports.clock(), refreshed)
      : to(run, 'sending', { ...refreshed, reason: '' }),
  );
  if (current) await markPrinted(ports, run, await outstandingFor(ports, run));
  await ports.doorbell.ring({ kind: 'plan' });
  return run;
}

/** A run that is held or was stopped goes. Whoever joined while it waited is a reader, too. */
export const release = (run: Run, now: Instant, refreshed: Partial<Run> = {}): Run => ({
  ...run,
  ...refreshed,
  ...{ state: 'planned', reason: '', until: undefined, cutoff: now, endedAt: undefined },
});

const outstandingFor = async (ports: Pick<DeliveryPorts, 'ledger' | 'views'>, { newsletter, id }: Run) =>
  outstanding(ports, await ports.views.current(), newsletter, id);

/** Throws `refused` where a run that waits has no letter, or one that prints what is no longer visible. */
export async function mayGoAsItWas(ports: Pick<DeliveryPorts, 'views'>, run: Run): Promise<void> {
  if (run.state !== 'held' && run.state !== 'paused' && !isStopped(run)) return;
  if (run.letter !== undefined && (await isWhole(await ports.views.current(), run))) return;
  throw new BroadsheetError('refused', `The run ${run.id} cannot go with the text it was frozen with.`, {
    remedy:
      'It names what is not visible, or was made when it could not be sent. Mend that, or resume it with --current.',
  });
}

async function freshLetter(
  ports: Pick<DeliveryPorts, 'ledger' | 'blobs' | 'views' | 'clock' | 'settings'>,
  run: Run,
): Promise<Pick<Run, 'letter' | 'articles' | 'prints' | 'subject' | 'texts'>> {
  const view = await ports.views.current();
  const { letter, invisible } = await assembleRun(ports, view, run);
  const refused = (sentence: string, remedy: string) => new BroadsheetError('refused', sentence, { remedy });
  if (view.release.index.publication.postalAddress.length === 0)
    throw refused('The publication has no postal address.', 'Add postalAddress to publication.yaml.');
  if (letter.articles.length === 0 && run.articles.length + invisible.length > 0)
    throw refused('No article in it is visible any more.', 'Cancel it.');
  const { articles, subject } = letter;
  const frozen = await freeze(ports.blobs, letter);
  // Nothing of what is held or was stopped has gone: its text of before reached nobody.
  const had = run.state === 'paused' ? { texts: await textsOf(ports, run) } : undefined;
  const texts = withText(had, { letter: frozen, subject, since: ports.clock() });
  return { letter: frozen, articles, prints: await printsOf(view, articles), subject, texts };
}

export async function cancel(
  ports: Pick<DeliveryPorts, 'ledger' | 'clock'>,
  name: string,
  reason: string,
): Promise<Run> {
  const { id } = await findRun(ports, name);
  return changeRun(ports, id, (run) =>
    // An editor's stop may be taken back, this may not.
    isStopped(run) ? { ...run, reason } : to(run, 'cancelled', { reason, endedAt: ports.clock() }),
  );
}

type LinkPorts = Pick<DeliveryPorts, 'ledger' | 'secrets' | 'clock'>;

/** For the page behind it: the run a proof's link is about. Throws `forged`, `expired`, `not-found`. */
export async function runOfStopLink(
  ports: LinkPorts,
  token: string,
  purpose: 'stop' | 'release' = 'stop',
): Promise<Run> {
  const { subject } = readLink(ports.secrets, token, purpose, ports.clock());
  return findRun(ports, subject);
}

/** Cancels it if it is not over yet; says what it is now. `send`, `resume` and the release link take that back. */
export async function stopByLink(ports: LinkPorts, token: string): Promise<Run> {
  const { id } = await runOfStopLink(ports, token);
  return changeRun(ports, id, (run) =>
    mayBecome(run.state, 'cancelled')
      ? { ...run, state: 'cancelled', until: undefined, endedAt: ports.clock(), reason: STOPPED }
      : undefined,
  );
}

/**
 * Lets it go at once, with the text the editor saw, if it is held or was stopped; says what it is now. Throws `refused` where
 * that text names what is no longer visible.
 */
export async function releaseByLink(
  ports: LinkPorts & Pick<DeliveryPorts, 'views' | 'doorbell'>,
  token: string,
): Promise<Run> {
  const found = await runOfStopLink(ports, token, 'release');
  await mayGoAsItWas(ports, found);
  const run = await changeRun(ports, found.id, (run) =>
    run.state === 'held' || isStopped(run) ? release(run, ports.clock()) : undefined,
  );
  if (run.state === 'planned') await ports.doorbell.ring({ kind: 'plan' });
  return run;
}
