/** Calls that each take the same time, of which none passes here: how long many would take that wait for one another. */
import { setImmediate } from 'node:timers/promises';

export function virtualTime(latency: number) {
  let now = 0;
  let waiting: { at: number; wake: () => void }[] = [];
  return {
    now: () => now,
    late: () => new Promise<void>((wake) => waiting.push({ at: now + latency, wake })),
    /** All who wait for the same moment are woken together, once nobody has anything else to do. */
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
