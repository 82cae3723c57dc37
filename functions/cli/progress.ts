/** Progress of a long command (throttled), on the error stream: one moving line on a terminal, one line a minute elsewhere. */
import { type Clock, type Instant, MINUTE, SECOND } from '../domain/time/instant.ts';

export type Progress = {
  /** Shows a line. May be called as often as there is news: most calls write nothing. */
  show(line: string): void;
  /** Removes the moving line, so that other output starts on a clean one. Progress may go on afterwards. */
  end(): void;
};

/** The stream for progress. `columns`: a longer line would wrap, and could not be overwritten; 0 if unknown. */
export type ProgressStream = {
  write(text: string): void;
  isTerminal: boolean;
  clock: Clock;
  columns?: number | undefined;
};

/** A line that is redrawn more often is not read, and costs time over a slow connection. */
const REDRAWN = SECOND / 10;
const TOLD = MINUTE;

/** Moves the line with spaces and carriage returns only, which also work in a terminal without escape sequences. */
export function createProgress(stream: ProgressStream): Progress {
  const { write, isTerminal, clock } = stream;
  let last: Instant | undefined;
  let shown = 0;

  function move(line: string, now: Instant): void {
    if (last !== undefined && now - last < REDRAWN) return;
    last = now;
    const text = line.slice(0, (stream.columns || 80) - 1);
    write(`\r${text.padEnd(shown)}`);
    shown = text.length;
  }

  /** A command that ends within a minute prints no line. */
  function tell(line: string, now: Instant): void {
    last ??= now;
    if (now - last < TOLD) return;
    last = now;
    write(`${line}\n`);
  }

  return {
    show: (line) => (isTerminal ? move(line, clock()) : tell(line, clock())),
    end() {
      if (shown > 0) write(`\r${' '.repeat(shown)}\r`);
      shown = 0;
      if (isTerminal) last = undefined;
    },
  };
}
