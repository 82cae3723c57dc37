/** Changes a subscriber by optimistic concurrency: read, decide, write; again if another writer came in between. Counts go with it. */
import { randomFillSync } from 'node:crypto';
import { BroadsheetError, isBroadsheetError } from '../../domain/error.ts';
import type { DailyCount, Subscriber } from '../../domain/subscribers/subscriber.ts';
import { formatLocalTime } from '../../domain/time/instant.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';

const TRIES = 8;

/**
 * Applies `decide` to what is stored and writes what it returns; nothing if it returns undefined. Returns what was read beside
 * what is stored now. `renderNotice` throws `conflict` as `put` does. Throws `unavailable` when others keep writing.
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
      if (attempt === TRIES) {
        throw new BroadsheetError('unavailable', 'Too much happened to this subscription at once.', {
          remedy: 'Try again in a moment.',
          cause: error,
        });
      }
    }
  }
}

/** One count per newsletter, on today's row; an event without newsletters is counted once. */
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

const BYTES = 5;
/** Drawn ahead for a thousand marks: an import draws one for each row, and each call of the generator costs some two microseconds. */
const AHEAD = BYTES * 1000;
const ahead = /* @__PURE__ */ Buffer.alloc(AHEAD);
let used = AHEAD;

/** 36 bits in six characters: a mark is told from a few others of one address, and signed wherever it counts. */
export function drawMark(): string {
  if (used === AHEAD) {
    randomFillSync(ahead);
    used = 0;
  }
  used += BYTES;
  return ahead.toString('base64url', used - BYTES, used).slice(0, 6);
}
