/** A FIFO queue with timeout for messages that wait for a connection. */

export type Queue = {
  /** False if no connection became free before `until`. After true, the caller must call `leave`. */
  enter(until: number): boolean | Promise<boolean>;
  leave(): void;
  /** The number of messages that have a connection, or are opening one. */
  busy(): number;
  isWaiting(): boolean;
};

type Waiting = { go: (free: boolean) => void; timer: NodeJS.Timeout };

/** `most`: the number that may have a connection now; asked each time. */
export function createQueue(most: () => number, clock: () => number): Queue {
  const waiting: Waiting[] = [];
  let busy = 0;
  const wait = (until: number) =>
    new Promise<boolean>((go) => {
      const giveUp = () => {
        waiting.splice(waiting.indexOf(one), 1);
        go(false);
      };
      const one: Waiting = { go, timer: setTimeout(giveUp, until - clock()) };
      waiting.push(one);
    });
  return {
    enter(until) {
      if (busy >= most()) return wait(until);
      busy++;
      return true;
    },
    leave() {
      busy--;
      while (waiting.length > 0 && busy < most()) {
        const { go, timer } = waiting.shift()!;
        clearTimeout(timer);
        busy++;
        go(true);
      }
    },
    busy: () => busy,
    isWaiting: () => waiting.length > 0,
  };
}
