/** The view (read model): all that is visible at an instant. All code that shows or sends content asks a view. */
import type { Entry } from '../../domain/content/article.ts';
import { BroadsheetError, isBroadsheetError } from '../../domain/error.ts';
import { type ListScope, lastChangeOf } from '../../domain/release/last-modified.ts';
import {
  asOf,
  type Blobs,
  type Changes,
  isVisible,
  isWithdrawn,
  type Pointer,
  type Pointers,
  type Release,
} from '../../domain/release/release.ts';
import type { Clock, Instant } from '../../domain/time/instant.ts';
import { createObjectReader, type ObjectReader } from './objects.ts';
import { openLive } from './open-live.ts';
import { computeVisibility, listHidden, type Visibility } from './visibility.ts';

export type FoundArticle =
  | { kind: 'visible'; entry: Entry }
  /** A draft or a future article, for previews. */
  | { kind: 'hidden'; entry: Entry }
  | { kind: 'gone'; entry: Entry; note: string };

export type View = {
  release: Release;
  pointer: Pointer;
  withdrawn: ReadonlySet<string>;
  changes: Changes;
  now: Instant;
  /** Views with one key give the same bytes everywhere: a hash of release, withdrawals, changes, and all that time has made visible. */
  key: string;
  /** The next instant at which time alone changes the view. */
  nextChange: Instant | undefined;
  /** Reads the objects of the search index. Its cache is apart, so that a search evicts no page's objects. */
  indexReader: ObjectReader;
  newest(query: { topic?: string; limit: number }): Promise<readonly Entry[]>;
  /** Visible articles dated after `from`, newest first. */
  since(from: Instant): Promise<readonly Entry[]>;
  /** Visible articles of a month (`2026-11`, local to the publication), newest first. */
  month(month: string): Promise<readonly Entry[]>;
  /** Months with visible articles, newest first. */
  months(): Promise<readonly { month: string; count: number }[]>;
  /** Drafts and future articles, newest first. */
  hidden(): Promise<readonly Entry[]>;
  /** Takes a slug, an old slug, or a whole old path that starts with `/`. */
  article(slugOrPath: string): Promise<FoundArticle | { kind: 'redirect'; to: string } | undefined>;
  byId(id: string): Promise<FoundArticle | undefined>;
  /** Last-Modified of a resource that shows `entries` (domain/release/last-modified.ts); with a `scope`, of a list. Never after `now`. */
  changedAt(entries: readonly Entry[], scope?: ListScope): Instant;
};

export type Views = {
  /**
   * Reads the pointer again at most every `refresh` milliseconds, and keeps the last good view if that fails. Throws `unavailable` only if
   * there never was a good view.
   */
  current(): Promise<View>;
};

/** Views with a cache, from which a server answers. */
export type LiveViews = Views & {
  /** The key of the current view (View.key), without waiting; undefined if the store has to be read first. */
  key(): string | undefined;
  /** Tells that the pointer was switched: the next `current` reads it. */
  expire(): void;
};

/** `refresh`: milliseconds for which a pointer counts as current. `log` gets one line about a format that is not read here. */
export function createViews(
  ports: { blobs: Blobs; pointers: Pointers; clock: Clock },
  options: { refresh: number; log?: (line: string) => void },
): LiveViews {
  const reader = createObjectReader(ports.blobs);
  const indexReader = createObjectReader(ports.blobs, MAX_INDEX_LENGTH);
  let seen: Visibility | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;
  let switches = 0;
  let told: string | undefined;
  const tell = (line: string) => {
    if (told !== line) options.log?.(line);
    told = line;
  };

  /** False also if the clock was set back: an old view must not stay for as long as that. */
  const isFresh = (now: Instant) => now >= readAt && now < readAt + options.refresh;
  const holdsAt = ({ since, until }: Visibility, now: Instant) =>
    now >= since && now < (until ?? Number.POSITIVE_INFINITY);

  async function read(now: Instant): Promise<Visibility> {
    const pointer = await ports.pointers.read();
    if (!pointer) throw new BroadsheetError('unavailable', 'Nothing has been published yet.', PUBLISH_REMEDY);
    if (seen && JSON.stringify(pointer) === JSON.stringify(seen.pointer)) return seen;
    return computeVisibility(
      await openLive({ ...ports, reader, opened: seen?.release, log: tell }, pointer),
      now,
    );
  }

  async function refresh(now: Instant): Promise<void> {
    const begun = switches;
    try {
      const found = await read(now);
      // A read that began before `expire` may have found the earlier release.
      if (begun === switches || !seen) seen = found;
    } catch (cause) {
      if (!seen) throw createUnavailableError(cause);
    }
    if (begun === switches) readAt = now;
  }

  function readOnce(now: Instant): Promise<void> {
    const mine = refresh(now).finally(() => {
      if (reading === mine) reading = undefined;
    });
    reading = mine;
    return mine;
  }

  return {
    current: async () => {
      const now = ports.clock();
      if (!isFresh(now)) {
        // A request that has an older view to show does not wait for the read of another request.
        if (!reading) await readOnce(now);
        else if (!seen) await reading;
      }
      if (!seen) throw createUnavailableError(undefined);
      const before = seen;
      if (!holdsAt(before, now)) {
        const next = await computeVisibility(before, now);
        if (seen === before) seen = next;
      }
      return viewOf(seen, now, indexReader);
    },
    key: () => {
      const now = ports.clock();
      return seen && isFresh(now) && holdsAt(seen, now) ? seen.key : undefined;
    },
    expire: () => {
      switches++;
      readAt = Number.NEGATIVE_INFINITY;
      reading = undefined;
    },
  };
}

/** Characters of a search index that stay in memory: all of it for some 15,000 articles. */
const MAX_INDEX_LENGTH = 24_000_000;

const PUBLISH_REMEDY = { remedy: 'Publish it: npm run broadsheet -- publish' };

function createUnavailableError(cause: unknown): BroadsheetError {
  if (isBroadsheetError(cause) && cause.code === 'unavailable') return cause;
  return new BroadsheetError('unavailable', 'The live release cannot be read.', { ...PUBLISH_REMEDY, cause });
}

function viewOf(seen: Visibility, now: Instant, indexReader: ObjectReader): View {
  const { release, withdrawn } = seen;
  const visible = (entries: readonly Entry[]) =>
    entries.filter((e) => isVisible(e, withdrawn, now)).map((e) => asOf(e, now));
  const found = (entry: Entry): FoundArticle => classifyArticle(asOf(entry, now), withdrawn, now);
  return {
    release,
    pointer: seen.pointer,
    withdrawn,
    changes: seen.changes,
    now,
    key: seen.key,
    nextChange: seen.until,
    indexReader,
    newest: async ({ topic, limit }) => {
      const entries: Entry[] = [];
      if (limit <= 0) return entries;
      for await (const entry of release.entries(topic)) {
        if (isVisible(entry, withdrawn, now) && entries.push(asOf(entry, now)) === limit) break;
      }
      return entries;
    },
    since: async (from) => {
      const entries: Entry[] = [];
      for await (const entry of release.entries()) {
        if (entry.date <= from) break;
        if (isVisible(entry, withdrawn, now)) entries.push(asOf(entry, now));
      }
      return entries;
    },
    month: async (month) => visible(await release.month(month)),
    months: async () => seen.months,
    hidden: async () => (await listHidden(seen, now)).map((entry) => asOf(entry, now)),
    article: async (slugOrPath) => {
      const hit = await release.find(slugOrPath);
      if (!hit) return undefined;
      if (!('redirect' in hit)) return found(hit.entry);
      // An old address must not reveal an article that is not public yet.
      const at = hit.entry && found(hit.entry);
      return at && at.kind === 'hidden' ? at : { kind: 'redirect', to: hit.redirect };
    },
    byId: async (id) => {
      const entry = await release.byId(id);
      return entry && found(entry);
    },
    changedAt: (entries, scope) => lastChangeOf(changeHistoryOf(seen), now, entries, scope),
  };
}

const changeHistoryOf = ({ changes, release: { index } }: Visibility) => ({
  changes,
  leaving: index.leaving,
  timezone: index.publication.timezone,
});

function classifyArticle(entry: Entry, withdrawn: ReadonlySet<string>, now: Instant): FoundArticle {
  if (entry.draft) return { kind: 'hidden', entry };
  if (isWithdrawn(entry, withdrawn, now)) {
    const own = entry.withdrawn && entry.withdrawn.date <= now ? entry.withdrawn.note : '';
    return { kind: 'gone', entry, note: own };
  }
  return { kind: entry.date <= now ? 'visible' : 'hidden', entry };
}

/** The part of a View that the assembling of letters reads. */
export type LetterView = Pick<View, 'release' | 'now' | 'byId'>;
