/** Gives up what takes too much of the processor's time, from within its own process: no other can tell it on every system. */
import type { MediaCall, Reply } from './media-process-messages.ts';

/** Often enough for a limit of seconds. Milliseconds. */
const LOOK = 100;

/** Calls `tooLong` once, if the process computes longer than the call may; returns what ends the watch. */
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
    Math.min(LOOK, limit),
  );
  return () => clearInterval(timer);
}

/** `ended`: who says so is at its end. */
export const givenUp = (id: number, limit: number): Reply => ({
  id,
  ended: true,
  failed: {
    code: 'too-large',
    message: `It takes longer than ${limit / 1000} s to compute, and was given up.`,
    remedy:
      'Simplify it (fewer masks, filters, patterns and copies), or export it as a PNG of the size that is shown.',
  },
});
