/** Reads CSV from a stream of bytes with csv-parse: detects the encoding and the delimiter, and yields rows in batches. */
import { TextDecoder } from 'node:util';
import { BroadsheetError } from '../../domain/error.ts';
import type { CsvRow, ReadCsv } from '../../domain/text/csv.ts';
import { createRowStream } from './row-stream.ts';

const BATCH = 1000;
/** Characters that may come before the end of the first line. */
const HEADER_MAX = 64 * 1024;

export const readCsv: ReadCsv = async function* (bytes) {
  const { first, rest } = await peek(decoded(bytes));
  const { delimiter, skip } = dialectOf(first);
  const rows = createRowStream(delimiter, skip > 0 ? 2 : 1);
  let batch: CsvRow[] = rows.push(first.slice(skip));
  for await (const text of rest) {
    batch = batch.length > 0 ? batch.concat(rows.push(text)) : rows.push(text);
    for (; batch.length >= BATCH; batch = batch.slice(BATCH)) yield batch.slice(0, BATCH);
  }
  batch = batch.concat(rows.end());
  for (let at = 0; at < batch.length; at += BATCH) yield batch.slice(at, at + BATCH);
};

/** Decodes UTF-8, or UTF-16 with its byte order mark. Invalid UTF-8 becomes U+FFFD, which is refused later in its row. */
async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let start: Uint8Array = new Uint8Array(0);
  for await (const chunk of bytes) {
    if (decoder) {
      yield decoder.decode(chunk, { stream: true });
      continue;
    }
    start = start.length > 0 ? Buffer.concat([start, chunk]) : chunk;
    if (start.length < 4) continue;
    decoder = new TextDecoder(encodingOf(start));
    yield decoder.decode(start, { stream: true });
  }
  decoder ??= new TextDecoder(encodingOf(start));
  yield decoder.decode(start.length < 4 ? start : undefined);
}

const STRANGE: readonly [RegExp, string][] = [
  [/^PK\x03\x04/, 'a workbook or a ZIP archive'],
  [/^[^\0]\0[^\0]\0/, 'UTF-16 (little endian) without its byte order mark'],
  [/^\0[^\0]\0[^\0]/, 'UTF-16 (big endian) without its byte order mark'],
  [/^(\xff\xfe\0\0|\0\0\xfe\xff|[^\0]\0\0\0|\0\0\0[^\0])/, 'UTF-32'],
];

/** Detects the encoding. In spreadsheets "Unicode Text" is UTF-16 with its mark, and "CSV UTF-8" is UTF-8. */
function encodingOf(start: Uint8Array): string {
  const text = Buffer.from(start.subarray(0, 4)).toString('latin1');
  const strange = STRANGE.find(([pattern]) => pattern.test(text));
  if (strange) {
    throw new BroadsheetError('invalid', `The file is ${strange[1]}.`, {
      remedy: 'Save it as CSV in UTF-8.',
    });
  }
  return text.startsWith('\xfe\xff') ? 'utf-16be' : text.startsWith('\xff\xfe') ? 'utf-16le' : 'utf-8';
}

/** Reads at least to the end of the first line with words. */
async function peek(texts: AsyncGenerator<string>) {
  let first = '';
  while (!/^\s*\S[^\r\n]*[\r\n]+\S*[\r\n]/.test(first) && first.length < HEADER_MAX) {
    const { done, value } = await texts.next();
    if (done) break;
    first += value;
  }
  return { first, rest: texts };
}

/** Excel's own first line, which names the delimiter: it counts as a line of the file, but not as a row. */
const SEP = /^\ufeff*"?sep=(.)"?(?:\r\n|\n|\r|$)/i;

/** The delimiter is the one that occurs most in the first line outside of quotation marks. */
function dialectOf(text: string): { delimiter: string; skip: number } {
  const sep = SEP.exec(text);
  if (sep) return { delimiter: sep[1]!, skip: sep[0].length };
  const line = (/[^\s][^\r\n]*/.exec(text)?.[0] ?? '').replaceAll(/"(?:[^"]|"")*"/g, '');
  const count = (delimiter: string) => line.split(delimiter).length;
  const delimiter = [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best));
  return { delimiter, skip: 0 };
}
