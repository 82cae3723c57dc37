/** Books a send slot for a chunk: how many messages may go, and when, at the account's rate (SES's token bucket) and daily quota. */

import type { Message } from '../../domain/delivery/mailer.ts';
import { chunkSizeAt, countLettersLeft, perSecond } from '../../domain/delivery/send-rate.ts';
import type { Booking } from '../../domain/ledger/ledger.ts';
import type { SendingSettings } from '../../domain/publication/publication.ts';
import { type Instant, SECOND } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';

/** A worker that gets no slot within this time gives its lease back, so that other batches may use the time. */
const MAX_SLOT_WAIT = 10 * SECOND;
/**
 * SES refills a token bucket that holds about half a second's worth. Tokens that late workers did not use in time are lost, and the
 * bucket runs dry when they catch up. Sending 1 % below the rate, at most this many messages a second, lets it refill.
 */
const MAX_SPARE_RATE = 1 / 7;
const QUOTA_USED_UP = "The day's quota for letters is used up; the rest of it is kept for confirmations.";

/**
 * How far behind its time a message may be and still go at once, in milliseconds. SES's bucket holds the tokens of the time that passed,
 * half a second's at most. Beyond that, the rest of the chunk moves back, too.
 */
export const CATCH_UP_WINDOW = SECOND / 4;

/** Milliseconds after which a late chunk would send in the slots of other workers: it books a new slot. */
export const TOO_LATE = SECOND / 2;

/**
 * The first message goes at `from`, each further one `gap` milliseconds after the one before; with a gap of 0 all go at once. `pushed`:
 * how far the stream's slots had been moved back when this one was booked (port Pace).
 */
export type SendSlot =
  | { kind: 'go'; size: number; from: Instant; gap: number; pushed: number }
  | { kind: 'later'; at: number }
  | { kind: 'quota'; reason: string };

/** Books a slot and waits for it. `wanted`: messages that shall go together; the slot's `size` says how many of them may. */
export async function takeSlot(
  ports: Pick<DeliveryPorts, 'pace' | 'mailer' | 'clock' | 'sleep' | 'stop'>,
  stream: Message['stream'],
  sending: SendingSettings,
  wanted: number,
): Promise<SendSlot> {
  const { pace, mailer, clock } = ports;
  const quota = await mailer.quota();
  const limit = perSecond(sending, quota, await pace.slowed('letters', clock()), clock());
  const left = stream === 'letters' ? countLettersLeft(sending, quota) : undefined;
  if (left === 0) return { kind: 'quota', reason: QUOTA_USED_UP };
  const size = Math.min(wanted, chunkSizeAt(limit, mailer.concurrency), left ?? wanted);
  if (limit === undefined) return { kind: 'go', size, from: clock(), gap: 0, pushed: 0 };
  const rate = limit - Math.min(limit / 100, MAX_SPARE_RATE);
  const now = clock();
  const booked = await pace.take(stream, size, rate, now, MAX_SLOT_WAIT);
  if (booked.at - now > MAX_SLOT_WAIT) return { kind: 'later', at: Math.ceil(booked.at) };
  // A notice goes ahead of letters. Their slots move back by as much, so that both streams together keep the account's rate.
  if (stream === 'notices') await pace.push('letters', size, rate, now);
  const { at, pushed } = await waitForSlot(ports, stream, booked, now + MAX_SLOT_WAIT);
  if (at > now + MAX_SLOT_WAIT) return { kind: 'later', at: Math.min(at, clock() + MAX_SLOT_WAIT) };
  return { kind: 'go', size, from: at, gap: SECOND / rate, pushed };
}

/**
 * Waits until the booked time. Sends that go ahead during the wait move every booked slot back by the same time, so the distances
 * stay. A slot that comes to lie after `latest` is returned without waiting.
 */
async function waitForSlot(
  ports: Pick<DeliveryPorts, 'pace' | 'clock' | 'sleep' | 'stop'>,
  stream: Message['stream'],
  booked: Booking,
  latest: Instant,
): Promise<Booking> {
  // Instants that are stored are whole milliseconds.
  const at = Math.ceil(booked.at);
  // The bound keeps a clock that was set back from prolonging the wait.
  const wait = Math.min(at - ports.clock(), MAX_SLOT_WAIT);
  if (at > latest || ports.stop()) return { ...booked, at };
  if (wait > 0) await ports.sleep(wait);
  if (wait <= CATCH_UP_WINDOW) return { ...booked, at };
  const moved = await readSlotShift(ports, stream, booked.pushed);
  if (moved === 0) return { ...booked, at };
  return waitForSlot(ports, stream, { at: at + moved, pushed: booked.pushed + moved }, latest);
}

/** Milliseconds by which the stream's booked slots have moved back since `pushed` was read. */
export const readSlotShift = async (
  { pace, clock }: Pick<DeliveryPorts, 'pace' | 'clock'>,
  stream: Message['stream'],
  pushed: number,
): Promise<number> => Math.max(0, (await pace.pushed(stream, clock())) - pushed);
