/** An article: its entry in lists (Entry) and its rendered body (Fragment). The build makes both; afterwards they are only read. */
import type { Audio } from '../site/audio.ts';
import type { Instant } from '../time/instant.ts';

/** One encoded image. `path` is below the site's root: `media/<name>`. */
export type Variant = { path: string; width: number; height: number; type: string };

/**
 * `page` variants ascend in width. The `mail` variant and the thumbnail of a letter, which only lead images have, are sized by
 * drawn-size.ts. The `share` variant has 1200 × 630 pixels. `crops`: 4:3 and
 * square, for search engines; absent in releases of earlier versions, and where no page shows the picture first.
 */
export type Picture = {
  alt: string;
  caption: string;
  credit: string;
  width: number;
  height: number;
  page: readonly Variant[];
  mail: Variant;
  /** Absent in releases of older versions. */
  thumb?: Variant;
  share: Variant | undefined;
  crops?: readonly Variant[];
};

export type Correction = { date: Instant; text: string };

/** The place of a fragment: the hash of its pack and its line there. No byte count is stored: compressors differ, and releases must not. */
export type PackLocation = { object: string; line: number };

/** An article in lists: all that pages, feeds and letters need besides its body. */
export type Entry = {
  id: string;
  slug: string;
  title: string;
  /** The instant from which the article is visible. */
  date: Instant;
  /** The newest of `updated` and the corrections' dates. */
  updated: Instant | undefined;
  /** `updated` of the front matter if a correction is newer. */
  edited?: Instant;
  topic: string;
  authors: readonly string[];
  tags: readonly string[];
  /** The series that the article is a part of. */
  series?: string;
  /** Plain text: the `summary` of the file, or the lede. */
  summary: string;
  image: Picture | undefined;
  /** The recording; an article for letters only has none on its page and in feeds. */
  audio?: Audio;
  words: number;
  minutes: number;
  draft: boolean;
  /** False keeps the article out of digests. */
  digest: boolean;
  /** The id of the newsletter that gets an alert when the article appears; undefined if none does. */
  alert: string | undefined;
  access: 'public' | 'letter';
  canonical: string | undefined;
  /** Language tag (BCP 47) → URL. */
  translations: Readonly<Record<string, string>>;
  corrections: readonly Correction[];
  withdrawn: { date: Instant; note: string } | undefined;
  /** Old slugs, or whole old paths that start with `/`. */
  aliases: readonly string[];
  /** The hash of everything the article is made from: two entries with one hash print the same bytes. */
  hash: string;
  place: PackLocation;
  /** UTF-8 bytes of the body's HTML, so that feeds are weighed without reading it. Releases of older versions have none. */
  htmlBytes?: number;
};

/**
 * A body, rendered once. `html` holds marks where media differ (fragment.ts).
 * `text` is plain text without title or lede image; links are spelled out, lines are not wrapped. `folded`: both hold a fold mark.
 * `briefNotes`: the footnotes that the part above the fold refers to, as a section of their own; absent if there are none.
 */
export type Fragment = {
  html: string;
  text: string;
  pictures: readonly Picture[];
  folded: boolean;
  /** Paths of the files that links lead to, below the site's root: `media/<name>`. Absent if there are none. */
  files?: readonly string[];
  briefNotes?: { html: string; text: string };
};
