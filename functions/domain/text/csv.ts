/** CSV of subscribers: the port that reads a file, and the writing of rows that no spreadsheet runs as a formula (CSV injection). */

/** `line`: the row's last line in the file, from 1. A row whose cells cannot be told apart has a `problem`. */
export type CsvRow = { line: number; cells: readonly string[]; problem?: string };

/**
 * Yields rows in batches, the header first, without rows of empty cells. The separator is a comma, semicolon or tab, as in the header or
 * after `sep=`. The bytes are UTF-8, or UTF-16 with a BOM. Memory use does not grow with the file. Throws `invalid` if the rest of the file
 * cannot be read.
 */
export type ReadCsv = (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<readonly CsvRow[]>;

/**
 * The beginning of a formula for a spreadsheet (OWASP, CSV Injection), after any apostrophes that are there already. A cell begins anew
 * behind a semicolon, tab or line break, because these end a cell in Excel's German and French.
 */
const FORMULA_START = /(?<=^|[;\t\r\n])(?='*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])/g;
const GUARDED_FORMULA = /(?<=^|[;\t\r\n])'(?='*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])/g;

/** Spreadsheets take a cell with an apostrophe in front as text and do not show the apostrophe; unguardCell removes it. */
export const guardCell = (cell: string): string => cell.replace(FORMULA_START, "'");
export const unguardCell = (cell: string): string => cell.replace(GUARDED_FORMULA, '');

const quoteCell = (cell: string): string =>
  /[",;\t\r\n']/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

/** One line with its CRLF (RFC 4180). */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => quoteCell(guardCell(cell))).join(',')}\r\n`;
