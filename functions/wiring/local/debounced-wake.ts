/** A doorbell that many callers ring at once, debounced: the first ring goes on at once, the others as one ring after a rest. */
export type RushBell = { ring(): void; stop(): void };

/** Rings at once, then not before `rest` milliseconds have passed; whoever rang meanwhile is one more ring then. */
export function createRushBell(ring: () => void, rest: number): RushBell {
  let timer: NodeJS.Timeout | undefined;
  let wanted = false;
  const ringNow = () => {
    wanted = false;
    timer = setTimeout(() => {
      timer = undefined;
      if (wanted) ringNow();
    }, rest);
    ring();
  };
  return {
    ring() {
      wanted = true;
      if (!timer) ringNow();
    },
    stop: () => clearTimeout(timer),
  };
}
