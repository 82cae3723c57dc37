/** Reads CSV with csv-parse: streaming, in batches, forgiving about rows and strict about files. */
import { Readable } from 'node:stream';
import { CsvError, type Options, parse } from 'csv-parse';
import type { CsvRow, ReadCsv } from '../../domain/csv.ts';
import { BroadsheetError } from '../../domain/error.ts';

const BATCH = 1000;
/** Longer than any row of ours by far; a quote that is never closed would otherwise swallow the file. */
const ROW_MAX = 64 * 1024;
/** Each of them ends a row, whatever ended the first: of lists put together of two, one half would be a single row. Longest first. */
const LINE_ENDS = ['\r\n', '\n', '\r'];

export const readCsv: ReadCsv = async function* (bytes) {
  const { delimiter, whole } = await peek(bytes);
  const bad: CsvRow[] = [];
  const options: Options<CsvRow, string[]> = {
    delimiter,
    record_delimiter: LINE_ENDS,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: ROW_MAX,
    on_skip: (error) => {
      // Nothing after it can be told apart: the file is broken, not a row.
      if (error?.code === 'CSV_MAX_RECORD_SIZE') parser.destroy(error);
      bad.push({ line: lineOf(error), cells: [], problem: sentence(error) });
      return undefined;
    },
    on_record: (cells, { lines }) => ({ line: lines, cells }),
  };
  // The types know of rows that change their shape only with `columns`.
  const parser = parse(options as unknown as Options);
  const source = Readable.from(whole);
  source.on('error', (error) => parser.destroy(error)).pipe(parser);
  try {
    let batch: CsvRow[] = [];
    for await (const row of parser) {
      batch.push(row);
      if (batch.length < BATCH) continue;
      yield batch.concat(bad.splice(0));
      batch = [];
    }
    if (batch.length + bad.length > 0) yield batch.concat(bad.splice(0));
  } catch (error) {
    throw unreadable(error);
  } finally {
    source.destroy();
  }
};

const lineOf = (error: CsvError | undefined): number => Number(error?.lines ?? 0);
const sentence = (error: CsvError | undefined): string => {
  if (error?.code === 'CSV_MAX_RECORD_SIZE')
    return 'The row is longer than 64 KB; a quotation mark may be missing.';
  return 'The quotation marks of this row do not match.';
};

function unreadable(error: unknown): unknown {
  if (!(error instanceof CsvError)) return error;
  return new BroadsheetError('invalid', `Line ${lineOf(error)}: ${sentence(error)}`, {
    remedy: 'Put it right and start again; nothing after that line was read.',
    cause: error,
  });
}

/** The delimiter is the one the first line has most of; the bytes looked at come first again in `whole`. */
async function peek(bytes: AsyncIterable<Uint8Array>) {
  const iterator = bytes[Symbol.asyncIterator]();
  const seen: Uint8Array[] = [];
  let header = '';
  while (!header.includes('\n') && header.length < ROW_MAX) {
    const { done, value } = await iterator.next();
    if (done) break;
    seen.push(value);
    header += Buffer.from(value).toString('latin1');
  }
  const line = header.split('\n', 1)[0]!;
  const count = (delimiter: string) => line.split(delimiter).length;
  const delimiter = [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best));
  async function* whole() {
    yield* seen;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { delimiter, whole: whole() };
}
