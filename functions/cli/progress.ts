/** Progress of a long command, on the error stream: one line that moves on a terminal, one line a minute elsewhere. */
import { type Clock, type Instant, MINUTE, SECOND } from '../domain/time/instant.ts';

export type Progress = {
  /** May be called as often as there is news: most calls write nothing. */
  show(line: string): void;
  /** Takes the moving line away, so that other words start on a clean one. Progress may go on after it. */
  end(): void;
};

/** Where progress is written. `columns`: a longer line would wrap, and could not be written over; 0 is not known. */
export type ProgressStream = {
  write(text: string): void;
  isTerminal: boolean;
  clock: Clock;
  columns?: number | undefined;
};

/** Faster than the eye reads, a moving line costs time over a slow connection. */
const REDRAWN = SECOND / 10;
const TOLD = MINUTE;

/** Spaces and carriage returns alone: a terminal without escape sequences shows them, too. */
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

  /** What ends within a minute has nothing to tell. */
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
