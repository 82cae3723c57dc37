/** The journal of a function that seldom has anything to say: its library is loaded with the first line. */

export type QuietJournal = {
  log(line: string): void;
  /** Resolves when all lines are written: a function that has answered is frozen. */
  written(): Promise<void>;
};

export function openQuietJournal(): QuietJournal {
  let lines = Promise.resolve();
  return {
    log(line) {
      lines = lines.then(async () => (await import('./function-log.ts')).journal.log(line));
    },
    written: () => lines,
  };
}
