/** CSV for a terminal, from which it may go into a file. */
import { csvLine } from '../domain/text/csv.ts';

/** Lines end as a terminal's do, which ends the last one itself: two kinds of line end in one file are read as one record. */
export const csvText = (lines: readonly (readonly (string | number | undefined)[])[]): string =>
  lines.map((cells) => csvLine(cells.map((cell) => String(cell ?? ''))).trimEnd()).join('\n');
