/** Watches unfinished runs: releases them when their hold ends, resumes them when their quota renews, and reports those that are stuck. */
import { countLettersLeft } from '../../domain/delivery/send-rate.ts';
import type { RunCounts } from '../../domain/ledger/ledger.ts';
import { isLive, type Run } from '../../domain/ledger/run.ts';
import { quietUntil } from '../../domain/ledger/run-waiting.ts';
import { MINUTE } from '../../domain/time/instant.ts';
import { changeRun } from '../ledger/change-run.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { readWaiting } from '../ledger/run-waiting.ts';
import { sendAlarm } from '../notices/alarm.ts';
import type { View } from '../release/view.ts';
import { checkIntervalFor, tripBreaker } from './circuit-breaker.ts';
import { gapBefore } from './obstacles.ts';
import { isStillVisible } from './run-letter.ts';
import { sendProofs } from './send-proofs.ts';
import { ALERT, holdRun } from './start-run.ts';

export async function watchRuns(ports: DeliveryPorts, view: View): Promise<void> {
  const waiting = await ports.ledger.runs({ states: ['held', 'paused', 'planned', 'sending'], limit: 1000 });
  for (const found of waiting) {
    const run = await restartWait(ports, view, found);
    const over = run.until !== undefined && run.until <= view.now;
    if (goesByItself(run) && !(await isStillVisible(view, run))) await pauseAffectedRun(ports, run);
    else if (run.state === 'held' && over) await releaseHold(ports, view, run);
    else if (run.state === 'held' && run.kind === 'alert') await sendProofs(ports, view, run);
    else if (run.state === 'paused' && over) await resumeAfterQuota(ports, view, run);
    else if (run.state !== 'held' && run.state !== 'paused') await watchProgress(ports, view, run);
  }
}

/** Milliseconds by which two readings of a clock, or of two machines' clocks, may differ. */
const MAX_CLOCK_SKEW = MINUTE;

/** Restarts a wait that ends further ahead than one that begins now: a wrong clock has set it. */
async function restartWait(ports: Pick<DeliveryPorts, 'ledger'>, view: View, run: Run): Promise<Run> {
  const { newsletters } = view.release.index.publication;
  const { hold = 0, minGap = 0 } = newsletters.find(({ id }) => id === run.newsletter) ?? {};
  const held = run.reason === ALERT ? hold : Math.max(hold, minGap);
  const longest = view.now + (run.state === 'held' ? held : QUOTA_CHECK_INTERVAL);
  if (run.until === undefined || run.until <= longest + MAX_CLOCK_SKEW) return run;
  return changeRun(ports, run.id, (found) =>
    found.version === run.version ? { ...found, until: longest } : undefined,
  );
}

const goesByItself = (run: Run): boolean => isLive(run) || run.until !== undefined;

const TAKEN_DOWN_REASON = 'An article in it is no longer visible.';
const TAKEN_DOWN_REMEDY = 'Cancel it, or resume it with --current.';

/** Stops a run whose letter prints an article that was taken down since, by `withdraw` or by a later release. A held run stays held. */
async function pauseAffectedRun(ports: DeliveryPorts, carrier: Run): Promise<void> {
  const command = `resume ${carrier.id} --current`;
  await sendAlarm(ports, {
    run: carrier,
    what: 'gone',
    message: TAKEN_DOWN_REASON,
    remedy: TAKEN_DOWN_REMEDY,
    command,
  });
  await changeRun(ports, carrier.id, (run) => {
    if (run.version !== carrier.version) return undefined;
    const state = run.state === 'held' ? 'held' : 'paused';
    return { ...run, state, until: undefined, reason: `${TAKEN_DOWN_REASON} ${TAKEN_DOWN_REMEDY}` };
  });
}

/** Releases a held run. A run held for `minGap` waits again if another letter has begun meanwhile; a new proof tells the editors. */
async function releaseHold(
  ports: Pick<DeliveryPorts, 'ledger' | 'subscribers' | 'doorbell' | 'clock' | 'random'>,
  view: View,
  held: Run,
): Promise<void> {
  const gap = held.reason === ALERT ? undefined : await gapBefore(ports, view, held);
  if (gap) return holdAgain(ports, holdRun(view, held, [gap]), view);
  const run = await changeRun(ports, held.id, (run) =>
    run.state === 'held' && run.version === held.version
      ? { ...run, until: undefined, reason: '', state: 'planned', cutoff: view.now }
      : undefined,
  );
  if (run.state === 'planned') await ports.doorbell.ring({ kind: 'plan' });
}

async function holdAgain(
  ports: Pick<DeliveryPorts, 'ledger' | 'subscribers' | 'doorbell' | 'clock' | 'random'>,
  held: Run,
  view: View,
): Promise<void> {
  const run = await changeRun(ports, held.id, (found) => (found.version === held.version ? held : undefined));
  if (run.until === held.until) await sendProofs(ports, view, run, { anew: true });
}

const QUOTA_CHECK_INTERVAL = 10 * MINUTE;

/** Resumes a run that was paused for the daily quota or a silent server. While the quota is used up, the run waits again. */
async function resumeAfterQuota(
  ports: Pick<DeliveryPorts, 'ledger' | 'mailer'>,
  view: View,
  { id }: Run,
): Promise<void> {
  const left = countLettersLeft(view.release.index.publication.sending, await ports.mailer.quota());
  await changeRun(ports, id, (run) => {
    if (run.state !== 'paused' || run.until === undefined || run.until > view.now) return undefined;
    if (left === 0) return { ...run, until: view.now + QUOTA_CHECK_INTERVAL };
    return { ...run, until: undefined, reason: '', state: 'sending' };
  });
}

const STUCK_AFTER = 15 * MINUTE;

type Progress = { moved: number; looked: number; batches: number; sum: number; told: boolean };

/**
 * Reports a stuck run, once: the sum of its outcomes has not changed for a quarter of an hour, so no worker is at work. If all open copies
 * wait for a known time, the quarter of an hour counts from there.
 */
async function watchProgress(ports: DeliveryPorts, view: View, run: Run): Promise<void> {
  const { ledger } = ports;
  const key = `progress/${run.id}`;
  const last = JSON.parse((await ledger.getState(key)) ?? 'null') as Progress | null;
  // After the clock was set back the run must still be checked.
  if (last && Math.abs(view.now - last.looked) < checkIntervalFor(last.batches)) return;
  const counts = await ledger.counts(run.id);
  if (run.state === 'sending') await tripBreaker(ports, run, counts);
  const { batches, members, started, accepted, departed, rejected, unknown } = counts;
  const sum = members + started + accepted + departed + rejected + unknown + run.version;
  const moved = last?.sum === sum ? Math.min(last.moved, view.now) : view.now;
  const isStuck = view.now - moved >= STUCK_AFTER && (await isOverdue(ports, view, run, counts));
  if (isStuck && !last?.told) {
    const message = 'Nothing has happened to it for a quarter of an hour.';
    await sendAlarm(ports, {
      run,
      what: 'stuck',
      message,
      since: moved,
      remedy: 'See the log, and whether a server runs; `status` shows where it stands.',
    });
  }
  await ledger.setState(key, JSON.stringify({ moved, looked: view.now, batches, sum, told: isStuck }));
}

async function isOverdue(
  ports: Pick<DeliveryPorts, 'ledger' | 'clock' | 'settings'>,
  view: View,
  { id }: Run,
  { planned }: RunCounts,
): Promise<boolean> {
  const until = planned ? quietUntil(await readWaiting(ports, id)) : undefined;
  return until === undefined || view.now - until >= STUCK_AFTER;
}
