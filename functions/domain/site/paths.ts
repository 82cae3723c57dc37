/** Paths of the site: each path that more than one place writes is made here. */

export const articlePath = (slug: string): string => `/articles/${slug}`;
/** The key of a redirect: the slug of an article's path, so that a search needs no path of each slug. Any other path is its own key. */
export const redirectKey = (slugOrPath: string): string => slugOrPath.replace(/^\/articles\/(?=[^/]+$)/, '');
export const topicPath = (topic: string): string => `/topics/${topic}`;
/** `2026-11` */
export const monthPath = (month: string): string => `/archive/${month}`;
export const editionPath = (id: string): string => `/editions/${id}`;
export const newsletterPath = (id: string): string => `/newsletters/${id}`;
/** The anchor of the fold on an article's page: "Go deeper" in letters and feeds leads there. */
export const FOLD_ANCHOR = 'go-deeper';

/** `q`: what is looked for; pages are numbered from 1. */
export function searchPath(q = '', page = 1): string {
  const asked = new URLSearchParams({ ...(q && { q }), ...(page > 1 && { page: String(page) }) });
  return asked.size > 0 ? `/search?${asked}` : '/search';
}

export const sitemapPath = (part: string): string => `/sitemaps/${part}.xml`;

export type FeedFormat = 'rss' | 'atom' | 'json';
const FEED_FILES: Readonly<Record<FeedFormat, string>> = {
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

/** RFC 5005: `/archive/2026-11/feed.xml`. */
export const archiveFeedPath = (format: FeedFormat, month: string): string =>
  `${monthPath(month)}/${FEED_FILES[format]}`;

/** A feed has a `topic`, a `month` (`2026-11`) or neither. */
export type FeedRequest = { format: FeedFormat; topic?: string; month?: string };

export const feedPathOf = ({ format, topic, month }: FeedRequest): string =>
  month === undefined ? feedPath(format, topic) : archiveFeedPath(format, month);
