/**
 * Delivers one claimed batch: settles its unknown copies, then sends chunk by chunk. Each chunk reads its subscribers again, writes its
 * positions into `started`, sends, and records the outcomes. By that write-ahead a crash leaves no copy lost or sent unnoticed.
 */
import type { Message } from '../../domain/delivery/mailer.ts';
import { choosePolicy, settleUnknowns } from '../../domain/delivery/settle-unknowns.ts';
import { type Batch, CHUNK_SIZE, unsettled, untouched } from '../../domain/ledger/batch.ts';
import { orderByDeferral } from '../../domain/ledger/deferral.ts';
import { MAX_AHEAD } from '../../domain/ledger/ledger.ts';
import { type Instant, SECOND } from '../../domain/time/instant.ts';
import { groupByDeferral, readDeferral, type SendGroup, storeDeferral } from '../ledger/deferrals.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { storeBlamed } from '../ledger/known-refusals.ts';
import { errorText } from '../log-text.ts';
import { addAnswers, type BatchAnswers, createBatchAnswers, readCircumstances } from './batch-answers.ts';
import type { End, Job } from './batch-job.ts';
import { combineOutcomes, type HandOverOutcome } from './combine-outcomes.ts';
import { countAnswers, recordOutcomes } from './record-outcomes.ts';
import type { MakeMessage } from './run-messages.ts';
import { CATCH_UP_WINDOW, readSlotShift, type SendSlot, TOO_LATE } from './take-slot.ts';

/** An early end of a batch. `notBefore`: the batch is not claimable before that instant. */
type EarlyEnd = { end: End; notBefore?: Instant };

export async function deliverBatch(ports: DeliveryPorts, batch: Batch, job: Job): Promise<End> {
  const { ledger, clock, settings } = ports;
  const { again, fresh, wait } = await settleBatch(ports, batch);
  // Sending the rest now would start a new grace period. Where the present one ends within a lease, the rest waits for its end.
  if (wait !== undefined && wait - clock() <= settings.lease) return giveBack(ports, batch, wait);
  const known = await readDeferral(ports, batch, clock());
  const groups = [
    ...groupByDeferral(orderByDeferral(again, known, clock()), 2),
    ...groupByDeferral(orderByDeferral([...fresh, ...untouched(batch)], known, clock()), 1),
  ];
  // A notice on its first lease has not been tried yet, so no server can have deferred it.
  const isTried = batch.notice === undefined || batch.lease > 1;
  const answers = createBatchAnswers(isTried ? known?.since.keys() : []);
  const stop = await sendGroups(ports, batch, job, groups, answers);
  if (stop?.end.kind === 'lost') return stop.end;
  const deferral = await storeDeferral(ports, batch, known, answers, clock());
  if (stop) return giveBack(ports, batch, stop.notBefore ?? clock(), stop.end);
  if (await ledger.close(batch, batch.lease)) return { kind: 'closed' };
  // Copies that are still open are unknown (they wait for evidence) or deferred (they wait for the recipient's server).
  const waits = [wait, deferral?.next, answers.unknown ? clock() + settings.grace : undefined];
  const soonest = Math.min(...waits.filter((at) => at !== undefined));
  return giveBack(ports, batch, Number.isFinite(soonest) ? soonest : clock() + settings.grace);
}

async function giveBack(
  { ledger, clock }: Pick<DeliveryPorts, 'ledger' | 'clock'>,
  batch: Batch,
  notBefore: Instant,
  end: End = { kind: 'given back' },
): Promise<End> {
  await ledger.giveBack(batch, batch.lease, Math.min(notBefore, clock() + MAX_AHEAD));
  return end;
}

async function settleBatch(
  { ledger, mailer, clock, settings }: Pick<DeliveryPorts, 'ledger' | 'mailer' | 'clock' | 'settings'>,
  batch: Batch,
) {
  if (unsettled(batch).length === 0) return { again: [], fresh: [], wait: undefined };
  const evidence = mailer.evidence && {
    found: await mailer.evidence.find(batch.run, batch.id, batch.lease),
    conclusive: mailer.evidence.conclusive,
  };
  const policy = choosePolicy(batch, settings.unknowns);
  const settled = settleUnknowns(batch, evidence, policy, clock(), settings.grace);
  const { accepted, unknown, fresh } = settled;
  if (accepted.length + unknown.length > 0) await ledger.record(batch, { accepted, unknown });
  if (fresh.length === 0 || (await ledger.unstart(batch, batch.lease, fresh))) return settled;
  // Another worker holds the lease now, so the ledger will refuse the next `start` of this one.
  return { ...settled, fresh: [] };
}

async function sendGroups(
  ports: DeliveryPorts,
  batch: Batch,
  job: Job,
  groups: readonly SendGroup[],
  answers: BatchAnswers,
): Promise<EarlyEnd | undefined> {
  for (const group of groups) {
    const stop = await sendGroup(ports, batch, job, group, answers);
    if (stop) return stop;
  }
  return undefined;
}

async function sendGroup(
  ports: DeliveryPorts,
  batch: Batch,
  job: Job,
  { positions, ...group }: SendGroup,
  answers: BatchAnswers,
): Promise<EarlyEnd | undefined> {
  for (let at = 0; at < positions.length; ) {
    if (ports.stop()) return { end: { kind: 'given back' } };
    const slot = await job.takeSlot(Math.min(CHUNK_SIZE, positions.length - at));
    // The run may have been cancelled during the wait for the slot: a cancelled run sends nothing more.
    if (ports.stop() || !(await job.mayGoOn())) return { end: { kind: 'given back' } };
    if (slot.kind === 'later') return { end: { kind: 'given back' }, notBefore: slot.at };
    if (slot.kind === 'quota') return { end: { kind: 'halt', why: 'quota', reason: slot.reason } };
    const chunk = { ...group, positions: positions.slice(at, at + slot.size), slot };
    const stop = await sendChunk(ports, batch, job, chunk, answers);
    if (stop) return stop;
    at += slot.size;
  }
  return undefined;
}

type GrantedSlot = SendSlot & { kind: 'go' };
type Chunk = SendGroup & { slot: GrantedSlot };

async function sendChunk(
  ports: DeliveryPorts,
  batch: Batch,
  job: Job,
  { positions, attempt, expired, slot }: Chunk,
  answers: BatchAnswers,
): Promise<EarlyEnd | undefined> {
  const { ledger, clock, settings } = ports;
  const messages = await job.messages(positions, attempt);
  const aside = positions.filter((position) => !messages.has(position));
  const sent = [...messages.keys()];
  const now = clock();
  const until = now + settings.lease;
  if (sent.length > 0) {
    const ahead =
      attempt === 1
        ? await ledger.start(batch, batch.lease, sent, job.letter, now, until)
        : await ledger.startAgain(batch, batch.lease, sent, now, until, job.letter);
    if (!ahead) return { end: { kind: 'lost' } };
  }
  const inTime = await rebookSlot(ports, job, slot, sent.length);
  const outcomes = await handOverChunk(ports, [...messages.values()], until, inTime);
  countAnswers(ports, outcomes);
  // A subscriber who is skipped before the second attempt stays unknown: the first attempt may have arrived.
  const asides = attempt === 1 ? { departed: aside } : { unknown: aside };
  const about = await readCircumstances(ports, batch, sent, outcomes, { expired, answers });
  const combined = combineOutcomes(sent, outcomes, asides, about);
  addAnswers(answers, combined, sent, outcomes);
  const stop = await recordOutcomes(ports, batch, job, combined);
  if (combined.blamed.length > 0) await storeBlamed(ports, batch, combined.blamed);
  return stop;
}

/**
 * A chunk that is more than TOO_LATE past its slot must not use other workers' time: it books a new slot. Returns undefined if no slot
 * is free soon.
 */
async function rebookSlot(
  { clock, stop }: Pick<DeliveryPorts, 'clock' | 'stop'>,
  job: Job,
  slot: GrantedSlot,
  size: number,
): Promise<GrantedSlot | undefined> {
  if (slot.gap === 0 || clock() - slot.from <= TOO_LATE) return slot;
  // The chunk is in `started` already: an error thrown here would turn copies that were certainly not sent into unknown ones.
  const rebooked = await job.takeSlot(size).catch(() => undefined);
  return rebooked?.kind === 'go' && rebooked.size >= size && !stop() ? rebooked : undefined;
}

const LATE_OUTCOME: HandOverOutcome = { kind: 'late', reason: '' };

/**
 * Each message goes at its own time and waits for no other, because SES's token bucket may hold less than a chunk. A chunk that starts late
 * sends its overdue messages at once (the bucket has filled meanwhile) and then keeps its own schedule. A long chunk asks in its middle
 * whether confirmations were let go first.
 */
async function handOverChunk(
  ports: Pick<DeliveryPorts, 'pace' | 'mailer' | 'clock' | 'sleep' | 'log'>,
  messages: readonly MakeMessage[],
  until: Instant,
  slot: GrantedSlot | undefined,
): Promise<HandOverOutcome[]> {
  if (!slot) return messages.map(() => LATE_OUTCOME);
  const { gap } = slot;
  let from = Math.max(slot.from, ports.clock() - CATCH_UP_WINDOW);
  const look = gap * messages.length > 2 * CATCH_UP_WINDOW ? messages.length >> 1 : -1;
  const handed: Promise<HandOverOutcome>[] = [];
  for (const [i, message] of messages.entries()) {
    // Half the chunk has been sent. If this look-up fails, the outcomes are still needed: the chunk counts as not moved.
    if (i === look) from += await readSlotShift(ports, 'letters', slot.pushed).catch(() => 0);
    // Timers count whole milliseconds. The bound of a second keeps a clock that was set back from stalling the chunk.
    const wait = Math.floor(Math.min(from + i * gap - ports.clock(), SECOND));
    if (wait > 0) await ports.sleep(wait);
    const one = handOver(ports, message, until);
    // A hand-over may fail during the next wait. `Promise.all` below reports the error; without this catch Node would end the process.
    one.catch(() => {});
    handed.push(one);
  }
  return Promise.all(handed);
}

/** A worker that wakes after its lease has expired hands nothing over: another worker may have the batch by then. */
async function handOver(
  { clock, mailer, log }: Pick<DeliveryPorts, 'mailer' | 'clock' | 'log'>,
  make: MakeMessage,
  until: Instant,
): Promise<HandOverOutcome> {
  if (clock() >= until) return LATE_OUTCOME;
  const message = composeMessage(make, log);
  return message ? mailer.send(message) : LATE_OUTCOME;
}

/** Composes a message. A message that cannot be composed is logged and counts as certainly not sent. */
function composeMessage(make: MakeMessage, log: DeliveryPorts['log']): Message | undefined {
  try {
    return make();
  } catch (error) {
    log(errorText(error));
    return undefined;
  }
}
