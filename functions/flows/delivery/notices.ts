/** Delivers notices (transactional mail): each is a batch of one, outside any run, under the same protocol, by workers of its own. */
import type { BatchRef, Notice } from '../../domain/ledger/batch.ts';
import { NOTICES } from '../../domain/ledger/run-key.ts';
import { isAccountRefusal } from '../../domain/notices/notice-failure.ts';
import { MINUTE } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { errorText } from '../log-text.ts';
import { countHandedOver, type RoundResult, recordRound } from '../notices/notice-trouble.ts';
import type { End, Job } from './batch-job.ts';
import { deliverBatch } from './deliver-batch.ts';
import { createNoticeJob, createNoticeRenderer, type NoticeRenderer } from './notice-message.ts';
import { THROTTLE_WAIT } from './record-outcomes.ts';

export { queueNotice } from '../notices/queue-notice.ts';

const NOTICE_WORKERS = 5;
const RETRY_AFTER_ERROR = MINUTE / 2;
const RETRY_AFTER_HALT = 5 * MINUTE;

/** The kinds of notices in order of urgency. Confirmations come first: their reader waits at a screen. */
const KINDS_BY_URGENCY: readonly Notice['kind'][] = [
  'confirm',
  'link',
  'welcome',
  'test',
  'proof',
  'alarm',
  'remark',
];
const rankOf = ({ id }: BatchRef): number => KINDS_BY_URGENCY.findIndex((kind) => id.startsWith(`${kind}-`));

type NoticeRound = RoundResult & { confirmations: number };

/** Delivers every claimable notice, confirmations first. */
export async function deliverNotices(ports: DeliveryPorts): Promise<'idle' | 'worked'> {
  const renderer = createNoticeRenderer(ports);
  const round: NoticeRound = { halted: 0, reason: '', went: false, confirmations: 0 };
  let worked = false;
  const queue: BatchRef[] = [];
  const takeNext = async (): Promise<BatchRef | undefined> => {
    if (queue.length === 0) queue.push(...(await ports.ledger.claimable(NOTICES, ports.clock(), 50)));
    return queue.sort((a, b) => rankOf(a) - rankOf(b)).shift();
  };
  const workQueue = async (): Promise<void> => {
    for (let ref = await takeNext(); ref && !ports.stop(); ref = await takeNext()) {
      worked = (await deliverNotice(ports, renderer, ref, round)) || worked;
    }
  };
  await Promise.all(Array.from({ length: NOTICE_WORKERS }, workQueue));
  await recordRound(ports, round);
  return worked ? 'worked' : 'idle';
}

/** Attempts at a throttled notice within one call. A throttle passes in moments, but the next wake-up may be a minute away. */
const MAX_THROTTLED_TRIES = 5;

async function deliverNotice(
  ports: DeliveryPorts,
  renderer: NoticeRenderer,
  ref: BatchRef,
  round: NoticeRound,
): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    const end = await tryNotice(ports, renderer, ref, round);
    if (end !== 'throttled' || tries === MAX_THROTTLED_TRIES || ports.stop()) return end === 'closed';
    await ports.sleep(THROTTLE_WAIT.notices);
  }
}

async function tryNotice(
  ports: DeliveryPorts,
  renderer: NoticeRenderer,
  ref: BatchRef,
  round: NoticeRound,
): Promise<End['kind'] | undefined> {
  const { ledger, clock, settings, log } = ports;
  const batch = await ledger.claim(ref, clock(), clock() + settings.lease);
  if (!batch) return undefined;
  const isConfirmation = batch.notice?.kind === 'confirm';
  try {
    const { job, isWritten, isRefused } = watchJob(
      await createNoticeJob(renderer, batch),
      round,
      isConfirmation,
    );
    const end = await deliverBatch(ports, batch, job);
    if (end.kind === 'closed' && isWritten() && !isRefused()) round.went = true;
    if (end.kind === 'closed' && isConfirmation && isWritten()) await countHandedOver(ports);
    if (end.kind === 'halt') {
      log(`${ref.id}: ${end.reason}`);
      noteHalt(round, end.reason, isConfirmation);
      await ledger.giveBack(batch, batch.lease, clock() + RETRY_AFTER_HALT);
    }
    return end.kind;
  } catch (error) {
    log(`${ref.id}: ${errorText(error)}`);
    noteHalt(round, errorText(error), isConfirmation);
    await ledger.giveBack(batch, batch.lease, clock() + RETRY_AFTER_ERROR);
    return undefined;
  }
}

/** Keeps the reason of a halted notice for the report of the round. The reason of a confirmation takes precedence. */
function noteHalt(round: NoticeRound, reason: string, isConfirmation: boolean): void {
  round.halted++;
  if (isConfirmation || round.confirmations === 0) round.reason = reason;
  if (isConfirmation) round.confirmations++;
}

/**
 * Observes a job: whether a message was made (a notice that no longer applies makes none) and whether it was refused. A refusal that
 * every recipient would get, such as the sandbox's, counts as a failure of the account.
 */
function watchJob(
  job: Job,
  round: NoticeRound,
  isConfirmation: boolean,
): { job: Job; isWritten(): boolean; isRefused(): boolean } {
  let written = false;
  let refused = false;
  const watched: Job = {
    ...job,
    async messages(...given) {
      const made = await job.messages(...given);
      written ||= made.size > 0;
      return made;
    },
    async refused(...given) {
      refused = true;
      await job.refused(...given);
    },
    async putOff(position, reason) {
      refused = true;
      if (isAccountRefusal(reason)) noteHalt(round, reason, isConfirmation);
      await job.putOff(position, reason);
    },
  };
  return { job: watched, isWritten: () => written, isRefused: () => refused };
}
