/** A release: the compiled content, immutable and named by its hash. Also the pointer, the ports of a store, and the rule of visibility. */
import type { Entry, Fragment } from '../content/article.ts';
import type { Author } from '../content/author.ts';
import type { Edition, EditionEntry } from '../content/edition.ts';
import type { CardScope } from '../content/share-card.ts';
import type { Welcome } from '../content/welcome.ts';
import type { MailLogo } from '../letters/mail-logo.ts';
import type { MailTemplates } from '../letters/template.ts';
import type { Publication } from '../publication/publication.ts';
import type { Taxonomy } from '../site/terms.ts';
import type { Words } from '../text/translations.ts';
import type { Instant } from '../time/instant.ts';
import type { Related } from './related.ts';
import type { Term, TermRow } from './taxonomies.ts';

/** The format of releases that this code writes. A change that older functions would misread takes the next number. */
export const RELEASE_FORMAT = 1;

/** The formats that this code reads. A release without the field `format` is of format 1. */
export const SUPPORTED_FORMATS: readonly number[] = [RELEASE_FORMAT];

export const formatOf = ({ format = 1 }: { format?: number }): number => format;

/**
 * The index of a release, `release/<hash>/index.json`: its SHA-256 is the release's name. Every `object` is the SHA-256 of a text, kept
 * compressed (zstd) as `objects/<sha256>`; no hash depends on the compressor.
 */
export type ReleaseIndex = {
  /** Every format has this field, and `files`, at this place. */
  format: number;
  publication: Publication;
  /** A hash of all that shapes every page: publication, words, assets, the code of pages and feeds. */
  site: string;
  words: Words;
  /**
   * Logical name → path below the root with a hash: `style.css` → `assets/style.3f2a….css`. `style.css` joins all sheets of templates/site/
   * (`joinStylesheets` in accent-colour.ts). A logo's name is its path in the content (`images/logo.svg`).
   */
  assets: Readonly<Record<string, string>>;
  /** The logo as letters show it. Releases of older versions have none, nor do publications without a logo. */
  mailLogo?: MailLogo;
  /** Which pages have share cards of their own; absent in releases of earlier versions, which have no cards. */
  cards?: CardScope;
  /** The number of articles, visible or not. */
  count: number;
  /** The newest 100 articles, newest first (date, then id descending); drafts and future articles are included. */
  newest: readonly Entry[];
  /** Every article, by local month, newest month first. */
  months: readonly MonthRecord[];
  /** Articles that their own front matter withdraws, drafts left out. */
  leaving: readonly Expiry[];
  /** The newest 100 articles of each topic, in the same order. */
  topics: Readonly<Record<string, TopicRecord>>;
  /** Look-up tables by a hash of slug, alias, path or id (domain/release/lookup-table.ts). Their number is a power of two. */
  lookup: readonly string[];
  /** The search index (domain/search/search-index.ts). A release of an earlier version has none. */
  search?: string;
  /** Authors, tags and series, and related articles. Absent in releases of earlier versions. */
  taxonomies?: TaxonomyObjects;
  /** The list of every edition, newest first (sendAt, then id). An edition's `hash` names its own object. */
  editions: string;
  templates: string;
  /** Editors' own welcomes by the newsletter, blank for all; absent if there are none. */
  welcomes?: Readonly<Record<string, string>>;
  /** Authors with files, by the slug of their name; absent if there are none. */
  authors?: Readonly<Record<string, string>>;
  /** The list of the keys of every blob that this release needs, one a line: `publish` ships them. */
  files: string;
};

/** `terms`: the list of all terms; `tables`: their articles; `related`: tables of related articles, by a hash of the id. */
export type TaxonomyObjects = { terms: string; tables: readonly string[]; related: readonly string[] };

/**
 * `plain`: the number of articles that time alone makes visible, so no drafts and none that its own front matter withdraws. `revised`: the
 * newest `updated` or correction of the month's articles, which may be to come; releases of older versions have none.
 */
export type MonthRecord = { month: string; count: number; plain: number; object: string; revised?: Instant };

/** `months`: the object with the months that have articles of the topic, newest first; releases of older versions have none. */
export type TopicRecord = { count: number; object: string; months?: string };

/** An article that is visible from `date` until `until`. */
export type Expiry = { article: string; topic: string; month: string; date: Instant; until: Instant };

/** The pointer, `state/current.json`: names the live release and the withdrawn articles. */
export type Pointer = {
  release: string;
  withdrawn: readonly { article: string; at: Instant }[];
  /** The hash of the object that holds the Changes. */
  changes: string;
  /** The commit that the release was built from, so that an older one never replaces a newer one. */
  commit: { hash: string; time: Instant } | undefined;
  flippedAt: Instant;
  /** The last release of each older format, newest format first. Functions that do not read the live format yet show one of these. */
  before?: readonly EarlierRelease[];
};

export type EarlierRelease = { format: number; release: string; changes: string };

/**
 * Instants at which bytes changed by an act and not by time: edits after publication, removals, a new look. Each pointer hands them to the
 * next, outside the release's hash, so that Last-Modified is true.
 */
export type Changes = {
  site: Instant;
  /** Article id → last change of its content while it was visible, or its publication if that came later than its own date. */
  articles: Readonly<Record<string, Instant>>;
  editions: Readonly<Record<string, Instant>>;
  /** Articles that a publication or withdrawal took out of a list: the lists that held them changed then. */
  removals: readonly Removal[];
  /** Object of a table of related articles → the instant at which it went live, unless it did with the first publication. */
  related?: Readonly<Record<string, Instant>>;
};

export type Removal = { topic: string; date: Instant; at: Instant };

/**
 * Named immutable bytes: `objects/…`, `release/<hash>/index.json`, `letters/<hash>`, `media/…`, `assets/…`.
 * Contract: test/contracts/blobs.ts. A key that no blob can have (`../x`, `/x`, an empty part) is absent, and no error.
 */
export type Blobs = {
  get(key: string): Promise<Uint8Array | undefined>;
  /** Writes once, and whole or not at all: an existing key is left as it is. Throws `invalid` for a key that no blob can have. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  has(key: string): Promise<boolean>;
};

/** Reads parts of blobs, for players that skip: only the store of one machine has it, since CloudFront asks S3. */
export type BlobRanges = {
  /** The bytes of the blob; undefined if there is none. */
  size(key: string): Promise<number | undefined>;
  /** Bytes `first` to `last`, both included, of a blob that is there. */
  read(key: string, first: number, last: number): ReadableStream<Uint8Array<ArrayBuffer>>;
};

/** The port of the pointer, the one mutable object of a store. Contract: test/contracts/pointers.ts. */
export type Pointers = {
  read(): Promise<Pointer | undefined>;
  /** Replaces `expected` (the pointer that was read; undefined if there was none). Throws `conflict` if another writer came first. */
  replace(next: Pointer, expected: Pointer | undefined): Promise<void>;
  /** Holds a shared lock while `work` runs: no sweep deletes an object that `work` found in the store. */
  withSharedLock<T>(work: () => Promise<T>): Promise<T>;
};

/** `at`: the instant at which an object was written, or at which a release was written or last went live. */
export type StoredItem = { name: string; at: Instant };

/** The contents of a store, for garbage collection (test/flows/release/sweep.test.ts). A store in a bucket has no such port. */
export type StoreListing = {
  /** Runs `work` under an exclusive lock. Returns undefined at once while a process has the shared lock, so publishes or builds. */
  withExclusiveLock<T>(work: () => Promise<T>): Promise<T | undefined>;
  /** Objects, named by their hashes. */
  objects(): Promise<readonly StoredItem[]>;
  releases(): Promise<readonly StoredItem[]>;
  deleteObject(name: string): Promise<void>;
  deleteRelease(name: string): Promise<void>;
};

/** An opened release. Each part is read when it is asked for, and cached. */
export type Release = {
  hash: string;
  index: ReleaseIndex;
  /** All entries, newest first, visible or not. */
  entries(topic?: string): AsyncIterable<Entry>;
  month(month: string): Promise<readonly Entry[]>;
  /** The months with articles of the topic, visible or not, newest first. */
  topicMonths(topic: string): Promise<readonly string[]>;
  /** By slug, old slug or old path: the entry, or a redirect to its present path. A redirect of publication.yaml has no entry. */
  find(slugOrPath: string): Promise<{ entry: Entry } | { redirect: string; entry?: Entry } | undefined>;
  byId(id: string): Promise<Entry | undefined>;
  fragment(entry: Entry): Promise<Fragment>;
  /** Every author, tag and series, drafts left out. */
  terms(): Promise<readonly TermRow[]>;
  term(taxonomy: Taxonomy, slug: string): Promise<Term | undefined>;
  related(id: string): Promise<Related | undefined>;
  author(slug: string): Promise<Author | undefined>;
  /** By id or alias. */
  edition(id: string): Promise<Edition | undefined>;
  editions(): Promise<readonly EditionEntry[]>;
  templates(): Promise<MailTemplates>;
  /** The editors' own welcome to exactly these newsletters: that of the only one, or else that of all. */
  welcome(newsletters: readonly string[]): Promise<Welcome | undefined>;
};

/** Newest first: by date, then by id, so that equal dates have one order everywhere. */
export const byNewest = (a: Entry, b: Entry): number =>
  b.date - a.date || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);

/** What decides whether an article is visible. */
type Dated = Pick<Entry, 'id' | 'draft' | 'date'> & { withdrawn: { date: Instant } | undefined };

/** The one rule of visibility: time alone makes an article visible. */
export const isVisible = (entry: Dated, withdrawn: ReadonlySet<string>, now: Instant): boolean =>
  !entry.draft && entry.date <= now && !isWithdrawn(entry, withdrawn, now);

/** True if the article is withdrawn: its page answers 410, and no list, feed or letter has it. */
export const isWithdrawn = (entry: Dated, withdrawn: ReadonlySet<string>, now: Instant): boolean =>
  withdrawn.has(entry.id) || (entry.withdrawn !== undefined && entry.withdrawn.date <= now);

/** An article as of an instant: its revisions to come do not count yet. Returns the same object if there are none. An article that is to come itself is shown as of its own date. */
export function asOf(entry: Entry, now: Instant): Entry {
  const at = Math.max(now, entry.date);
  if (revisionsOf(entry).every((instant) => instant <= at)) return entry;
  const corrections = entry.corrections.filter((correction) => correction.date <= at);
  const past = revisionsOf({ ...entry, corrections }).filter((instant) => instant <= at);
  return { ...entry, corrections, updated: past.length > 0 ? Math.max(...past) : undefined };
}

/** The instants at which readers are told of a change: `updated` of the front matter, and the corrections. */
export function revisionsOf({
  updated,
  edited,
  corrections,
}: Pick<Entry, 'updated' | 'edited' | 'corrections'>): Instant[] {
  return [updated, edited, ...corrections.map(({ date }) => date)].filter((instant) => instant !== undefined);
}

export const withdrawnIds = (pointer: Pick<Pointer, 'withdrawn'>): ReadonlySet<string> =>
  new Set(pointer.withdrawn.map((w) => w.article));

export const objectKey = (hash: string): string => `objects/${hash}`;
export const indexKey = (release: string): string => `release/${release}/index.json`;
/** The mark that all blobs of the release are in the store. An index alone may have come with a deployment, which ships no pictures. */
export const wholeMarkKey = (release: string): string => `release/${release}/whole`;

const MEDIA_PREFIX = 'media/';
export const isMediaKey = (key: string): boolean => key.startsWith(MEDIA_PREFIX);

/** Parts of letters, digits, `.`, `_`, `-`; none starts with a dot, so no key leaves the folder or names a hidden file. */
const BLOB_KEY_PATTERN = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;

/** True if a blob can have this key, in any store. */
export const isBlobKey = (key: string): boolean => BLOB_KEY_PATTERN.test(key);
