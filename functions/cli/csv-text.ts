/** CSV for the terminal's output, which may be redirected into a file. */
import { csvLine } from '../domain/text/csv.ts';

/** Lines end with LF, like the newline that the terminal adds at the end: a file with two kinds of line ends is read as one record. */
export const csvText = (lines: readonly (readonly (string | number | undefined)[])[]): string =>
  lines.map((cells) => csvLine(cells.map((cell) => String(cell ?? ''))).trimEnd()).join('\n');
