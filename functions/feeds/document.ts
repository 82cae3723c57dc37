/** A feed before rendering: the data that RSS, Atom and JSON Feed share. */

import type { Entry } from '../domain/content/article.ts';
import { directTitle } from '../domain/text/translations.ts';
import type { Instant } from '../domain/time/instant.ts';

/** Articles in a feed, about 100 KB with whole texts. Older ones are in the months' archives. */
export const MAX_FEED_ARTICLES = 25;

export type FeedItem = {
  /** A urn:uuid that never changes. */
  id: string;
  url: string;
  entry: Entry;
  /** The topic's name and the URL of its page. */
  topic: { name: string; url: string };
  /** The whole content, with absolute URLs; empty if the article has no words yet. */
  html: string;
  /** The picture that feed readers show in lists. Its URL stands in the content too: readers compare both, and show the picture once. */
  image:
    | { url: string; type: string; width: number; height: number; alt: string; credit: string }
    | undefined;
};

/**
 * Archive links (RFC 5005): the months before and after; `current` only on a month's feed. `archive`: the month is over, and its feed is
 * complete.
 */
export type ArchiveLinks = { previous?: string; next?: string; current?: string; archive?: true };

export type FeedDocument = {
  id: string;
  title: string;
  description: string;
  /** BCP 47. */
  language: string;
  publisher: string;
  /** The page that shows the same to people. */
  home: string;
  /** The exact URL of the feed, which is WebSub's topic. */
  self: string;
  hub: string | undefined;
  /** URLs of the square icon in its sizes; releases of older versions have none. */
  icons: { feed: string; small: string; large: string } | undefined;
  chain: ArchiveLinks;
  /** The newest significant change of its items. Taken from content alone, so that equal content gives equal bytes. */
  updated: Instant | undefined;
  /** The last change of a feed without items: Atom demands a date (RFC 4287 §4.1.1). */
  changedAt: Instant;
  items: readonly FeedItem[];
};

/** The time of a change that the publisher finds significant, or of the first publication (RFC 4287 §4.2.15). */
export const updatedAt = (entry: Entry): Instant => Math.max(entry.updated ?? 0, entry.date);

/** The headline, with its direction where the feed's language needs one. */
export const titleOf = ({ language }: FeedDocument, { entry }: FeedItem): string =>
  directTitle(entry.title, language);
