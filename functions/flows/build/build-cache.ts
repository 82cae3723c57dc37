/** The build cache: a head that says whether anything changed since the last build, and a body that is read only if something did. */
import type { EditionEntry, Sponsor } from '../../domain/content/edition.ts';
import { sha256 } from '../../domain/hash.ts';
import type { Problem } from '../../domain/problem.ts';
import type { PublicationReading } from '../../domain/publication/publication-source.ts';
import { type PackRecords, parseRecords } from '../../domain/release/article-record-codec.ts';
import type { ImageRecord } from '../../domain/release/image-plan.ts';
import type { EditionFacts, FoundLink } from '../../domain/source/source-files.ts';
import type { Words } from '../../domain/text/translations.ts';
import type { ObjectCache } from './object-writer.ts';

/** The port of the build cache. A lost cache costs time and nothing else. */
export type BuildCache = { load(): Promise<Uint8Array | undefined>; save(bytes: Uint8Array): Promise<void> };

/** `stamp`: a hash over the stamps of all files, sources and code. `print`: the hash of all that follows the head. */
export type CacheHead = {
  format: 3;
  print: string;
  stamp: string;
  code: CodeHashes;
  release: string;
  articles: number;
  problems: readonly Problem[];
};

/** `entry.articles` are resolved, in order; `facts.articles` are as written. `sponsors`: the hash of the sponsors in the edition. */
export type EditionRecord = {
  stamp: string;
  facts: EditionFacts;
  problems: readonly Problem[];
  entry: EditionEntry;
  sponsors: string;
  media: readonly string[];
};

export type SponsorRecord = {
  file: string;
  stamp: string;
  problems: readonly Problem[];
  sponsor: Sponsor;
  images: readonly string[];
  /** Site-relative links only. */
  links: readonly FoundLink[];
  media: readonly string[];
};

/** `made`: the hash of the sources of each part. */
export type TemplatesRecord = {
  made: { words: string; assets: string; mail: string };
  words: Words;
  assets: Readonly<Record<string, string>>;
  mail: string;
  problems: readonly Problem[];
};

/** Hashes of the code. `stamp`: of the files' stamps; `hash`: of their content; `pages`: of the files that shape every page. */
export type CodeHashes = { stamp: string; hash: string; pages: string };

export type CachedBuild = {
  publication: { stamp: string; reading: PublicationReading } | undefined;
  /** The rules under which the content was read (`encodeRules`). */
  rules: string;
  images: Readonly<Record<string, ImageRecord>>;
  /** The packs of articles, in the order of their files. */
  packs: readonly PackRecords[];
  /** The search index: the object that lists its segments. */
  search: string | undefined;
  /** Month → the list that holds its entries. */
  months: Readonly<Record<string, string>>;
  editions: readonly EditionRecord[];
  sponsors: readonly SponsorRecord[];
  templates: TemplatesRecord | undefined;
  objects: readonly string[];
  made: ObjectCache;
};

export const EMPTY_CACHE: CachedBuild = {
  publication: undefined,
  rules: '',
  images: {},
  packs: [],
  search: undefined,
  months: {},
  editions: [],
  sponsors: [],
  templates: undefined,
  objects: [],
  made: {},
};

/** One line for the head, one for the small parts, one for each pack: an unchanged pack is written as it was read. */
export function encodeCache(
  head: Omit<CacheHead, 'format' | 'print'>,
  { packs, ...rest }: CachedBuild,
): Uint8Array {
  const body = Buffer.from([JSON.stringify(rest), ...packs.map((pack) => pack.text)].join('\n'));
  return Buffer.concat([
    Buffer.from(`${JSON.stringify({ format: 3, ...head, print: sha256(body) } satisfies CacheHead)}\n`),
    body,
  ]);
}

/** A cache that cannot be parsed, or whose body does not match the head's hash, is ignored. */
export function decodeCache(
  bytes: Uint8Array | undefined,
): { head: CacheHead; readBody(): CachedBuild } | undefined {
  if (!bytes) return undefined;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = buffer.indexOf('\n');
  try {
    const head = JSON.parse(buffer.toString('utf8', 0, end)) as CacheHead;
    if (head.format !== 3) return undefined;
    return { head, readBody: () => parseCacheBody(buffer.subarray(end + 1), head.print) };
  } catch {
    return undefined;
  }
}

function parseCacheBody(body: Buffer, print: string): CachedBuild {
  if (sha256(body) !== print) return EMPTY_CACHE;
  const [rest, ...packs] = body.toString('utf8').split('\n');
  return { ...(JSON.parse(rest!) as Omit<CachedBuild, 'packs'>), packs: packs.map(parseRecords) };
}
