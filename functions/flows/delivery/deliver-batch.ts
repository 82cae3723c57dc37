/** One claimed batch, by the protocol: settle what is unknown, then chunk by chunk read again, write ahead, send, record. */
import type { Message } from '../../domain/delivery/mailer.ts';
import { policyFor, settle } from '../../domain/delivery/settle-unknowns.ts';
import { type Batch, CHUNK_SIZE, unsettled, untouched } from '../../domain/ledger/batch.ts';
import { orderByDeferral } from '../../domain/ledger/deferral.ts';
import { FARTHEST } from '../../domain/ledger/ledger.ts';
import { type Instant, SECOND } from '../../domain/time/instant.ts';
import { type Lot, lotsOf, recallDeferral, rememberDeferral } from '../ledger/deferrals.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { rememberBlamed } from '../ledger/known-refusals.ts';
import { sentence } from '../log-text.ts';
import { circumstancesOf, type Heard, hearNothing, noteHeard } from './batch-answers.ts';
import type { End, Job } from './batch-job.ts';
import { foldOutcomes, type Handed } from './combine-outcomes.ts';
import { countAnswers, recordOutcomes } from './record-outcomes.ts';
import type { MakeMessage } from './run-messages.ts';
import { BEHIND, movedBy, type Slot, TOO_LATE } from './take-slot.ts';

/** What ends a batch early; `notBefore`: until when it is left alone. */
type Stop = { end: End; notBefore?: Instant };

export async function deliverBatch(ports: DeliveryPorts, batch: Batch, job: Job): Promise<End> {
  const { ledger, clock, settings } = ports;
  const { again, fresh, wait } = await settleBatch(ports, batch);
  // Sending the others now would begin the grace anew: where it ends soon, they go with what is settled then.
  if (wait !== undefined && wait - clock() <= settings.lease) return giveBack(ports, batch, wait);
  const known = await recallDeferral(ports, batch, clock());
  const lots = [
    ...lotsOf(orderByDeferral(again, known, clock()), 2),
    ...lotsOf(orderByDeferral([...fresh, ...untouched(batch)], known, clock()), 1),
  ];
  // Nobody put a notice off before it was tried.
  const isTried = batch.notice === undefined || batch.lease > 1;
  const heard = hearNothing(isTried ? known?.since.keys() : []);
  const stop = await sendLots(ports, batch, job, lots, heard);
  if (stop?.end.kind === 'lost') return stop.end;
  const deferral = await rememberDeferral(ports, batch, known, heard, clock());
  if (stop) return giveBack(ports, batch, stop.notBefore ?? clock(), stop.end);
  if (await ledger.close(batch, batch.lease)) return { kind: 'closed' };
  // What is left open then is unknown or deferred: the one waits for its evidence, the other for its server.
  const waits = [wait, deferral?.next, heard.unknown ? clock() + settings.grace : undefined];
  const soonest = Math.min(...waits.filter((at) => at !== undefined));
  return giveBack(ports, batch, Number.isFinite(soonest) ? soonest : clock() + settings.grace);
}

async function giveBack(
  { ledger, clock }: DeliveryPorts,
  batch: Batch,
  notBefore: Instant,
  end: End = { kind: 'given back' },
): Promise<End> {
  await ledger.giveBack(batch, batch.lease, Math.min(notBefore, clock() + FARTHEST));
  return end;
}

async function settleBatch({ ledger, mailer, clock, settings }: DeliveryPorts, batch: Batch) {
  if (unsettled(batch).length === 0) return { again: [], fresh: [], wait: undefined };
  const evidence = mailer.evidence && {
    found: await mailer.evidence.find(batch.run, batch.id, batch.lease),
    conclusive: mailer.evidence.conclusive,
  };
  const policy = policyFor(batch, settings.unknowns);
  const settled = settle(batch, evidence, policy, clock(), settings.grace);
  const { accepted, unknown, fresh } = settled;
  if (accepted.length + unknown.length > 0) await ledger.record(batch, { accepted, unknown });
  if (fresh.length === 0 || (await ledger.unstart(batch, batch.lease, fresh))) return settled;
  // The lease has passed on: whatever is started next will be refused.
  return { ...settled, fresh: [] };
}

async function sendLots(
  ports: DeliveryPorts,
  batch: Batch,
  job: Job,
  lots: readonly Lot[],
  heard: Heard,
): Promise<Stop | undefined> {
  for (const lot of lots) {
    const stop = await sendAll(ports, batch, job, lot, heard);
    if (stop) return stop;
  }
  return undefined;
}

async function sendAll(
  ports: DeliveryPorts,
  batch: Batch,
  job: Job,
  { positions, ...lot }: Lot,
  heard: Heard,
): Promise<Stop | undefined> {
  for (let at = 0; at < positions.length; ) {
    if (ports.stop()) return { end: { kind: 'given back' } };
    const slot = await job.takeSlot(Math.min(CHUNK_SIZE, positions.length - at));
    // Asked after the wait: a cancelled run sends nothing more.
    if (ports.stop() || !(await job.mayGoOn())) return { end: { kind: 'given back' } };
    if (slot.kind === 'later') return { end: { kind: 'given back' }, notBefore: slot.at };
    if (slot.kind === 'quota') return { end: { kind: 'halt', why: 'quota', reason: slot.reason } };
    const chunk = { ...lot, positions: positions.slice(at, at + slot.size), slot };
    const stop = await sendChunk(ports, batch, job, chunk, heard);
    if (stop) return stop;
    at += slot.size;
  }
  return undefined;
}

type Go = Slot & { kind: 'go' };
type Chunk = Lot & { slot: Go };

async function sendChunk(
  ports: DeliveryPorts,
  batch: Batch,
  job: Job,
  { positions, attempt, expired, slot }: Chunk,
  heard: Heard,
): Promise<Stop | undefined> {
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
  const inTime = await bookAnew(ports, job, slot, sent.length);
  const outcomes = await handAllOver(ports, [...messages.values()], until, inTime);
  countAnswers(ports, outcomes);
  // Who is set aside before a second try stays unknown: the first one may have reached them.
  const asides = attempt === 1 ? { departed: aside } : { unknown: aside };
  const about = await circumstancesOf(ports, batch, sent, outcomes, { expired, heard });
  const folded = foldOutcomes(sent, outcomes, asides, about);
  noteHeard(heard, folded, sent, outcomes);
  const stop = await recordOutcomes(ports, batch, job, folded);
  if (folded.blamed.length > 0) await rememberBlamed(ports, batch, folded.blamed);
  return stop;
}

/** Whoever was held up for long: the time of others is not theirs. undefined: there is none that one would wait for. */
async function bookAnew(
  { clock, stop }: DeliveryPorts,
  job: Job,
  slot: Go,
  size: number,
): Promise<Go | undefined> {
  if (slot.gap === 0 || clock() - slot.from <= TOO_LATE) return slot;
  // It is written ahead: an error here would leave unknown what was certainly not sent.
  const anew = await job.takeSlot(size).catch(() => undefined);
  return anew?.kind === 'go' && anew.size >= size && !stop() ? anew : undefined;
}

const LATE: Handed = { kind: 'late', reason: '' };

/**
 * Each begins at its own time, none waits for the one before: SES counts in a bucket that may hold less than a chunk. Who comes late
 * sends at once what would have gone meanwhile: the bucket has been filled by it, and the next chunk's time is not touched. A chunk
 * that lasts looks in its middle whether somebody was let go first.
 */
async function handAllOver(
  ports: DeliveryPorts,
  messages: readonly MakeMessage[],
  until: Instant,
  slot: Go | undefined,
): Promise<Handed[]> {
  if (!slot) return messages.map(() => LATE);
  const { gap } = slot;
  let from = Math.max(slot.from, ports.clock() - BEHIND);
  const look = gap * messages.length > 2 * BEHIND ? messages.length >> 1 : -1;
  const handed: Promise<Handed>[] = [];
  for (const [i, message] of messages.entries()) {
    // Half of it is out: that this cannot be asked must not lose what becomes of it.
    if (i === look) from += await movedBy(ports, 'letters', slot.pushed).catch(() => 0);
    // A timer knows no less than a millisecond; a clock that was set back keeps nobody for long.
    const wait = Math.floor(Math.min(from + i * gap - ports.clock(), SECOND));
    if (wait > 0) await ports.sleep(wait);
    const one = handOver(ports, message, until);
    // It may fail while the next one waits; whoever waits for all of them hears of it.
    one.catch(() => {});
    handed.push(one);
  }
  return Promise.all(handed);
}

/** Whoever wakes after its lease has run out has been given up: it hands nothing over any more. */
async function handOver(
  { clock, mailer, log }: DeliveryPorts,
  make: MakeMessage,
  until: Instant,
): Promise<Handed> {
  if (clock() >= until) return LATE;
  const message = made(make, log);
  return message ? mailer.send(message) : LATE;
}

/** What cannot be composed is certainly not sent. */
function made(make: MakeMessage, log: DeliveryPorts['log']): Message | undefined {
  try {
    return make();
  } catch (error) {
    log(sentence(error));
    return undefined;
  }
}
