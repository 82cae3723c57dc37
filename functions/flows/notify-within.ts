/** A notice as often a day as is bearable, and no oftener: nobody fills a stranger's mailbox through us. */
import { BroadsheetError } from '../domain/error.ts';
import { limitKey } from '../domain/identity.ts';
import { DAY } from '../domain/instant.ts';
import type { NoticeRequest, RemarkNotice } from '../domain/notice.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';

/** Over the limit nothing happens, silently. Throws `unavailable`: nothing was queued, and the try is not counted. */
export async function notifyWithin(
  ports: Pick<SubscriberPorts, 'limits' | 'secrets' | 'clock' | 'notify'>,
  limit: { kind: string; perDay: number },
  notice: NoticeRequest,
): Promise<void> {
  const { limits, secrets, clock } = ports;
  const key = limitKey(secrets, limit.kind, notice.subscriber);
  const now = clock();
  // Taken before, not counted after: else a hundred requests at once would all find room.
  if (!(await limits.take(key, limit.perDay, DAY, now))) return;
  try {
    await queue(ports, notice);
  } catch (error) {
    await limits.giveBack(key, DAY, now);
    throw error;
  }
}

/** Throws `unavailable`, whatever kept it from being queued. */
export async function queue(
  { notify }: Pick<SubscriberPorts, 'notify'>,
  notice: NoticeRequest | RemarkNotice,
): Promise<void> {
  try {
    await notify(notice);
  } catch (cause) {
    throw new BroadsheetError('unavailable', 'The mail could not be queued.', {
      remedy: 'Try again in a moment.',
      cause,
    });
  }
}
