/** A chunk's slot in the provider's rate limit (a token bucket): how many messages may go now at this account's rate and quota, and when. */

import type { Message } from '../../domain/delivery/mailer.ts';
import { chunkSize, lettersLeft, perSecond } from '../../domain/delivery/send-rate.ts';
import type { Booking } from '../../domain/ledger/ledger.ts';
import type { Sending } from '../../domain/publication/publication.ts';
import { type Instant, SECOND } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';

/** A worker that gets no slot within this time gives the lease back, so that another can use the slot. */
const PATIENCE = 10 * SECOND;
/**
 * SES refills a token bucket that holds about half a second. Tokens that late workers did not use are lost, and their catching up empties
 * the bucket. Sending a hundredth below the rate, at most this many messages a second, lets it fill again.
 */
const SPARED = 1 / 7;
const QUOTA = "The day's quota for letters is used up; the rest of it is kept for confirmations.";

/**
 * How far behind its time a message may be and still go at once, in milliseconds. SES's bucket holds the tokens of the time that passed,
 * half a second's at most. Beyond that, the rest of the chunk moves back, too.
 */
export const BEHIND = SECOND / 4;

/** A chunk that is this far behind its slot would use other workers' time, so it books a new slot. */
export const TOO_LATE = SECOND / 2;

/**
 * The first message goes at `from`, each next one `gap` milliseconds after the one before; 0: all at once. `pushed`: as the lane was
 * then (Pace).
 */
export type Slot =
  | { kind: 'go'; size: number; from: Instant; gap: number; pushed: number }
  | { kind: 'later'; at: number }
  | { kind: 'quota'; reason: string };

/** Books a slot and waits for it. `wanted`: messages that are to go together; the slot's `size` says how many of them may. */
export async function takeSlot(
  ports: DeliveryPorts,
  stream: Message['stream'],
  sending: Sending,
  wanted: number,
): Promise<Slot> {
  const { pace, mailer, clock } = ports;
  const quota = await mailer.quota();
  const limit = perSecond(sending, quota, await pace.slowed('letters', clock()), clock());
  const left = stream === 'letters' ? lettersLeft(sending, quota) : undefined;
  if (left === 0) return { kind: 'quota', reason: QUOTA };
  const size = Math.min(wanted, chunkSize(limit, mailer.concurrency), left ?? wanted);
  if (limit === undefined) return { kind: 'go', size, from: clock(), gap: 0, pushed: 0 };
  const rate = limit - Math.min(limit / 100, SPARED);
  const now = clock();
  const booked = await pace.take(stream, size, rate, now, PATIENCE);
  if (booked.at - now > PATIENCE) return { kind: 'later', at: Math.ceil(booked.at) };
  // A notice goes before letters, and they pay for it: together they keep the account's rate.
  if (stream === 'notices') await pace.push('letters', size, rate, now);
  const { at, pushed } = await waitFor(ports, stream, booked, now + PATIENCE);
  if (at > now + PATIENCE) return { kind: 'later', at: Math.min(at, clock() + PATIENCE) };
  return { kind: 'go', size, from: at, gap: SECOND / rate, pushed };
}

/**
 * Until its time has come: whoever was let go first meanwhile moved all who wait, by the same, so that they keep their distance. Not
 * waited for: what is later than `latest`.
 */
async function waitFor(
  ports: DeliveryPorts,
  stream: Message['stream'],
  booked: Booking,
  latest: Instant,
): Promise<Booking> {
  // Whole milliseconds, as every instant that is kept is.
  const at = Math.ceil(booked.at);
  // A clock that was set back keeps nobody for longer.
  const wait = Math.min(at - ports.clock(), PATIENCE);
  if (at > latest || ports.stop()) return { ...booked, at };
  if (wait > 0) await ports.sleep(wait);
  if (wait <= BEHIND) return { ...booked, at };
  const moved = await movedBy(ports, stream, booked.pushed);
  if (moved === 0) return { ...booked, at };
  return waitFor(ports, stream, { at: at + moved, pushed: booked.pushed + moved }, latest);
}

/** How much later all who wait are since `pushed`, milliseconds. */
export const movedBy = async (
  { pace, clock }: DeliveryPorts,
  stream: Message['stream'],
  pushed: number,
): Promise<number> => Math.max(0, (await pace.pushed(stream, clock())) - pushed);
