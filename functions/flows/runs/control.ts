/** Controls runs: operators pause, resume and cancel them; editors stop or release them by the links in a proof. */
import { BroadsheetError } from '../../domain/error.ts';
import {
  isStopped,
  mayBecome,
  type Run,
  type RunState,
  STOPPED_BY_EDITOR,
  withText,
} from '../../domain/ledger/run.ts';
import { alertRun, editionRun } from '../../domain/ledger/run-key.ts';
import { readLink } from '../../domain/subscribers/signed-link.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { changeRun } from '../ledger/change-run.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { readTextsInUse } from '../ledger/run-texts.ts';
import { freezeLetter } from '../letters/frozen-letters.ts';
import { fingerprintArticles } from '../release/fingerprint-articles.ts';
import { findOwedCorrections, markPrinted } from '../schedule/corrections.ts';
import { assembleRun, isStillVisible } from '../schedule/run-letter.ts';

/** Finds a run by its id, its edition's id, or the id of an alert's article. Throws `not-found`. */
export async function findRun({ ledger }: Pick<DeliveryPorts, 'ledger'>, name: string): Promise<Run> {
  for (const id of [name, editionRun(name), alertRun(name)]) {
    const run = await ledger.run(id);
    if (run) return run;
  }
  throw new BroadsheetError('not-found', `Nothing was ever sent or planned under the name ${name}.`, {
    remedy: 'See `status` for the runs there are, or `send` an edition by its id.',
  });
}

/** The run in another state; undefined if it is in that state already. Throws `refused` if the transition is not allowed. */
function withState(run: Run, state: RunState, change: Partial<Run>): Run | undefined {
  if (run.state === state) return undefined;
  // A run that is done continues only by a resend.
  if (run.state !== 'done' && mayBecome(run.state, state))
    return { ...run, until: undefined, ...change, state };
  throw new BroadsheetError('refused', `The run ${run.id} is ${run.state}: it cannot become ${state}.`, {
    remedy: REMEDIES[run.state] ?? 'See `status`.',
  });
}

const REMEDIES: Partial<Record<RunState, string>> = {
  done: 'The run is over; `send --again` gives it to some once more.',
  cancelled: 'A cancelled run stays so; write the edition anew under another id.',
  held: 'The run has not begun: `cancel` it, or `resume` it to let it go.',
  missed: '`send` or `resume` it, or `cancel` it.',
  empty: 'There was nothing to send; the next digest has what is new.',
};

/** Pauses a run. Throws `not-found`, or `refused` if the run's state does not allow it. */
export async function pauseRun(
  ports: Pick<DeliveryPorts, 'ledger'>,
  name: string,
  reason: string,
): Promise<Run> {
  const { id } = await findRun(ports, name);
  return changeRun(ports, id, (run) =>
    // A run that waits for its quota would resume by itself; the pause ends that.
    run.state === 'paused' && run.until !== undefined
      ? { ...run, until: undefined, reason }
      : withState(run, 'paused', { reason }),
  );
}

/**
 * Resumes a run. `current`: copies that have not started get the current text. A held, stopped or missed run starts at once; a missed one
 * always has the current text.
 */
export async function resumeRun(
  ports: DeliveryPorts,
  name: string,
  { current }: { current: boolean },
): Promise<Run> {
  const found = await findRun(ports, name);
  if (found.state === 'missed') {
    // The import is lazy, since the web function on AWS loads this file for its forms and never assembles letters.
    const { restartRun } = await import('./restart-run.ts');
    return restartRun(ports, await ports.views.current(), found, { meant: true });
  }
  const refreshed = current ? await makeFreshLetter(ports, found) : {};
  if (!current) await requireSendable(ports, found);
  const run = await changeRun(ports, found.id, (run) =>
    run.state === 'held' || isStopped(run)
      ? releasedRun(run, ports.clock(), refreshed)
      : withState(run, 'sending', { ...refreshed, reason: '' }),
  );
  if (current) await markPrinted(ports, run, await findOwedFor(ports, run));
  await ports.doorbell.ring({ kind: 'plan' });
  return run;
}

/** A held or stopped run as it starts. Subscribers that joined while it waited belong to its audience. */
export const releasedRun = (run: Run, now: Instant, refreshed: Partial<Run> = {}): Run => ({
  ...run,
  ...refreshed,
  ...{ state: 'planned', reason: '', until: undefined, cutoff: now, endedAt: undefined },
});

const findOwedFor = async (ports: Pick<DeliveryPorts, 'ledger' | 'views'>, { newsletter, id }: Run) =>
  findOwedCorrections(ports, await ports.views.current(), newsletter, id);

/** Throws `refused` if a held, paused or stopped run has no letter, or its letter prints an article that is no longer visible. */
export async function requireSendable(ports: Pick<DeliveryPorts, 'views'>, run: Run): Promise<void> {
  if (run.state !== 'held' && run.state !== 'paused' && !isStopped(run)) return;
  if (run.letter !== undefined && (await isStillVisible(await ports.views.current(), run))) return;
  throw new BroadsheetError('refused', `The run ${run.id} cannot go with the text it was frozen with.`, {
    remedy:
      'The letter names what is not visible, or was made when it could not be sent. Mend that, or resume the run with --current.',
  });
}

async function makeFreshLetter(
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
  const frozen = await freezeLetter(ports.blobs, letter);
  const had = { texts: await readTextsInUse(ports, run) };
  const texts = withText(had, { letter: frozen, subject, since: ports.clock() });
  return { letter: frozen, articles, prints: await fingerprintArticles(view, articles), subject, texts };
}

export async function cancelRun(
  ports: Pick<DeliveryPorts, 'ledger' | 'clock'>,
  name: string,
  reason: string,
): Promise<Run> {
  const { id } = await findRun(ports, name);
  return changeRun(ports, id, (run) =>
    // An editor's stop can be undone as long as its reason stands; an operator's cancellation cannot.
    isStopped(run) ? { ...run, reason } : withState(run, 'cancelled', { reason, endedAt: ports.clock() }),
  );
}

type LinkPorts = Pick<DeliveryPorts, 'ledger' | 'secrets' | 'clock'>;

/** The run that a proof's link names, for the page behind the link. Throws `forged`, `expired`, `not-found`. */
export async function findRunOfStopLink(
  ports: LinkPorts,
  token: string,
  purpose: 'stop' | 'release' = 'stop',
): Promise<Run> {
  const { subject } = readLink(ports.secrets, token, purpose, ports.clock());
  return findRun(ports, subject);
}

/** Cancels the run if it is not over, and returns it as it is now. `send`, `resume` and the release link undo that. */
export async function stopByLink(ports: LinkPorts, token: string): Promise<Run> {
  const { id } = await findRunOfStopLink(ports, token);
  return changeRun(ports, id, (run) =>
    mayBecome(run.state, 'cancelled')
      ? { ...run, state: 'cancelled', until: undefined, endedAt: ports.clock(), reason: STOPPED_BY_EDITOR }
      : undefined,
  );
}

/**
 * Starts a held or stopped run at once, with the text that the editor saw, and returns the run as it is now. Throws `refused` if that text
 * prints an article that is no longer visible.
 */
export async function releaseByLink(
  ports: LinkPorts & Pick<DeliveryPorts, 'views' | 'doorbell'>,
  token: string,
): Promise<Run> {
  const found = await findRunOfStopLink(ports, token, 'release');
  await requireSendable(ports, found);
  const run = await changeRun(ports, found.id, (run) =>
    run.state === 'held' || isStopped(run) ? releasedRun(run, ports.clock()) : undefined,
  );
  if (run.state === 'planned') await ports.doorbell.ring({ kind: 'plan' });
  return run;
}
