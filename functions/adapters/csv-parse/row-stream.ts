/** Parses CSV text that arrives in pieces: csv-parse reads each piece strictly, and begins again after a row that it refuses. */
import { type CastingFunction, CsvError, type Options, parse } from 'csv-parse/sync';
import { BroadsheetError } from '../../domain/error.ts';
import type { CsvRow } from '../../domain/text/csv.ts';

/** In bytes, far longer than a real row. Without a bound, a quote that is never closed would swallow the file. */
const MAX_ROW_BYTES = 64 * 1024;
/** In characters. Text is gathered up to this length, because an unfinished row is read again from its start. */
const MIN_PIECE_CHARACTERS = 128 * 1024;
/** Each of these ends a row, in any mixture. csv-parse takes the first that matches. */
const LINE_ENDS = ['\r\n', '\n', '\r'];
const LF = 10;
const CR = 13;

export type RowStream = {
  /** The rows that are complete. Throws `invalid` for a line longer than MAX_ROW_BYTES. */
  push(text: string): CsvRow[];
  /** The remaining rows. */
  end(): CsvRow[];
};

/** Rows without any text are left out; they count as lines. */
export function createRowStream(delimiter: string, firstLine = 1): RowStream {
  let waiting = Buffer.alloc(0);
  let text = '';
  let line = firstLine;
  let trim = false;

  /** Gives a row its line number. Lines are counted here, because csv-parse counts a CR LF within a cell as two. */
  function placed({ cells, ended }: CsvRecord): CsvRow {
    const last = line + cells.reduce((sum, cell) => sum + countLineEnds(cell), 0);
    line = ended ? last + 1 : last;
    return { line: last, cells };
  }

  function take(final: boolean): CsvRow[] {
    const rows: CsvRow[] = [];
    let bytes = Buffer.concat([waiting, Buffer.from(text)]);
    text = '';
    while (bytes.length > 0) {
      const { records, next, refused } = readRecords(bytes, { delimiter, trim, final });
      for (const record of records) rows.push(placed(record));
      bytes = bytes.subarray(next);
      if (!refused) break;
      // Blanks around quotation marks need csv-parse's trim, which also takes the blanks of other cells. No known service exports them.
      if (!trim && startsTrimmed(bytes, delimiter)) {
        trim = true;
        continue;
      }
      const first = firstLineOf(bytes, final);
      if (!first) break;
      if (first.next > MAX_ROW_BYTES) throw tooLongError(line);
      rows.push({ line, cells: [], problem: 'The quotation marks of this row do not match.' });
      if (first.ended) line++;
      bytes = bytes.subarray(first.next);
    }
    if (bytes.length > MAX_ROW_BYTES) throw tooLongError(line);
    waiting = bytes;
    return rows.filter(({ cells, problem }) => problem !== undefined || !isBlank(cells));
  }

  return {
    push(more) {
      text += more;
      return text.length < MIN_PIECE_CHARACTERS ? [] : take(false);
    },
    end: () => take(true),
  };
}

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');

const countLineEnds = (text: string): number => text.match(/\r\n|\n|\r/g)?.length ?? 0;

const tooLongError = (line: number): BroadsheetError =>
  new BroadsheetError(
    'invalid',
    `Line ${line}: The row is longer than 64 KB; a quotation mark may be missing.`,
    { remedy: 'Put it right and start again; nothing after that line was read.' },
  );

/** `ended`: the row ended in a line end. */
type CsvRecord = { cells: string[]; ended: boolean };
/** `refused`: the record at `next` is invalid; otherwise the piece ends there, or an incomplete record begins. */
type ReadResult = { records: CsvRecord[]; next: number; refused: boolean };
type ReadOptions = { delimiter: string; trim: boolean; final: boolean };

function readRecords(bytes: Buffer, { delimiter, trim, final }: ReadOptions): ReadResult {
  const records: CsvRecord[] = [];
  let next = 0;
  let marks = 0;
  const options: Options = {
    ...{
      delimiter,
      record_delimiter: LINE_ENDS,
      relax_column_count: true,
      max_record_size: MAX_ROW_BYTES,
      trim,
    },
    // With trim, csv-parse takes `"" "x"` for x. So every mark of a row must enclose a cell, or be one of two within it.
    cast: trim && countingMarks((count) => (marks += count)),
    on_record(cells, { bytes: end }) {
      const last = bytes[end - 1];
      // A quotation mark or a CR at the end of the piece may be one half of a pair.
      if (end === bytes.length && last !== LF && !final) return null;
      if (trim && marks !== countMarks(bytes.toString('latin1', next, end))) throw new MarkAstray();
      records.push({ cells, ended: last === LF || last === CR });
      [next, marks] = [end, 0];
      return null;
    },
  };
  try {
    parse(bytes, options);
    return { records, next: final ? bytes.length : next, refused: false };
  } catch (error) {
    if (!(error instanceof CsvError || error instanceof MarkAstray)) throw error;
    const open = error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED';
    return { records, next, refused: !open || final || bytes.length - next > MAX_ROW_BYTES };
  }
}

class MarkAstray extends Error {}

const countMarks = (text: string): number => text.split('"').length - 1;

const countingMarks =
  (add: (count: number) => void): CastingFunction =>
  (cell, { quoting }) => {
    if (quoting) add(2 + 2 * countMarks(cell));
    return cell;
  };

const startsTrimmed = (bytes: Buffer, delimiter: string): boolean =>
  readRecords(bytes, { delimiter, trim: true, final: true }).next > 0;

/**
 * The end of the first line. Only this line of a refused row is given up, since the row's own end is unknown. undefined if the line is
 * incomplete.
 */
function firstLineOf(bytes: Buffer, final: boolean): { next: number; ended: boolean } | undefined {
  const at = bytes.findIndex((byte) => byte === LF || byte === CR);
  const end = at < 0 ? bytes.length : at;
  // A CR at the end of the piece may be one half of a pair.
  if (end >= bytes.length - 1 && !final) return undefined;
  const pair = bytes[end] === CR && bytes[end + 1] === LF;
  return { next: Math.min(end + (pair ? 2 : 1), bytes.length), ended: at >= 0 };
}
