/** Simulated time that passes only while all workers wait: minutes pass in a moment, and every run is the same. */

export type SimulatedTime = {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** Lets time pass until `work` is done. Throws if no worker waits and `work` is not done (deadlock). */
  pass<T>(work: Promise<T>): Promise<T>;
};

type Sleeper = { at: number; nth: number; wake: () => void };

/** Turns of the event loop within which all work without a timer comes to rest. */
const TURNS = 8;

export function simulatedTime(start: number): SimulatedTime {
  const sleepers: Sleeper[] = [];
  let [now, count] = [start, 0];
  const rest = async () => {
    for (let n = 0; n < TURNS; n++) await new Promise((resolve) => setImmediate(resolve));
  };
  const wakeNext = (): boolean => {
    let next: Sleeper | undefined;
    for (const one of sleepers)
      if (!next || one.at < next.at || (one.at === next.at && one.nth < next.nth)) next = one;
    if (!next) return false;
    sleepers.splice(sleepers.indexOf(next), 1);
    now = Math.max(now, next.at);
    next.wake();
    return true;
  };
  return {
    now: () => now,
    sleep: (milliseconds) =>
      new Promise((wake) => sleepers.push({ at: now + Math.max(0, milliseconds), nth: count++, wake })),
    async pass(work) {
      let over = false;
      const done = work.finally(() => {
        over = true;
      });
      done.catch(() => {});
      for (await rest(); !over; await rest()) {
        if (!wakeNext() && !over) throw new Error('Nobody waits, and it is not done.');
      }
      return done;
    },
  };
}
