/** The view: what is to be seen at an instant, asked by everything that shows or sends content. */
import type { Entry } from '../domain/article.ts';
import type { Clock, Instant } from '../domain/instant.ts';
import type { Blobs, Changes, Pointer, Pointers, Release } from '../domain/release.ts';

export type Found =
  | { kind: 'visible'; entry: Entry }
  /** A draft, or to come: for previews. */
  | { kind: 'hidden'; entry: Entry }
  | { kind: 'gone'; entry: Entry; note: string };

/** `topic`: of one topic's list. `complete`: nothing was cut off. `month`: of one month's list. None: of the home list. */
export type ListScope = { topic?: string; month?: string; complete?: boolean };

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
  article(slugOrPath: string): Promise<Found | { kind: 'redirect'; to: string } | undefined>;
  byId(id: string): Promise<Found | undefined>;
  /**
   * Last-Modified of a resource that shows `entries`: with a `scope`, of a list, which also changes when something leaves
   * it; without, of the entries alone. Never after `now`.
   */
  changedAt(entries: readonly Entry[], scope?: ListScope): Instant;
};

export type Views = {
  /**
   * Re-reads the pointer at most every `refresh` milliseconds and keeps the last good view when that fails; throws
   * `unavailable` only if there never was one.
   */
  current(): Promise<View>;
};

export declare function createViews(
  ports: { blobs: Blobs; pointers: Pointers; clock: Clock },
  options: { refresh: number },
): Views;
