/** Formats numbers, durations and tables for the terminal. */
import { HOUR, type Instant, MINUTE, SECOND } from '../domain/time/instant.ts';

/** `10,000`. Intl would give the same, but loading it takes longer than some commands. */
export const formatCount = (n: number): string => String(n).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** `1 minute`, `2 minutes`. */
export const formatCounted = (n: number, what: string): string =>
  `${formatCount(n)} ${what}${n === 1 ? '' : 's'}`;

export function formatBytes(n: number): string {
  if (n < 1024) return `${n} bytes`;
  return n < 1024 * 1024 ? `${(n / 1024).toFixed(1)} KB` : `${(n / 1024 / 1024).toFixed(1)} MB`;
}

/** `46.5 KB of HTML, 108.1 KB of pictures`, of one letter. */
export const formatLetterBytes = (letter: {
  htmlBytes: number;
  pictureBytes?: number | undefined;
}): string => {
  const { htmlBytes, pictureBytes } = letter;
  const html = `${formatBytes(htmlBytes)} of HTML`;
  return pictureBytes === undefined ? html : `${html}, ${formatBytes(pictureBytes)} of pictures`;
};

/** `$1.02`; an amount between zero and half a cent is `less than a cent`. */
export const formatDollars = (n: number): string =>
  n > 0 && n < 0.005 ? 'less than a cent' : `$${n.toFixed(2)}`;

/** `seconds` may be a fraction. */
export function formatDuration(seconds: number): string {
  const ms = seconds * SECOND;
  if (ms < SECOND) return 'less than a second';
  if (ms < 2 * MINUTE) return `about ${Math.round(ms / SECOND)} s`;
  return ms < 2 * HOUR ? `about ${Math.round(ms / MINUTE)} min` : `about ${(ms / HOUR).toFixed(1)} h`;
}

/** `2026-11-23 07:00:00Z`: times of the ledger are printed in UTC, in whatever zone the operator is. */
export const formatInstant = (at: Instant | undefined): string =>
  at === undefined ? '' : `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}Z`;

export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? '').length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((w) => '-'.repeat(w))), ...rows.map(line)].join('\n');
}
