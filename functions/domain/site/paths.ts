/** Paths of the site: each path that more than one place writes is made here. */
import { decodePath } from './decoded-path.ts';

/** The form in which paths are compared: decoded, with composed characters (NFC). */
export const normalizePath = (path: string): string =>
  /[%\u0080-\uffff]/.test(path) ? decodePath(path).normalize('NFC') : path;

/** Encoded: a slug may be in any script. */
export const articlePath = (slug: string): string => `/articles/${encodeURIComponent(slug)}`;
/** The key of a redirect: the slug of an article's path, so that a search needs no path of each slug. Any other path is its own key. */
export const redirectKey = (slugOrPath: string): string =>
  normalizePath(slugOrPath).replace(/^\/articles\/(?=[^/]+$)/, '');
export const topicPath = (topic: string): string => `/topics/${topic}`;
/** `2026-11` */
export const monthPath = (month: string): string => `/archive/${month}`;
export const editionPath = (id: string): string => `/editions/${id}`;
export const newsletterPath = (id: string): string => `/newsletters/${id}`;
/** The anchor of the fold on an article's page: "Go deeper" in letters and feeds leads there. */
export const FOLD_ANCHOR = 'go-deeper';
/** Every id that a page with an author's text prints by itself, so that no heading of the text gets one. A test reads the pages. */
export const PAGE_IDS: ReadonlySet<string> = new Set([
  ...['main', FOLD_ANCHOR, 'corrections-title', 'related-title', 'sign-up-title', 'sign-up-email'],
]);

/** `q`: what is looked for; pages are numbered from 1. */
export function searchPath(q = '', page = 1): string {
  const asked = new URLSearchParams({ ...(q && { q }), ...(page > 1 && { page: String(page) }) });
  return asked.size > 0 ? `/search?${asked}` : '/search';
}

export const sitemapPath = (part: string): string => `/sitemaps/${part}.xml`;

export type FeedFormat = 'rss' | 'atom' | 'json';
export const FEED_FILES: Readonly<Record<FeedFormat, string>> = {
  rss: 'feed.xml',
  atom: 'atom.xml',
  json: 'feed.json',
};
export const FEED_MIME_TYPES: Readonly<Record<FeedFormat, string>> = {
  rss: 'application/rss+xml',
  atom: 'application/atom+xml',
  json: 'application/feed+json',
};
export const FEED_FORMATS = ['rss', 'atom', 'json'] as const;

/** `/feed.xml`, or `/topics/world/feed.xml`. */
export const feedPath = (format: FeedFormat, topic?: string): string =>
  `${topic === undefined ? '' : topicPath(topic)}/${FEED_FILES[format]}`;

/** RFC 5005: `/archive/2026-11/feed.xml`, or `/topics/world/archive/2026-11/feed.xml`. */
export const archiveFeedPath = (format: FeedFormat, month: string, topic?: string): string =>
  `${topic === undefined ? '' : topicPath(topic)}${monthPath(month)}/${FEED_FILES[format]}`;

/** A feed has a `topic`, a `month` (`2026-11`), both or neither. */
export type FeedRequest = { format: FeedFormat; topic?: string; month?: string };

export const feedPathOf = ({ format, topic, month }: FeedRequest): string =>
  month === undefined ? feedPath(format, topic) : archiveFeedPath(format, month, topic);

/**
 * Pixels. 32: tabs; 144: the most that an RSS image may have (rssboard.org/rss-specification#ltimagegtSubelementOfLtchannelgt); 180: home
 * screens of iOS; 192 and 512: Android, Atom and JSON Feed.
 */
export const ICON_SIZES = [32, 144, 180, 192, 512] as const;
export type IconSize = (typeof ICON_SIZES)[number];

/** RSS allows 144 pixels at most. */
export const CHANNEL_ICON_SIZE = 144;

/** Names among the assets of a release (`ReleaseIndex.assets`). */
export const iconName = (size: IconSize): string => `icon-${size}.png`;
export const VECTOR_ICON = 'icon.svg';
/** The name in releases of older versions, which have no other icon. */
export const OLD_VECTOR_ICON = 'favicon.svg';
export const FAVICON = 'favicon.ico';

/** Addresses that browsers and feed readers ask for without being told → the asset. */
export const WELL_KNOWN_ICONS = {
  '/favicon.ico': FAVICON,
  '/apple-touch-icon.png': iconName(180),
} as const;
