/** Imports a list: first a plan (dry run) that says what would happen to every row, then the same in transactions of thousands. */
import { createHash } from 'node:crypto';
import { BroadsheetError } from '../../domain/error.ts';
import type { ImportStatus } from '../../domain/import/consent-words.ts';
import {
  type Header,
  type ImportQuestion,
  isRepeatedHeader,
  type MapEntry,
  readHeader,
  remedyOf,
  watchPlainColumns,
} from '../../domain/import/header-row.ts';
import { statusOfFile } from '../../domain/import/status-from-file-name.ts';
import {
  type ImportRow,
  type InvalidRow,
  isInvalid,
  isReadable,
  readRow,
  type Vocabulary,
  vocabularyOf,
} from '../../domain/import/subscriber-csv.ts';
import type { CsvRow, ReadCsv } from '../../domain/text/csv.ts';
import type { SubscriberPorts } from '../subscribers/subscriber-ports.ts';
import { createIdBits, type IdBits } from './id-bits.ts';
import {
  type ImportChoice,
  type ImportOutcome,
  importBatch,
  type JudgedRows,
  judgeBatch,
} from './import-batch.ts';

export type ImportPorts = SubscriberPorts & { readCsv: ReadCsv };

/**
 * `bytes` opens the file anew each time · `name`: the file's name, which may tell the status of its rows · `map`: the editor's answers on
 * columns and values · `status`: what every row is at least, instead of the name's · `progress` gets the number of rows read.
 */
export type ImportSource = {
  bytes(): AsyncIterable<Uint8Array>;
  name?: string;
  map?: readonly MapEntry[];
  status?: ImportStatus;
  progress?(rows: number): void;
} & ImportChoice;

/** A note on a row that is imported in another form, or that holds a probable typo. */
export type ImportRemark = { line: number; message: string };

/** `fates` counts rows by outcome, and has `unconfirmed` only if there are some. The first hundred invalid rows and remarks are listed. */
export type ImportPlan = {
  rows: number;
  fates: Readonly<Record<Exclude<ImportOutcome, 'unconfirmed'>, number> & { unconfirmed?: number }>;
  invalid: { count: number; first: readonly InvalidRow[] };
  remarks: { count: number; first: readonly ImportRemark[] };
  ignored: readonly string[];
  /** Questions to the editor: the command imports nothing before they are answered. */
  questions: readonly ImportQuestion[];
  /** The status that every row has at least, by the file's name or by `--status`. */
  floor: ImportStatus | undefined;
  /** Hash of the file's bytes, which every imported subscriber keeps as evidence. */
  fingerprint: string;
};

const MAX_LISTED = 100;
/** Different values that a plan asks about at most. */
const MAX_QUESTIONS = 20;
/** Rows judged and written together. 10,000 in a transaction were measured to be no faster. */
const BATCH_ROWS = 5000;

/** Plans an import: reads the whole file, changes nothing. Throws `invalid` (file, header), `usage` (map). */
export function planImport(ports: ImportPorts, source: ImportSource): Promise<ImportPlan> {
  const states = createIdBits();
  return walkFile(ports, source, (rows, unconfirmed) =>
    judgeBatch(ports, rows, source, { states, unconfirmed }),
  );
}

/**
 * Imports the file by the present state of the store; a repeated import adds no subscriber twice. `fingerprint` is the plan's. Rows with an
 * open question are left out; with a column that is not understood, those are all rows.
 */
export const applyImport = (
  ports: ImportPorts,
  source: ImportSource,
  fingerprint: string,
): Promise<ImportPlan> =>
  walkFile(ports, source, async (rows, unconfirmed) => {
    const batch = await judgeBatch(ports, rows, source, { states: createIdBits(), unconfirmed });
    await importBatch(ports, batch, fingerprint);
    return batch;
  });

type JudgeRows = (rows: readonly ImportRow[], unconfirmed: IdBits) => Promise<JudgedRows>;

async function walkFile(ports: ImportPorts, source: ImportSource, judge: JudgeRows): Promise<ImportPlan> {
  const known = vocabularyOf(await ports.publication(), ports.clock());
  const tally = createTally();
  const unconfirmed = createIdBits();
  const hash = createHash('sha256');
  const parts = readBatches(
    ports.readCsv(hashWhileReading(source.bytes(), hash)),
    source,
    known,
    (header) => {
      tally.header = header;
    },
  );
  for await (const part of parts) {
    const good = part.filter(isReadable);
    tally.add(part, await judge(good, unconfirmed), good);
    source.progress?.(tally.rows());
  }
  return tally.plan(hash.digest('base64url').slice(0, 22));
}

function createTally() {
  const fates = { fresh: 0, known: 0, departed: 0, suppressed: 0, leaving: 0, past: 0 } as Record<
    ImportOutcome,
    number
  >;
  const invalid = { count: 0, first: [] as InvalidRow[] };
  const remarks = { count: 0, first: [] as ImportRemark[] };
  const doubts = new Map<string, ImportQuestion & { count: number }>();
  let rows = 0;
  const tally = {
    header: undefined as Header | undefined,
    rows: () => rows,
    add(part: readonly (ImportRow | InvalidRow)[], { judged }: JudgedRows, good: readonly ImportRow[]) {
      rows += part.length;
      for (const row of part) {
        if (isInvalid(row)) noteFirst(invalid, row);
        else for (const message of row.remarks) noteFirst(remarks, { line: row.line, message });
        if (isInvalid(row) && row.doubt) addQuestion(doubts, row);
      }
      for (const { fate } of judged) fates[fate] = (fates[fate] ?? 0) + 1;
      fates.known += good.length - judged.length;
    },
    plan(fingerprint: string): ImportPlan {
      const { ignored = [], questions = [], floor } = tally.header ?? {};
      return {
        ...{ rows, fates, invalid, remarks, ignored, floor, fingerprint },
        questions: [...questions, ...[...doubts.values()].map(toQuestion)],
      };
    },
  };
  return tally;
}

function noteFirst<T>(some: { count: number; first: T[] }, one: T): void {
  some.count++;
  if (some.first.length < MAX_LISTED) some.first.push(one);
}

function addQuestion(
  doubts: Map<string, ImportQuestion & { count: number }>,
  { line, message, doubt }: InvalidRow,
): void {
  const { column, value } = doubt!;
  const key = `${column}\n${value}`;
  const before = doubts.get(key);
  if (before) before.count++;
  else if (doubts.size < MAX_QUESTIONS) doubts.set(key, { column, value, line, count: 1, message });
}

function toQuestion(one: ImportQuestion & { count: number }): ImportQuestion {
  const { column, value = '', line, count, message } = one;
  const where = count === 1 ? `line ${line}` : `${count} rows, first in line ${line}`;
  const shown = value.includes('@') ? '…' : value.slice(0, 60);
  return { ...one, value: shown, message: `${message} (${where}) ${remedyOf(column, value)}` };
}

async function* hashWhileReading(
  bytes: AsyncIterable<Uint8Array>,
  hash: { update(chunk: Uint8Array): unknown },
) {
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
}

/** Parsed rows without the header, a batch or somewhat more at a time. */
async function* readBatches(
  parts: ReturnType<ReadCsv>,
  source: ImportSource,
  known: Vocabulary,
  found: (header: Header) => void,
): AsyncGenerator<(ImportRow | InvalidRow)[]> {
  let header: Header | undefined;
  let waiting: (ImportRow | InvalidRow)[] = [];
  for await (const part of parts) {
    let rows = part;
    if (!header) {
      header = readFileHeader(rows[0], source);
      found(header);
      rows = rows.slice(1);
    }
    for (const row of rows) if (!isRepeatedHeader(header, row)) waiting.push(readRow(header, row, known));
    if (waiting.length < BATCH_ROWS) continue;
    yield waiting;
    waiting = [];
  }
  if (!header)
    throw new BroadsheetError('invalid', 'The file is empty.', { remedy: 'Start it with a header line.' });
  if (waiting.length > 0) yield waiting;
}

/** Reads the header line, and the status that the file's name adds. */
function readFileHeader(first: CsvRow | undefined, { map, name, status }: ImportSource): Header {
  if (first?.problem !== undefined)
    throw new BroadsheetError('invalid', `Line ${first.line}: ${first.problem}`, {
      remedy: 'Put the first line right: the first line names the columns.',
    });
  const header = watchPlainColumns(readHeader(first?.cells ?? [], map));
  const said = status ?? (name === undefined ? undefined : statusOfFile(name));
  if (said !== 'unclear') return said === undefined ? header : { ...header, floor: said };
  const message =
    'The name of the file speaks of subscribers who left. Say what all rows are: --status unsubscribed, bounced, complained or suppressed; or --status active, if the columns tell.';
  return { ...header, questions: [...header.questions, { column: '', message }] };
}
