/** Incremental build: reuses results of the last build only if the same code made them of the same files under the same rules. */
import type { ReadingRules } from '../../domain/content/parse-source-file.ts';
import { hashOf, sha256 } from '../../domain/hash.ts';
import { splitIntoPacks } from '../../domain/release/article-packs.ts';
import type { ArticleRecord } from '../../domain/release/article-record.ts';
import type { PackRecords } from '../../domain/release/article-record-codec.ts';
import type { Blobs } from '../../domain/release/release.ts';
import { indexKey } from '../../domain/release/release.ts';
import type { ContentFiles, ListedFile, Located } from '../../domain/source/source-files.ts';
import type { ParseCache } from '../content/read-content.ts';
import { type CachedBuild, type CodeHashes, type decodeCache, EMPTY_CACHE } from './build-cache.ts';
import type { PackMember } from './render-pack.ts';

/** Folders whose code writes pages and feeds: if one of their files changes, every page may change. */
const PAGE_CODE_PATTERN = /(^|\/)functions\/(domain|feeds|flows|pages|web)\/|(^|\/)package-lock\.json$/;

/** Hashes the code. The files are read only if a stamp differs; then their content counts. */
export async function fingerprintCode(
  code: ContentFiles,
  listed: readonly ListedFile[],
  cached: ReturnType<typeof decodeCache>,
): Promise<CodeHashes> {
  const last = cached?.head.code;
  const stamp = hashOf(...listed.flatMap((file) => [file.path, file.stamp]));
  if (last?.stamp === stamp) return last;
  const prints: { path: string; print: string }[] = [];
  for (const { path } of listed) prints.push({ path, print: sha256(await code.read(path)) });
  const hash = (some: typeof prints) => hashOf(...some.flatMap(({ path, print }) => [path, print]));
  return {
    stamp,
    hash: hash(prints),
    pages: hash(prints.filter(({ path }) => PAGE_CODE_PATTERN.test(path))),
  };
}

/** Ignores a cache that other code wrote, or whose release is missing from the output folder. */
export async function loadUsableCache(
  out: Blobs,
  last: ReturnType<typeof decodeCache>,
  code: CodeHashes,
): Promise<CachedBuild> {
  if (!last || last.head.code.hash !== code.hash) return EMPTY_CACHE;
  return (await out.has(indexKey(last.head.release))) ? last.readBody() : EMPTY_CACHE;
}

export const encodeRules = ({ timezone, axioms, whyAxioms }: ReadingRules): string =>
  JSON.stringify([timezone, axioms, whyAxioms]);

export type ReusePlan = ArticleReuse & ParseCache;

/** Articles by pack: whole unchanged packs, or members, where a cached record stands for each unchanged file. */
export type ArticleReuse = {
  packs(files: readonly ListedFile[]): readonly (PackRecords | readonly PackMember[])[];
};

/** `changed`: source images that have changed, as paths below the content folder. */
export function planReuse(last: CachedBuild, rules: ReadingRules, changed: ReadonlySet<string>): ReusePlan {
  const { packs, editions, sponsors } = last.rules === encodeRules(rules) ? last : EMPTY_CACHE;
  const fits = (file: ListedFile, stamp: string, images: readonly string[]) =>
    stamp === file.stamp && !images.some((src) => changed.has(src));
  const editionOf = new Map(editions.map((row) => [row.facts.file, row]));
  const sponsorOf = new Map(sponsors.map((row) => [row.file, row]));
  return {
    ...planArticleReuse(packs, ({ stamp, facts }, file) => fits(file, stamp, textsOf(facts.images))),
    edition: (file) => {
      const row = editionOf.get(file.path);
      if (!row || !fits(file, row.stamp, textsOf(row.facts.images))) return undefined;
      return { file: file.path, facts: row.facts, made: undefined, problems: row.problems };
    },
    sponsor: (file) => {
      const row = sponsorOf.get(file.path);
      if (!row || !fits(file, row.stamp, row.images)) return undefined;
      return { file: row.file, made: undefined, links: row.links, problems: row.problems };
    },
  };
}

const textsOf = (all: readonly Located[]): readonly string[] => all.map(({ text }) => text);

function planArticleReuse(
  last: readonly PackRecords[],
  fits: (row: ArticleRecord, file: ListedFile) => boolean,
): ArticleReuse {
  const byFirst = new Map(last.map((pack) => [pack.records[0]?.facts.file, pack]));
  const namesFrom = (first: string) => byFirst.get(first)?.records.map((row) => row.facts.file);
  const same = (row: ArticleRecord | undefined, file: ListedFile) =>
    row?.facts.file === file.path && fits(row, file);
  const whole = (files: readonly ListedFile[]) => {
    const pack = byFirst.get(files[0]!.path);
    return pack?.records.length === files.length && files.every((file, i) => same(pack.records[i], file))
      ? pack
      : undefined;
  };
  return {
    packs(files) {
      const found = splitIntoPacks(files, namesFrom).map((files) => ({ files, pack: whole(files) }));
      const kept = new Set(found.map(({ pack }) => pack));
      const rows = last.flatMap((pack) => (kept.has(pack) ? [] : pack.records));
      const byFile = new Map(rows.map((row) => [row.facts.file, row]));
      const memberOf = (file: ListedFile) => {
        const row = byFile.get(file.path);
        return row && fits(row, file) ? row : file;
      };
      return found.map(({ files, pack }) => pack ?? files.map(memberOf));
    },
  };
}
