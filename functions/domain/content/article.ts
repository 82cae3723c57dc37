/** An article: as listed (Entry) and as printed (Fragment). Both are made at build time and only read afterwards. */
import type { Instant } from '../time/instant.ts';

/** One encoded image. `path` is below the site's root: `media/<name>`. */
export type Variant = { path: string; width: number; height: number; type: string };

/** Page variants ascend in width; `mail` is drawn at half its width (2×); `share` is 1200 × 630. */
export type Picture = {
  alt: string;
  caption: string;
  credit: string;
  width: number;
  height: number;
  page: readonly Variant[];
  mail: Variant;
  share: Variant | undefined;
};

export type Correction = { date: Instant; text: string };

/** Where a fragment lies: a pack's hash and the line within it. No byte counts: compressors differ, releases must not. */
export type PackLocation = { object: string; line: number };

/** An article in lists: all that pages, feeds and letters need without its body. */
export type Entry = {
  id: string;
  slug: string;
  title: string;
  /** Visible from here on. */
  date: Instant;
  /** The newest of `updated` and the corrections' dates. */
  updated: Instant | undefined;
  topic: string;
  authors: readonly string[];
  tags: readonly string[];
  /** Plain text: `summary`, or the lede. */
  summary: string;
  image: Picture | undefined;
  words: number;
  minutes: number;
  draft: boolean;
  /** false keeps it out of digests. */
  digest: boolean;
  /** A newsletter's id: its publication sends an alert. */
  alert: string | undefined;
  access: 'public' | 'letter';
  canonical: string | undefined;
  /** BCP 47 → URL. */
  translations: Readonly<Record<string, string>>;
  corrections: readonly Correction[];
  withdrawn: { date: Instant; note: string } | undefined;
  /** Old slugs, or whole old paths that start with `/`. */
  aliases: readonly string[];
  /** Of everything that makes it: two entries with one hash print the same bytes. */
  hash: string;
  place: PackLocation;
};

/**
 * A body, rendered once. `html` holds marks where media differ (fragment.ts); `text` is written plain text without
 * title or lede image, links spelled out, wrapped nowhere. `folded` says that both hold a fold mark.
 */
export type Fragment = { html: string; text: string; pictures: readonly Picture[]; folded: boolean };
