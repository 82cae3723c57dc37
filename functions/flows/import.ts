/** Bringing a list along: first a plan that says what would happen to every row, then the same in transactions of thousands. */
import { createHash } from 'node:crypto';
import type { ReadCsv } from '../domain/csv.ts';
import { BroadsheetError } from '../domain/error.ts';
import {
  type Header,
  type ImportRow,
  type InvalidRow,
  isInvalid,
  isReadable,
  readHeader,
  readRow,
  type Vocabulary,
  vocabularyOf,
} from '../domain/subscriber-row.ts';
import {
  type Batch,
  type Fate,
  type ImportChoice,
  importBatch,
  judgeBatch,
  type Place,
} from './import-batch.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';

export type ImportPorts = SubscriberPorts & { readCsv: ReadCsv };

/** `bytes` opens the file anew each time. */
export type ImportSource = { bytes(): AsyncIterable<Uint8Array> } & ImportChoice;

/** `fates` counts rows; the first SHOWN invalid ones are told with their lines. */
export type ImportPlan = {
  rows: number;
  fates: Readonly<Record<Fate, number>>;
  invalid: { count: number; first: readonly InvalidRow[] };
  ignored: readonly string[];
  /** Of the file's bytes: the evidence that the import leaves with every subscriber. */
  fingerprint: string;
};

const SHOWN = 100;
/** Rows judged and written together: PERF found 10,000 a transaction no faster. */
const BATCH = 5000;

/** Reads all, changes nothing. Throws `invalid` (file, header). */
export function planImport(ports: ImportPorts, source: ImportSource): Promise<ImportPlan> {
  const foretold = new Map<string, Place>();
  return walk(ports, source, (rows) => judgeBatch(ports, rows, source, foretold));
}

/** Does what the plan said, as things are now; the same file twice adds nobody twice. `fingerprint`: the plan's. */
export const applyImport = (
  ports: ImportPorts,
  source: ImportSource,
  fingerprint: string,
): Promise<ImportPlan> =>
  walk(ports, source, async (rows) => {
    const batch = await judgeBatch(ports, rows, source);
    await importBatch(ports, batch, fingerprint);
    return batch;
  });

async function walk(
  ports: ImportPorts,
  source: ImportSource,
  judge: (rows: readonly ImportRow[]) => Promise<Batch>,
): Promise<ImportPlan> {
  const known = vocabularyOf(await ports.publication(), ports.clock());
  const fates: Record<Fate, number> = { fresh: 0, known: 0, departed: 0, suppressed: 0, leaving: 0, past: 0 };
  const first: InvalidRow[] = [];
  let [rows, invalid] = [0, 0];
  let ignored: readonly string[] = [];
  const hash = createHash('sha256');
  for await (const part of inBatches(ports.readCsv(hashed(source.bytes(), hash)), known, (header) => {
    ignored = header.ignored;
  })) {
    const good = part.filter(isReadable);
    const bad = part.filter(isInvalid);
    rows += part.length;
    invalid += bad.length;
    first.push(...bad.slice(0, SHOWN - first.length));
    const batch = await judge(good);
    for (const { fate } of batch.judged) fates[fate]++;
    fates.known += good.length - batch.judged.length;
  }
  return {
    rows,
    fates,
    invalid: { count: invalid, first },
    ignored,
    fingerprint: hash.digest('base64url').slice(0, 22),
  };
}

async function* hashed(bytes: AsyncIterable<Uint8Array>, hash: { update(chunk: Uint8Array): unknown }) {
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
}

/** Rows without their header, read, BATCH at a time. */
async function* inBatches(
  parts: ReturnType<ReadCsv>,
  known: Vocabulary,
  found: (header: Header) => void,
): AsyncGenerator<(ImportRow | InvalidRow)[]> {
  let header: Header | undefined;
  let waiting: (ImportRow | InvalidRow)[] = [];
  for await (const part of parts) {
    let rows = part;
    if (!header) {
      header = readHeader(rows[0]?.cells ?? []);
      found(header);
      rows = rows.slice(1);
    }
    for (const row of rows) waiting.push(readRow(header, row, known));
    if (waiting.length < BATCH) continue;
    yield waiting;
    waiting = [];
  }
  if (!header)
    throw new BroadsheetError('invalid', 'The file is empty.', { remedy: 'Start it with a header line.' });
  if (waiting.length > 0) yield waiting;
}
