/** A feed before it has a format: what RSS, Atom and JSON Feed print alike. */
import type { Entry } from '../domain/content/article.ts';
import type { Instant } from '../domain/time/instant.ts';

export type FeedItem = {
  /** urn:uuid, for life. */
  id: string;
  url: string;
  entry: Entry;
  /** The topic's name and its page. */
  topic: { name: string; url: string };
  /** Whole content, every URL absolute. */
  html: string;
  /** The picture readers show in lists, absolute. */
  image:
    | { url: string; type: string; width: number; height: number; alt: string; credit: string }
    | undefined;
};

/** RFC 5005: where the months before and after lie; `current` only on a month's. `archive`: nothing will be added to it. */
export type FeedChain = { previous?: string; next?: string; current?: string; archive?: true };

export type FeedDocument = {
  id: string;
  title: string;
  description: string;
  /** BCP 47. */
  language: string;
  publisher: string;
  /** The page for people that shows the same. */
  home: string;
  /** Exactly where the feed is: WebSub's topic. */
  self: string;
  hub: string | undefined;
  chain: FeedChain;
  /** The newest significant change of its items; made from content alone, so that the same content is the same bytes. */
  updated: Instant;
  items: readonly FeedItem[];
};

/** RFC 4287 §4.2.15: a change the publisher finds significant, or the first publication. */
export const updatedAt = (entry: Entry): Instant => Math.max(entry.updated ?? 0, entry.date);
