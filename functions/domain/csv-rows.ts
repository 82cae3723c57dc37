/** The CSV tokenizer: text, in pieces, becomes rows. Strict about quotation marks, since one too many moves every cell behind it. */
import type { CsvRow } from './csv.ts';
import { BroadsheetError } from './error.ts';

/** In characters. Longer than any row of ours by far; a quote that is never closed would otherwise swallow the file. */
const ROW_MAX = 64 * 1024;
/** Pieces wait until there are so many characters: a row that is not whole yet is read again from its start. */
const ENOUGH = 128 * 1024;

const UNMATCHED = 'The quotation marks of this row do not match.';

export type CsvTokenizer = {
  /** Rows that have ended. Throws `invalid` for a row longer than ROW_MAX. */
  push(text: string): CsvRow[];
  /** The rows that are left. */
  end(): CsvRow[];
};

/** Rows of which every cell is empty are left out; they count as lines. */
export function createCsvTokenizer(delimiter: string, firstLine = 1): CsvTokenizer {
  let waiting = '';
  let line = firstLine;

  function take(final: boolean): CsvRow[] {
    const rows: CsvRow[] = [];
    const text = waiting;
    let from = 0;
    while (from < text.length) {
      const found = readRecord(text, from, delimiter, final) ?? broken(text, from, final);
      if (!found) break;
      line += found.lines;
      const at = found.ended ? line - 1 : line;
      if (found.cells === undefined) rows.push({ line: at, cells: [], problem: UNMATCHED });
      else if (!isBlank(found.cells)) rows.push({ line: at, cells: found.cells });
      from = found.next;
    }
    waiting = text.slice(from);
    if (waiting.length > ROW_MAX) throw tooLong(line);
    return rows;
  }

  return {
    push(text) {
      waiting += text;
      return waiting.length < ENOUGH ? [] : take(false);
    },
    end: () => take(true),
  };
}

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');

const tooLong = (line: number): BroadsheetError =>
  new BroadsheetError(
    'invalid',
    `Line ${line}: The row is longer than 64 KB; a quotation mark may be missing.`,
    { remedy: 'Put it right and start again; nothing after that line was read.' },
  );

/** `lines`: line ends passed; `ended`: the last of them ended the record; `cells` undefined: the quotation marks do not match. */
type Found = { cells: string[] | undefined; next: number; lines: number; ended: boolean };

/** A record that is too long, or not whole although nothing follows: its first line alone is given up, the next is read afresh. */
function broken(text: string, from: number, final: boolean): Found | undefined {
  if (!final && text.length - from <= ROW_MAX) return undefined;
  return givenUp(text, from, final);
}

function givenUp(text: string, from: number, final: boolean): Found | undefined {
  const end = lineEnd(text, from);
  // A CR that is the last character may be one half of a pair.
  if (end >= text.length - 1 && !final) return undefined;
  const next = afterLineEnd(text, end);
  return { cells: undefined, next, lines: next > end ? 1 : 0, ended: next > end };
}

const CR = 13;
const LF = 10;
const SPACE = 32;
const QUOTE = 34;
const MARK = 0xfeff;

function lineEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === LF || code === CR) return at;
  }
  return text.length;
}

const afterLineEnd = (text: string, end: number): number =>
  text.charCodeAt(end) === CR && text.charCodeAt(end + 1) === LF ? end + 2 : Math.min(end + 1, text.length);

/** undefined: it does not end within the text. Each of CR LF, LF and CR ends a record, whatever ended the one before. */
function readRecord(text: string, from: number, delimiter: string, final: boolean): Found | undefined {
  const cells: string[] = [];
  const comma = delimiter.charCodeAt(0);
  let lines = 0;
  for (let at = from; ; ) {
    const cell = readCell(text, at, comma);
    if (cell === 'unmatched') return givenUp(text, from, final);
    if (cell === undefined) return undefined;
    // A quotation mark, or a CR, that is the text's last character may be one half of a pair.
    if (cell.end >= text.length - 1 && !final) return undefined;
    cells.push(cell.text);
    lines += cell.lines;
    at = cell.end;
    if (at >= text.length) return { cells, next: at, lines, ended: false };
    if (text.charCodeAt(at) !== comma) {
      return { cells, next: afterLineEnd(text, at), lines: lines + 1, ended: true };
    }
    at++;
  }
}

type Cell = { text: string; end: number; lines: number };

function readCell(text: string, from: number, comma: number): Cell | 'unmatched' | undefined {
  let start = from;
  // A byte order mark stands within a file that was put together of two.
  while (text.charCodeAt(start) === SPACE || text.charCodeAt(start) === MARK) start++;
  if (text.charCodeAt(start) === QUOTE) return readQuoted(text, start + 1, comma);
  let end = start;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === comma || code === LF || code === CR) break;
    if (code === QUOTE) return 'unmatched';
  }
  return { text: text.slice(from, end), end, lines: 0 };
}

/** RFC 4180: a mark inside is written twice; nothing but blanks stands between the closing one and what ends the cell. */
function readQuoted(text: string, from: number, comma: number): Cell | 'unmatched' | undefined {
  let value = '';
  let at = from;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0 || quote - from > ROW_MAX) return undefined;
    value += text.slice(at, quote);
    at = quote + 1;
    if (text.charCodeAt(at) !== QUOTE) break;
    value += '"';
    at++;
  }
  while (text.charCodeAt(at) === SPACE) at++;
  const code = text.charCodeAt(at);
  if (at < text.length && code !== comma && code !== LF && code !== CR) return 'unmatched';
  return { text: value, end: at, lines: countLines(value) };
}

const countLines = (text: string): number => text.match(/\r\n|\n|\r/g)?.length ?? 0;
