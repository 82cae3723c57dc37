/** Changes a subscriber by optimistic concurrency: read, decide, write, and again after a conflict. Also counts events and draws marks. */
import { randomFillSync } from 'node:crypto';
import { BroadsheetError, isBroadsheetError } from '../../domain/error.ts';
import type { DailyCount, Subscriber } from '../../domain/subscribers/subscriber.ts';
import { formatLocalTime } from '../../domain/time/instant.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';

const MAX_ATTEMPTS = 8;

/**
 * Applies `decide` to the stored row and writes the result, or nothing if that is undefined. Returns the row as read and as stored now.
 * `write` throws `conflict` as `put` does. Throws `unavailable` if every attempt meets a conflict.
 */
export async function changeSubscriber(
  { subscribers }: Pick<SubscriberPorts, 'subscribers'>,
  id: string,
  decide: (found: Subscriber | undefined) => Subscriber | undefined,
  write: (next: Subscriber) => Promise<Subscriber> = (next) => subscribers.put(next),
): Promise<{ before: Subscriber | undefined; after: Subscriber | undefined; changed: boolean }> {
  for (let attempt = 1; ; attempt++) {
    const before = await subscribers.get(id);
    const next = decide(before);
    if (next === undefined) return { before, after: before, changed: false };
    try {
      return { before, after: await write(next), changed: true };
    } catch (error) {
      if (!isBroadsheetError(error) || error.code !== 'conflict') throw error;
      if (attempt === MAX_ATTEMPTS) {
        throw new BroadsheetError('unavailable', 'Too much happened to this subscription at once.', {
          remedy: 'Try again in a moment.',
          cause: error,
        });
      }
    }
  }
}

/** Adds to today's count of each newsletter; an event without newsletters is counted once. */
export async function countEvent(
  ports: Pick<SubscriberPorts, 'counts' | 'clock' | 'publication'>,
  event: DailyCount['event'],
  of: { newsletters: readonly string[]; source: string; reason?: string; count?: number },
): Promise<void> {
  const { timezone } = await ports.publication();
  const day = formatLocalTime(ports.clock(), timezone).slice(0, 10);
  const { source, reason = '', count = 1 } = of;
  for (const newsletter of of.newsletters.length > 0 ? of.newsletters : ['']) {
    await ports.counts.add({ day, event, reason, newsletter, source, count });
  }
}

const MARK_BYTES = 5;
/** Random bytes for a thousand marks, drawn ahead: an import needs a mark for each row, and a call of the generator takes about 2 µs. */
const DRAWN_BYTES = MARK_BYTES * 1000;
const drawnBytes = /* @__PURE__ */ Buffer.alloc(DRAWN_BYTES);
let usedBytes = DRAWN_BYTES;

/** A random mark of 36 bits in six characters. A mark must differ from the few others of one address, and links sign it. */
export function drawMark(): string {
  if (usedBytes === DRAWN_BYTES) {
    randomFillSync(drawnBytes);
    usedBytes = 0;
  }
  usedBytes += MARK_BYTES;
  return drawnBytes.toString('base64url', usedBytes - MARK_BYTES, usedBytes).slice(0, 6);
}
