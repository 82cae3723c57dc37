/** Limits the CPU time of a call from within its own process, because no other process can measure that on every system. */
import type { MediaCall, Reply } from './media-process-messages.ts';

/** Milliseconds between two checks: often enough for a limit of seconds. */
const CHECK_INTERVAL = 100;

/** Calls `tooLong` once if the process computes longer than the call may. Returns a function that ends the watch. */
export function watchCall({ limit }: Pick<MediaCall, 'limit'>, tooLong: () => void): () => void {
  if (limit === undefined) return () => {};
  const start = process.cpuUsage();
  const timer = setInterval(
    () => {
      const { user, system } = process.cpuUsage(start);
      if ((user + system) / 1000 <= limit) return;
      clearInterval(timer);
      tooLong();
    },
    Math.min(CHECK_INTERVAL, limit),
  );
  return () => clearInterval(timer);
}

/** The reply for a call over its limit. `ended`: the process that made the call is killed. */
export const createGivenUpReply = (id: number, limit: number): Reply => ({
  id,
  ended: true,
  failed: {
    code: 'too-large',
    message: `It takes longer than ${limit / 1000} s to compute, and was given up.`,
    remedy:
      'Simplify it (fewer masks, filters, patterns and copies), or export it as a PNG of the size that is shown.',
  },
});
