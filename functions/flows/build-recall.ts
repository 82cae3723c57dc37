/** What a build may take over from the last one: only what the same code made of the same files under the same rules. */
import type { ContentFiles, ListedFile, Located } from '../domain/content.ts';
import type { ReadingRules } from '../domain/content-reading.ts';
import { hashOf, sha256 } from '../domain/hash.ts';
import type { Blobs } from '../domain/release.ts';
import type { Row } from '../domain/row.ts';
import type { PackRows } from '../domain/row-text.ts';
import { indexKey } from '../domain/store-key.ts';
import { type BuildMemory, type CodeRow, type decodeMemory, NO_MEMORY } from './build-memory.ts';
import type { ReadMemory } from './read-content.ts';

/** Rooms whose code writes pages and feeds: when it changes, so may every page. */
const PAGES = /(^|\/)functions\/(domain|feeds|flows|pages|web)\/|(^|\/)package-lock\.json$/;

/** Read again only if a stamp differs, and then what counts is what is in the files. */
export async function fingerprint(
  code: ContentFiles,
  listed: readonly ListedFile[],
  remembered: ReturnType<typeof decodeMemory>,
): Promise<CodeRow> {
  const last = remembered?.head.code;
  const stamp = hashOf(...listed.flatMap((file) => [file.path, file.stamp]));
  if (last?.stamp === stamp) return last;
  const prints: { path: string; print: string }[] = [];
  for (const { path } of listed) prints.push({ path, print: sha256(await code.read(path)) });
  const hash = (some: typeof prints) => hashOf(...some.flatMap(({ path, print }) => [path, print]));
  return { stamp, hash: hash(prints), pages: hash(prints.filter(({ path }) => PAGES.test(path))) };
}

/** Nothing fits what other code made, nor what the folder it was written to has lost. */
export async function fitting(
  out: Blobs,
  last: ReturnType<typeof decodeMemory>,
  code: CodeRow,
): Promise<BuildMemory> {
  if (!last || last.head.code.hash !== code.hash) return NO_MEMORY;
  return (await out.has(indexKey(last.head.release))) ? last.memory() : NO_MEMORY;
}

export const rulesText = ({ timezone, axioms }: ReadingRules): string => JSON.stringify([timezone, axioms]);

export type Recall = RecallArticles & ReadMemory;

/** What the last build made of articles: of a whole pack, if nothing of it has changed, or of one file. */
export type RecallArticles = {
  pack(files: readonly ListedFile[]): PackRows | undefined;
  article(file: ListedFile): Row | undefined;
};

/** `changed`: images that are not what they were, below the content folder. */
export function recollect(last: BuildMemory, rules: ReadingRules, changed: ReadonlySet<string>): Recall {
  const { packs, editions, sponsors } = last.rules === rulesText(rules) ? last : NO_MEMORY;
  const fits = (file: ListedFile, stamp: string, images: readonly string[]) =>
    stamp === file.stamp && !images.some((src) => changed.has(src));
  const editionOf = new Map(editions.map((row) => [row.facts.file, row]));
  const sponsorOf = new Map(sponsors.map((row) => [row.file, row]));
  return {
    ...recallArticles(packs, ({ stamp, facts }, file) => fits(file, stamp, textsOf(facts.images))),
    edition: (file) => {
      const row = editionOf.get(file.path);
      if (!row || !fits(file, row.stamp, textsOf(row.facts.images))) return undefined;
      return { file: file.path, facts: row.facts, made: undefined, problems: row.problems };
    },
    sponsor: (file) => {
      const row = sponsorOf.get(file.path);
      if (!row || !fits(file, row.stamp, row.images)) return undefined;
      return { file: row.file, made: undefined, problems: row.problems };
    },
  };
}

const textsOf = (all: readonly Located[]): readonly string[] => all.map(({ text }) => text);

function recallArticles(
  packs: readonly PackRows[],
  fits: (row: Row, file: ListedFile) => boolean,
): RecallArticles {
  const byFirst = new Map(packs.map((pack) => [pack.rows[0]?.facts.file, pack]));
  let rows: Map<string, Row> | undefined;
  return {
    pack: (files) => {
      const pack = byFirst.get(files[0]?.path);
      if (pack?.rows.length !== files.length) return undefined;
      const same = (file: ListedFile, i: number) =>
        pack.rows[i]!.facts.file === file.path && fits(pack.rows[i]!, file);
      return files.every(same) ? pack : undefined;
    },
    article: (file) => {
      rows ??= new Map(packs.flatMap((pack) => pack.rows).map((row) => [row.facts.file, row]));
      const row = rows.get(file.path);
      return row && fits(row, file) ? row : undefined;
    },
  };
}
