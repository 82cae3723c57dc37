/** Builds the files of `content/files/`: names them by their content, and copies those that the release links to. */
import { isBroadsheetError } from '../../domain/error.ts';
import { sha256 } from '../../domain/hash.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Blobs } from '../../domain/release/release.ts';
import { type ContentFile, FILES_FOLDER, planContentFile } from '../../domain/site/content-file.ts';
import { downloadTypeOf } from '../../domain/site/content-types.ts';
import type { ContentFiles, ListedFile } from '../../domain/source/source-files.ts';

/** Files of a build that are hashed and copied as streams, because one may be as large as the memory. */
export type LargeFiles = {
  /** Throws `not-found`, `invalid`, `too-large`. `path` starts with `content/`. */
  inspect(path: string): Promise<{ hash: string; bytes: number }>;
  /** Copies the file to the blob `key`. Throws `invalid` if its content has another hash by now. */
  copy(path: string, key: string, hash: string): Promise<void>;
};

/** A file that cannot be served has a `problem` instead of a place. */
export type FileRecord = { stamp: string; hash: string; file?: ContentFile; problem?: Problem };

export type ReleaseFiles = {
  /** By the path below the content folder. */
  table: Readonly<Record<string, ContentFile>>;
  /** Paths below the content folder: files that link to them are read again. */
  changed: ReadonlySet<string>;
  problems: readonly Problem[];
  rows: Readonly<Record<string, FileRecord>>;
  /** Copies the files among the keys of a release that the output folder lacks. */
  copy(keys: readonly string[]): Promise<void>;
};

type Ports = { content: Pick<ContentFiles, 'read'>; files?: LargeFiles; out: Blobs };
type Rows = Readonly<Record<string, FileRecord>>;

export async function createReleaseFiles(
  ports: Ports,
  listed: readonly ListedFile[],
  last: Rows,
  language: string,
): Promise<ReleaseFiles> {
  const files = ports.files ?? readWhole(ports);
  const rows: Record<string, FileRecord> = {};
  for (const { path, stamp, fault } of listed) {
    const src = path.slice('content/'.length);
    if (!fault && src.startsWith(FILES_FOLDER) && downloadTypeOf(src) !== undefined)
      rows[src] = await makeRecord(files, src, stamp, last[src], language);
  }
  const table = Object.fromEntries(
    Object.entries(rows).flatMap(([src, { file }]) => (file ? [[src, file]] : [])),
  );
  const sources = new Map(Object.entries(table).map(([src, { path }]) => [path, src]));
  return {
    ...{ table, rows, changed: findChanged(rows, last) },
    problems: Object.values(rows).flatMap(({ problem }) => problem ?? []),
    async copy(keys) {
      for (const key of new Set(keys)) {
        const src = sources.get(key);
        if (src === undefined || (await ports.out.has(key))) continue;
        await files.copy(`content/${src}`, key, rows[src]!.hash);
      }
    },
  };
}

function findChanged(rows: Rows, last: Rows): ReadonlySet<string> {
  const printed = (row: FileRecord | undefined) => JSON.stringify(row?.file);
  return new Set(Object.keys(last).filter((src) => printed(rows[src]) !== printed(last[src])));
}

async function makeRecord(
  files: LargeFiles,
  src: string,
  stamp: string,
  known: FileRecord | undefined,
  language: string,
): Promise<FileRecord> {
  try {
    const isKnown = known?.stamp === stamp && known.file !== undefined;
    const facts = isKnown
      ? { hash: known.hash, bytes: known.file!.bytes }
      : await files.inspect(`content/${src}`);
    const file = planContentFile(src, facts, language);
    if (facts.bytes === 0) return { stamp, hash: facts.hash, problem: emptyProblem(src) };
    return { stamp, hash: facts.hash, ...(file && { file }) };
  } catch (error) {
    if (!isBroadsheetError(error)) throw error;
    const { message, remedy = 'Make it smaller, or put it elsewhere and link to it.' } = error;
    return { stamp, hash: '', problem: { file: `content/${src}`, line: 1, level: 'error', message, remedy } };
  }
}

const emptyProblem = (src: string): Problem => ({
  ...{ file: `content/${src}`, line: 1, level: 'error', message: 'The file is empty.' },
  remedy: 'Save it again, or remove it.',
});

/** For a content folder that is not on a disk. */
const readWhole = ({ content, out }: Ports): LargeFiles => ({
  inspect: async (path) => {
    const bytes = await content.read(path);
    return { hash: sha256(bytes), bytes: bytes.length };
  },
  copy: async (path, key) => out.put(key, await content.read(path)),
});
