/** A chunk's slot: how many may go now at this account's rate and quota, and when. */

import { SECOND } from '../domain/instant.ts';
import type { Message } from '../domain/mailer.ts';
import type { Sending } from '../domain/publication.ts';
import { chunkSize, lettersLeft, perSecond } from '../domain/rate.ts';
import type { DeliveryPorts } from './delivery-ports.ts';

/** Who gets no slot within this gives the lease back: others may have a use for the time. */
const PATIENCE = 10 * SECOND;
const QUOTA = "The day's quota for letters is used up; the rest of it is kept for confirmations.";

/** `gap`: milliseconds from one message to the next; 0: all at once. Half of what the rate asks: the answers take time, too. */
export type Slot =
  | { kind: 'go'; size: number; gap: number }
  | { kind: 'later'; at: number }
  | { kind: 'quota'; reason: string };

/** Waits for it. `wanted`: messages that are to go together; `size` of them may. */
export async function takeSlot(
  ports: DeliveryPorts,
  stream: Message['stream'],
  sending: Sending,
  wanted: number,
): Promise<Slot> {
  const { pace, mailer, clock } = ports;
  const quota = await mailer.quota();
  const rate = perSecond(sending, quota, await pace.slowed('letters', clock()));
  const left = stream === 'letters' ? lettersLeft(sending, quota) : undefined;
  if (left === 0) return { kind: 'quota', reason: QUOTA };
  const size = Math.min(wanted, chunkSize(rate), left ?? wanted);
  if (rate === undefined) return { kind: 'go', size, gap: 0 };
  const now = clock();
  // Whole milliseconds, as every instant that is kept is.
  const at = Math.ceil(await pace.take(stream, size, rate, now, PATIENCE));
  if (at - now > PATIENCE) return { kind: 'later', at };
  // A notice goes before letters, and they pay for it: together they keep the account's rate.
  if (stream === 'notices') await pace.take('letters', size, rate, now, Number.POSITIVE_INFINITY);
  if (at > now) await ports.sleep(at - now);
  return { kind: 'go', size, gap: SECOND / rate / 2 };
}
