/** The view: what is to be seen at an instant, asked by everything that shows or sends content. */
import type { Entry } from '../../domain/content/article.ts';
import { BroadsheetError, isBroadsheetError } from '../../domain/error.ts';
import { changedAt, type ListScope } from '../../domain/release/last-modified.ts';
import {
  type Blobs,
  type Changes,
  isGone,
  isVisible,
  type Pointer,
  type Pointers,
  type Release,
} from '../../domain/release/release.ts';
import type { Clock, Instant } from '../../domain/time/instant.ts';
import { createObjectReader } from './objects.ts';
import { openLive } from './open-live.ts';
import { hiddenIn, seeAt, type Visibility } from './visibility.ts';

export type FoundArticle =
  | { kind: 'visible'; entry: Entry }
  /** A draft, or to come: for previews. */
  | { kind: 'hidden'; entry: Entry }
  | { kind: 'gone'; entry: Entry; note: string };

export type View = {
  release: Release;
  pointer: Pointer;
  withdrawn: ReadonlySet<string>;
  changes: Changes;
  now: Instant;
  /** Same key, same bytes everywhere: release, withdrawals, changes and what time has made visible. */
  key: string;
  /** The next instant at which time alone changes something. */
  nextChange: Instant | undefined;
  newest(query: { topic?: string; limit: number }): Promise<readonly Entry[]>;
  /** Visible, dated after `from`, newest first. */
  since(from: Instant): Promise<readonly Entry[]>;
  /** `2026-11`, local to the publication; newest first. */
  month(month: string): Promise<readonly Entry[]>;
  /** Months that show something, newest first. */
  months(): Promise<readonly { month: string; count: number }[]>;
  /** Drafts and what is to come, newest first. */
  hidden(): Promise<readonly Entry[]>;
  /** A slug, an old slug, or a whole old path that starts with `/`. */
  article(slugOrPath: string): Promise<FoundArticle | { kind: 'redirect'; to: string } | undefined>;
  byId(id: string): Promise<FoundArticle | undefined>;
  /** Last-Modified of a resource that shows `entries` (domain/release/last-modified.ts); with a `scope`, of a list. Never after `now`. */
  changedAt(entries: readonly Entry[], scope?: ListScope): Instant;
};

export type Views = {
  /**
   * Re-reads the pointer at most every `refresh` milliseconds and keeps the last good view when that fails; throws
   * `unavailable` only if there never was one.
   */
  current(): Promise<View>;
};

/** Views that remember what they read, for a server to answer from. */
export type LiveViews = Views & {
  /** Of the current view (View.key), at once; undefined where something would have to be read first. */
  key(): string | undefined;
  /** The pointer was flipped: the next `current` reads it. */
  expire(): void;
};

/** `refresh`: milliseconds a pointer that was read is taken for the current one. `log`: told once of a format that is not read here. */
export function createViews(
  ports: { blobs: Blobs; pointers: Pointers; clock: Clock },
  options: { refresh: number; log?: (line: string) => void },
): LiveViews {
  const reader = createObjectReader(ports.blobs);
  let seen: Visibility | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;
  let flips = 0;
  let told: string | undefined;
  const tell = (line: string) => {
    if (told !== line) options.log?.(line);
    told = line;
  };

  /** A clock that was set back must not keep an old view for as long as it was set back. */
  const isFresh = (now: Instant) => now >= readAt && now < readAt + options.refresh;
  const holdsAt = ({ since, until }: Visibility, now: Instant) =>
    now >= since && now < (until ?? Number.POSITIVE_INFINITY);

  async function read(now: Instant): Promise<Visibility> {
    const pointer = await ports.pointers.read();
    if (!pointer) throw new BroadsheetError('unavailable', 'Nothing has been published yet.', PUBLISH);
    if (seen && JSON.stringify(pointer) === JSON.stringify(seen.pointer)) return seen;
    return seeAt(await openLive({ ...ports, reader, seen: seen?.release, tell }, pointer), now);
  }

  async function refresh(now: Instant): Promise<void> {
    const begun = flips;
    try {
      const found = await read(now);
      // Before a flip was told it may have read what was live before.
      if (begun === flips || !seen) seen = found;
    } catch (cause) {
      if (!seen) throw unavailable(cause);
    }
    if (begun === flips) readAt = now;
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
        // Who has something to show does not wait for a store that another request is asking.
        if (!reading) await readOnce(now);
        else if (!seen) await reading;
      }
      if (!seen) throw unavailable(undefined);
      const before = seen;
      if (!holdsAt(before, now)) {
        const next = await seeAt(before, now);
        if (seen === before) seen = next;
      }
      return viewOf(seen, now);
    },
    key: () => {
      const now = ports.clock();
      return seen && isFresh(now) && holdsAt(seen, now) ? seen.key : undefined;
    },
    expire: () => {
      flips++;
      readAt = Number.NEGATIVE_INFINITY;
      reading = undefined;
    },
  };
}

const PUBLISH = { remedy: 'Publish it: npm run broadsheet -- publish' };

function unavailable(cause: unknown): BroadsheetError {
  if (isBroadsheetError(cause) && cause.code === 'unavailable') return cause;
  return new BroadsheetError('unavailable', 'What is published cannot be read.', { ...PUBLISH, cause });
}

function viewOf(seen: Visibility, now: Instant): View {
  const { release, withdrawn } = seen;
  const visible = (entries: readonly Entry[]) => entries.filter((e) => isVisible(e, withdrawn, now));
  const found = (entry: Entry): FoundArticle => classify(entry, withdrawn, now);
  return {
    release,
    pointer: seen.pointer,
    withdrawn,
    changes: seen.changes,
    now,
    key: seen.key,
    nextChange: seen.until,
    newest: async ({ topic, limit }) => {
      const entries: Entry[] = [];
      if (limit <= 0) return entries;
      for await (const entry of release.entries(topic)) {
        if (isVisible(entry, withdrawn, now) && entries.push(entry) === limit) break;
      }
      return entries;
    },
    since: async (from) => {
      const entries: Entry[] = [];
      for await (const entry of release.entries()) {
        if (entry.date <= from) break;
        if (isVisible(entry, withdrawn, now)) entries.push(entry);
      }
      return entries;
    },
    month: async (month) => visible(await release.month(month)),
    months: async () => seen.months,
    hidden: () => hiddenIn(seen, now),
    article: async (slugOrPath) => {
      const hit = await release.find(slugOrPath);
      if (!hit) return undefined;
      if (!('redirect' in hit)) return found(hit.entry);
      // An old address must not tell that something is to come.
      const at = hit.entry && found(hit.entry);
      return at && at.kind === 'hidden' ? at : { kind: 'redirect', to: hit.redirect };
    },
    byId: async (id) => {
      const entry = await release.byId(id);
      return entry && found(entry);
    },
    changedAt: (entries, scope) => changedAt(known(seen), now, entries, scope),
  };
}

const known = ({ changes, release: { index } }: Visibility) => ({
  changes,
  leaving: index.leaving,
  timezone: index.publication.timezone,
});

function classify(entry: Entry, withdrawn: ReadonlySet<string>, now: Instant): FoundArticle {
  if (entry.draft) return { kind: 'hidden', entry };
  if (isGone(entry, withdrawn, now)) {
    const own = entry.withdrawn && entry.withdrawn.date <= now ? entry.withdrawn.note : '';
    return { kind: 'gone', entry, note: own };
  }
  return { kind: entry.date <= now ? 'visible' : 'hidden', entry };
}

/** What assembling reads of a View. */
export type LetterView = Pick<View, 'release' | 'now' | 'byId'>;
