/** Lazy log of a function that seldom logs: the first line loads the library. */

export type LazyLog = {
  log(line: string): void;
  /** Resolves when all lines are written, because Lambda freezes a function that has answered. */
  written(): Promise<void>;
};

export function openLazyLog(): LazyLog {
  let lines = Promise.resolve();
  return {
    log(line) {
      lines = lines.then(async () => (await import('./function-log.ts')).functionLog.log(line));
    },
    written: () => lines,
  };
}
