/** Virtual time for calls of a fixed duration: the time that many calls would take, some waiting for others, without real waiting. */
import { setImmediate } from 'node:timers/promises';

export function virtualTime(latency: number) {
  let now = 0;
  let waiting: { at: number; wake: () => void }[] = [];
  return {
    now: () => now,
    late: () => new Promise<void>((wake) => waiting.push({ at: now + latency, wake })),
    /** Wakes all calls that wait for the same moment together, once no other work is left. */
    async pass<T>(work: Promise<T>): Promise<T> {
      let over = false;
      const done = work.finally(() => {
        over = true;
      });
      done.catch(() => {});
      for (await setImmediate(); !over; await setImmediate()) {
        const at = waiting[0]?.at;
        if (at === undefined) continue;
        const due = waiting.filter((one) => one.at === at);
        waiting = waiting.filter((one) => one.at !== at);
        now = at;
        for (const { wake } of due) wake();
      }
      return done;
    },
  };
}
