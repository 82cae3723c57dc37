/** CSV of subscribers, in and out: the port that reads it, and rows that no spreadsheet runs as a formula (CSV injection). */

/** `line` is 1-based, of the file as it lies on the disk: the row's last one; `problem` in place of cells that could not be told apart. */
export type CsvRow = { line: number; cells: readonly string[]; problem?: string };

/**
 * Rows in batches, the header first, none whose cells are all empty; comma, semicolon or tab, as the header has it, or what
 * `sep=` says; UTF-8, or UTF-16 with its mark. Memory does not grow with the file. Throws `invalid` where the rest cannot be read.
 */
export type ReadCsv = (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<readonly CsvRow[]>;

/**
 * What spreadsheets take for a formula (OWASP, CSV Injection), behind any apostrophes that are there already: at the start of
 * a cell, and behind what ends one where semicolons, tabs or lines do, as in Excel's German and French.
 */
const FORMULA = /(?<=^|[;\t\r\n])(?='*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])/g;
const GUARDED = /(?<=^|[;\t\r\n])'(?='*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])/g;

/** An apostrophe in front is shown by no spreadsheet and keeps the cell text; unguardCell takes it off again. */
export const guardCell = (cell: string): string => cell.replace(FORMULA, "'");
export const unguardCell = (cell: string): string => cell.replace(GUARDED, '');

const quoted = (cell: string): string =>
  /[",;\t\r\n']/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

/** One line with its CRLF (RFC 4180). */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => quoted(guardCell(cell))).join(',')}\r\n`;
