/** A notice as often as is bearable, and no oftener: nobody fills a stranger's mailbox through us. */
import { BroadsheetError } from '../../domain/error.ts';
import type { NoticeRequest, RemarkNotice } from '../../domain/notices/notice.ts';
import type { LimitPorts } from './limit-ports.ts';
import { takeUses, type Use } from './limit-uses.ts';

/** Over a limit nothing happens, silently. Throws `unavailable`: nothing was queued, and the try is not counted. */
export async function notifyWithin(
  ports: Pick<LimitPorts, 'limits' | 'clock' | 'notify'>,
  uses: readonly Use[],
  notice: NoticeRequest,
): Promise<void> {
  // Taken before, not counted after: else a hundred requests at once would all find room.
  const giveBack = await takeUses(ports, uses, ports.clock());
  if (!giveBack) return;
  try {
    await queue(ports, notice);
  } catch (error) {
    await giveBack();
    throw error;
  }
}

/** Throws `unavailable`, whatever kept it from being queued. */
export async function queue(
  { notify }: Pick<LimitPorts, 'notify'>,
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
