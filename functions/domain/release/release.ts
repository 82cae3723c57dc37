/** A release: the compiled content, an immutable thing named by its hash; its keys in a store, and the one rule of visibility. */
import type { Entry, Fragment } from '../content/article.ts';
import type { Edition, EditionEntry } from '../content/edition.ts';
import type { MailTemplates } from '../letters/template.ts';
import type { Publication } from '../publication/publication.ts';
import type { Words } from '../text/translations.ts';
import type { Instant } from '../time/instant.ts';

/** Of the release that this code writes. A change that older functions would misread takes the next number. */
export const FORMAT = 1;

/** What this code reads. A release of before the field is of format 1. */
export const FORMATS_READ: readonly number[] = [FORMAT];

export const formatOf = ({ format = 1 }: { format?: number }): number => format;

/**
 * `release/<hash>/index.json`, whose SHA-256 is the release's name. Every `object` is the SHA-256 of some text, kept
 * compressed (zstd) as `objects/<sha256>`: what a compressor makes of it enters no hash.
 */
export type ReleaseIndex = {
  /** In every format at this place, as `files` is. */
  format: number;
  publication: Publication;
  /** Of all that shapes every page: publication, words, assets, the page and feed code itself. */
  site: string;
  words: Words;
  /**
   * Logical name → path below the root with its hash: `style.css` → `assets/style.3f2a….css`. `style.css` is made of all
   * sheets of templates/site/ (stylesheet() in accent-colour.ts); a logo has its path in the content as its name (`images/logo.svg`).
   */
  assets: Readonly<Record<string, string>>;
  /** How many articles there are, visible or not. */
  count: number;
  /** The newest 100 by date, drafts and what is to come included, newest first (date, then id descending). */
  newest: readonly Entry[];
  /** Every article, by local month, newest month first. */
  months: readonly MonthRecord[];
  /** Those not drafts whose own front matter withdraws them. */
  leaving: readonly Expiry[];
  /** The newest 100 of each topic, same order. */
  topics: Readonly<Record<string, { count: number; object: string }>>;
  /** Look-up tables from slug, alias, path and id, by a hash of the key (domain/release/lookup-table.ts). A power of two of them. */
  lookup: readonly string[];
  /** Every edition, newest first (sendAt, then id); each one's own object is its `hash`. */
  editions: string;
  templates: string;
  /** Keys of every blob that this release needs, one a line: what `publish` ships. */
  files: string;
};

/** `plain`: those that time alone makes visible, being no drafts and not withdrawn by their own front matter. */
export type MonthRecord = { month: string; count: number; plain: number; object: string };

/** Visible from `date` until `until`. */
export type Expiry = { article: string; topic: string; month: string; date: Instant; until: Instant };

/** `state/current.json`: what is live. */
export type Pointer = {
  release: string;
  withdrawn: readonly { article: string; at: Instant }[];
  /** A blob: when what changed (Changes). */
  changes: string;
  /** Of the commit it was built from, so that an older one never replaces a newer one. */
  commit: { hash: string; time: Instant } | undefined;
  flippedAt: Instant;
  /** The last release of each older format, newest format first: what functions show that do not read this one's yet. */
  before?: readonly Before[];
};

export type Before = { format: number; release: string; changes: string };

/**
 * When bytes changed without time making them visible: edits after publication, removals, a new look. Carried from
 * pointer to pointer, outside the release's hash, so that Last-Modified tells the truth.
 */
export type Changes = {
  site: Instant;
  /** Article id → last change of its content while it was visible, or when it came late: after its own date. */
  articles: Readonly<Record<string, Instant>>;
  editions: Readonly<Record<string, Instant>>;
  /** What left a list when something was published or withdrawn: the lists that held it changed then. */
  removals: readonly Removal[];
};

export type Removal = { topic: string; date: Instant; at: Instant };

/**
 * Named immutable bytes: `objects/…`, `release/<hash>/index.json`, `letters/<hash>`, `media/…`, `assets/…`.
 * Contract: test/contracts/blobs.ts. A key no blob can have (`../x`, `/x`, an empty part) is simply not there.
 */
export type Blobs = {
  get(key: string): Promise<Uint8Array | undefined>;
  /** Writes once: a key that exists is left as it is. Whole or not at all. `invalid` for a key no blob can have. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  has(key: string): Promise<boolean>;
};

/** The one mutable thing of a store. Contract: test/contracts/pointers.ts. */
export type Pointers = {
  read(): Promise<Pointer | undefined>;
  /** Replaces `expected` (what was read; undefined: nothing yet); `conflict` if another came first. */
  flip(next: Pointer, expected: Pointer | undefined): Promise<void>;
  /** Nothing is swept from the store while `work` runs: what it found there stays. */
  hold<T>(work: () => Promise<T>): Promise<T>;
};

/** `at`: when an object was written; when a release was, or last went live. */
export type Shelved = { name: string; at: Instant };

/** A store's housekeeping (test/flows/release/sweep.test.ts). A store in a bucket has none. */
export type Shelves = {
  /** undefined, and nothing done, while anybody holds the store (Pointers.hold), or builds into it. */
  alone<T>(work: () => Promise<T>): Promise<T | undefined>;
  /** By hash. */
  objects(): Promise<readonly Shelved[]>;
  releases(): Promise<readonly Shelved[]>;
  dropObject(name: string): Promise<void>;
  dropRelease(name: string): Promise<void>;
};

/** An opened release; everything is read when asked for, and remembered. */
export type Release = {
  hash: string;
  index: ReleaseIndex;
  /** Newest first, all of them, visible or not. */
  entries(topic?: string): AsyncIterable<Entry>;
  month(month: string): Promise<readonly Entry[]>;
  /** By slug, old slug or old path: the entry, or where it is now (and which it is, if the publication's own redirects do not say). */
  find(slugOrPath: string): Promise<{ entry: Entry } | { redirect: string; entry?: Entry } | undefined>;
  byId(id: string): Promise<Entry | undefined>;
  fragment(entry: Entry): Promise<Fragment>;
  /** By id or alias. */
  edition(id: string): Promise<Edition | undefined>;
  editions(): Promise<readonly EditionEntry[]>;
  templates(): Promise<MailTemplates>;
};

/** Newest first: by date, then by id, so that equal dates have one order everywhere. */
export const byNewest = (a: Entry, b: Entry): number =>
  b.date - a.date || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);

/** The one rule: time alone makes things visible. */
export const isVisible = (entry: Entry, withdrawn: ReadonlySet<string>, now: Instant): boolean =>
  !entry.draft && entry.date <= now && !isGone(entry, withdrawn, now);

/** Taken down: answered 410, in no list, feed or letter. */
export const isGone = (entry: Entry, withdrawn: ReadonlySet<string>, now: Instant): boolean =>
  withdrawn.has(entry.id) || (entry.withdrawn !== undefined && entry.withdrawn.date <= now);

export const withdrawnIds = (pointer: Pick<Pointer, 'withdrawn'>): ReadonlySet<string> =>
  new Set(pointer.withdrawn.map((w) => w.article));

export const objectKey = (hash: string): string => `objects/${hash}`;
export const indexKey = (release: string): string => `release/${release}/index.json`;
/** Says that everything which the release names is there: an index alone may have come with a deployment, which ships no pictures. */
export const wholeKey = (release: string): string => `release/${release}/whole`;

const MEDIA = 'media/';
export const isMediaKey = (key: string): boolean => key.startsWith(MEDIA);

/** Parts of letters, digits, `.`, `_`, `-`, none of them starting with a dot: nothing climbs, nothing hides. */
const KEY = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;

/** What can be the name of a blob, in any store. */
export const isBlobKey = (key: string): boolean => KEY.test(key);
