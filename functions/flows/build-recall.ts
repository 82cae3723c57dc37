/** What a build may take over from the last one: only what the same code made of the same files under the same rules. */
import type { ContentFiles, ListedFile } from '../domain/content.ts';
import type { ReadingRules } from '../domain/content-reading.ts';
import { hashOf, sha256 } from '../domain/hash.ts';
import type { Blobs } from '../domain/release.ts';
import type { Row } from '../domain/row.ts';
import { indexKey } from '../domain/store-key.ts';
import {
  type BuildMemory,
  type CodeRow,
  type decodeMemory,
  type EditionRow,
  NO_MEMORY,
} from './build-memory.ts';
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

/** `changed`: images that are not what they were, below the content folder. */
export function recollect(last: BuildMemory, changed: ReadonlySet<string>): ReadMemory {
  const articles = new Map(last.articles.map((row) => [row.facts.file, row]));
  const editions = new Map(last.editions.map((row) => [row.facts.file, row]));
  const sponsors = new Map(last.sponsors.map((row) => [row.file, row]));
  const sameRules = memoizeLast((rules: ReadingRules) => last.rules === rulesText(rules));
  const fits = (file: ListedFile, rules: ReadingRules, stamp: string, images: readonly string[]) =>
    stamp === file.stamp && sameRules(rules) && !images.some((src) => changed.has(src));
  const recall = <
    R extends Pick<Row | EditionRow, 'stamp' | 'problems'> & { facts: { images: Row['facts']['images'] } },
  >(
    row: R | undefined,
    file: ListedFile,
    rules: ReadingRules,
  ): { file: string; facts: R['facts']; made: undefined; problems: R['problems'] } | undefined => {
    const images = row?.facts.images.map((image) => image.text);
    if (!row || !fits(file, rules, row.stamp, images!)) return undefined;
    return { file: file.path, facts: row.facts, made: undefined, problems: row.problems };
  };
  return {
    publication: (file) => (last.publication?.stamp === file.stamp ? last.publication.reading : undefined),
    article: (file, rules) => recall(articles.get(file.path), file, rules),
    edition: (file, rules) => recall(editions.get(file.path), file, rules),
    sponsor: (file, rules) => {
      const row = sponsors.get(file.path);
      if (!row || !fits(file, rules, row.stamp, row.images)) return undefined;
      return { file: row.file, made: undefined, problems: row.problems };
    },
  };
}

/** Every file of a build is read under one object of rules. */
function memoizeLast<K, V>(work: (key: K) => V): (key: K) => V {
  let last: { key: K; value: V } | undefined;
  return (key) => {
    if (last?.key !== key) last = { key, value: work(key) };
    return last.value;
  };
}
