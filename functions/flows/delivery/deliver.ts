/** Delivers one run: concurrent workers claim its batches until none is claimable, the run is paused, or the process stops. */
import type { Mailer } from '../../domain/delivery/mailer.ts';
import { countConcurrentChunks, perSecond } from '../../domain/delivery/send-rate.ts';
import { isBroadsheetError } from '../../domain/error.ts';
import type { Batch, BatchRef } from '../../domain/ledger/batch.ts';
import type { Run } from '../../domain/ledger/run.ts';
import type { SendingSettings } from '../../domain/publication/publication.ts';
import { type Instant, MINUTE, SECOND } from '../../domain/time/instant.ts';
import { changeRun } from '../ledger/change-run.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { createLetterCache, type LetterCache } from '../letters/frozen-letters.ts';
import { errorText } from '../log-text.ts';
import { sendAlarm } from '../notices/alarm.ts';
import { suppressSubscriber } from '../subscribers/suppress-subscriber.ts';
import type { End } from './batch-job.ts';
import { deliverBatch } from './deliver-batch.ts';
import { makeRunMessages } from './run-messages.ts';
import { countSoftBounce } from './soft-bounces.ts';
import { takeSlot } from './take-slot.ts';

/** A daily quota counts the last 24 hours: AWS says to try again after ten minutes. A silent server gets the same time to recover. */
const PAUSE_DURATIONS = { quota: 10 * MINUTE, silent: 10 * MINUTE };
const RETRY_AFTER_ERROR = MINUTE / 2;

/** A worker waits for a batch that becomes claimable this soon. Later batches are left to the next round. */
const MAX_IDLE_WAIT = SECOND;

/** The state of one call of `deliver`, shared by its workers. */
type DeliverState = {
  run: Run;
  sending: SendingSettings;
  /** Messages a second that may be sent; undefined if no limit is known. */
  rate: number | undefined;
  letters: LetterCache;
  queue: BatchRef[];
  halted: boolean;
  worked: boolean;
  /** Every worker that was started; `running` counts those that still run. */
  started: Promise<void>[];
  running: number;
  since: Instant;
  until: Instant;
  mayExtendTurn: () => Promise<boolean>;
};

/**
 * `until`: the end of the run's turn. After it no batch is begun, so that other live runs get their turn. `mayExtendTurn` is asked then and
 * may grant a further turn, for which the workers need not stop.
 */
export async function deliver(
  ports: DeliveryPorts,
  runId: string,
  until: Instant = Number.POSITIVE_INFINITY,
  mayExtendTurn: () => Promise<boolean> = async () => false,
): Promise<'idle' | 'worked'> {
  const run = await ports.ledger.run(runId);
  if (run?.state !== 'sending') return 'idle';
  const letters = createLetterCache(ports.blobs);
  const { sending } = await ports.publication();
  const work: DeliverState = {
    ...{ run, sending, letters, until, mayExtendTurn },
    rate: await readRate(ports.mailer, sending),
    ...{ queue: [], started: [] },
    ...{ halted: false, worked: false, running: 0 },
    since: ports.clock(),
  };
  await awaitWorkers(ports, work);
  await finishRun(ports, runId);
  return work.worked ? 'worked' : 'idle';
}

/** The mailer's rate. If the mailer cannot be asked now, the configured rate stands: `takeSlot` asks again before each chunk. */
const readRate = (mailer: Mailer, sending: SendingSettings): Promise<number | undefined> =>
  mailer.quota().then(
    (quota) => perSecond(sending, quota),
    () => sending.perSecond,
  );

function startWorkers(ports: DeliveryPorts, work: DeliverState): void {
  while (work.running < countConcurrentChunks(work.rate, ports.mailer.concurrency)) {
    work.running++;
    const one = runWorker(ports, work).finally(() => work.running--);
    // A worker may fail before `awaitWorkers` awaits it; `awaitWorkers` still reports the error.
    one.catch(() => {});
    work.started.push(one);
  }
}

/** Resolves once every worker has ended, those included that are started during the wait. */
async function awaitWorkers(ports: DeliveryPorts, work: DeliverState): Promise<void> {
  startWorkers(ports, work);
  for (let seen = 0; seen < work.started.length; ) {
    seen = work.started.length;
    await Promise.all(work.started);
  }
}

/** True while the run's turn lasts. A clock that was set back ends the turn. */
async function isTurnLeft(work: DeliverState, now: Instant): Promise<boolean> {
  if (now < work.since) return false;
  if (now < work.until) return true;
  if (!(await work.mayExtendTurn())) return false;
  [work.since, work.until] = [now, now + (work.until - work.since)];
  return true;
}

async function runWorker(ports: DeliveryPorts, work: DeliverState): Promise<void> {
  while (!work.halted && !ports.stop() && (await isTurnLeft(work, ports.clock()))) {
    const ref = await takeNextRef(ports, work);
    if (!ref && (await waitForNext(ports, work))) continue;
    if (!ref) return;
    startWorkers(ports, work);
    const now = ports.clock();
    const batch = await ports.ledger.claim(ref, now, now + ports.settings.lease);
    if (batch) await workOnBatch(ports, work, batch);
    if (work.running > countConcurrentChunks(work.rate, ports.mailer.concurrency)) return;
  }
}

async function takeNextRef(
  { ledger, clock }: DeliveryPorts,
  work: DeliverState,
): Promise<BatchRef | undefined> {
  if (work.queue.length === 0) work.queue.push(...(await ledger.claimable(work.run.id, clock(), 20)));
  return work.queue.shift();
}

/** Waits for a batch that is due within MAX_IDLE_WAIT, such as one with throttled copies. True if there was one. */
async function waitForNext({ ledger, clock, sleep }: DeliveryPorts, { run }: DeliverState): Promise<boolean> {
  const now = clock();
  const next = await ledger.nextClaimable(run.id);
  if (next === undefined || next <= now || next > now + MAX_IDLE_WAIT) return false;
  await sleep(next - now);
  return true;
}

async function workOnBatch(ports: DeliveryPorts, work: DeliverState, batch: Batch): Promise<void> {
  try {
    const end = await deliverBatch(ports, batch, await createRunJob(ports, work, batch));
    work.worked ||= end.kind === 'closed';
    if (end.kind === 'halt') await pauseHaltedRun(ports, work, end);
  } catch (error) {
    // The cause may affect every batch of the run: all workers stop, and the next round begins with another batch.
    work.halted = true;
    ports.log(`${batch.run} ${batch.id}: ${errorText(error)}`);
    await ports.ledger.giveBack(batch, batch.lease, ports.clock() + RETRY_AFTER_ERROR);
  }
}

async function createRunJob(ports: DeliveryPorts, work: DeliverState, batch: Batch) {
  // The letter of the run, not the one of the batch: after `resume --current` no further copy has the old text, in no batch.
  const letter = work.run.letter!;
  const prepared = await work.letters(letter);
  return {
    letter,
    takeSlot: (wanted: number) => takeSlot(ports, 'letters', work.sending, wanted),
    messages: (positions: readonly number[], attempt: 1 | 2) =>
      makeRunMessages(ports, work.run, batch, prepared, positions, attempt),
    refused: (position: number, reason: string) =>
      suppressSubscriber(ports, batch.members[position]!, 'bounced', reason),
    putOff: (position: number, reason: string) =>
      countSoftBounce(ports, batch.members[position]!, batch.run, reason),
    async mayGoOn() {
      work.run = (await ports.ledger.run(batch.run)) ?? work.run;
      work.halted ||= work.run.state !== 'sending';
      return !work.halted && work.run.letter === letter;
    },
  };
}

/** Pauses the run. After a used-up quota or a silent server the tick resumes the run by itself; a closed account needs an editor. */
async function pauseHaltedRun(
  ports: DeliveryPorts,
  work: DeliverState,
  end: End & { kind: 'halt' },
): Promise<void> {
  work.halted = true;
  const until = end.why === 'paused' ? undefined : ports.clock() + PAUSE_DURATIONS[end.why];
  const reason = end.why === 'silent' ? describeSilence(end.reason) : end.reason;
  const { run } = work;
  const command = `resume ${run.id}`;
  if (end.why === 'paused')
    await sendAlarm(ports, { run, what: 'account', message: end.reason, remedy: RESUME_REMEDY, command });
  await changeRun(ports, run.id, (run) =>
    run.state === 'sending' ? { ...run, state: 'paused', reason, until } : undefined,
  );
}

/** The reason of a pause after silence: a run must not use up its list on a provider that may deliver nothing. */
const describeSilence = (reason: string): string =>
  `What was handed over last is unknown (${reason}). The run tries again by itself after ten minutes; resume it to try sooner.`;

const RESUME_REMEDY =
  'When the account may send again, resume the run: nobody is left out and nobody gets it twice.';

/** Ends a run whose id ranges are all planned and whose batches are all closed. Both are read consistently. */
async function finishRun({ ledger, clock }: DeliveryPorts, runId: string): Promise<void> {
  if ((await ledger.nextClaimable(runId)) !== undefined) return;
  const run = await ledger.run(runId);
  const { planned, open } = await ledger.counts(runId);
  if (run?.state !== 'sending' || !planned || open > 0) return;
  try {
    await ledger.putRun({ ...run, state: 'done', reason: '', until: undefined, endedAt: clock() });
  } catch (error) {
    // Another worker has ended the run meanwhile, or a resend has opened it again.
    if (!isBroadsheetError(error) || error.code !== 'conflict') throw error;
  }
}
