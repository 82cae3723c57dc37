/** Feeds, and the files that list feeds and pages: OPML, sitemaps, robots.txt. */
import {
  FEED_MIME_TYPES,
  type FeedFormat,
  type FeedRequest,
  feedPath,
  feedPathOf,
  topicPath,
} from '../../domain/site/paths.ts';
import { type TermAddress, termFeedPath } from '../../domain/site/terms.ts';
import { OPML_TYPE, renderOpml } from '../../feeds/opml.ts';
import { SITEMAP_TYPE } from '../../feeds/sitemap.ts';
import type { View } from '../../flows/release/view.ts';
import { makeFeed, makeTermFeed } from '../../flows/site/make-feed.ts';
import { makeSitemap } from '../../flows/site/make-sitemap.ts';
import { OPEN_FIELDS } from '../http/cross-origin.ts';
import { ARCHIVE_CACHE_POLICY, FEED_CACHE_POLICY } from '../http/headers.ts';
import type { RouteOutput, Site } from './site.ts';

export async function makeFeedResource(site: Site, view: View, wanted: FeedRequest): Promise<RouteOutput> {
  const { base } = site.deps;
  const { text, changedAt, archive } = await makeFeed(view, base, wanted);
  return {
    text,
    type: `${FEED_MIME_TYPES[wanted.format]}; charset=utf-8`,
    cachePolicy: archive ? ARCHIVE_CACHE_POLICY : FEED_CACHE_POLICY,
    modified: changedAt,
    fields: { ...OPEN_FIELDS, ...hubLinks(view, `${base}${feedPathOf(wanted)}`) },
  };
}

/** The feed of an author, a tag or a series. */
export async function makeTermFeedResource(
  site: Site,
  view: View,
  format: FeedFormat,
  term: TermAddress,
): Promise<RouteOutput> {
  const { text, changedAt } = await makeTermFeed(view, site.deps.base, format, term);
  return {
    text,
    type: `${FEED_MIME_TYPES[format]}; charset=utf-8`,
    cachePolicy: FEED_CACHE_POLICY,
    modified: changedAt,
    fields: hubLinks(view, `${site.deps.base}${termFeedPath(format, term)}`),
  };
}

/** WebSub §4: subscribers read the Link headers first; there must be exactly one rel=self. */
function hubLinks(view: View, self: string): Record<string, string> {
  const { hub } = view.release.index.publication;
  return hub === undefined ? {} : { Link: `<${new URL(hub).href}>; rel="hub", <${self}>; rel="self"` };
}

export async function makeOpml(site: Site, view: View): Promise<RouteOutput> {
  const { title, language, topics } = view.release.index.publication;
  const { base } = site.deps;
  const feeds = [
    { title, xml: `${base}${feedPath('rss')}`, html: `${base}/` },
    ...topics
      .filter((topic) => !topic.retired)
      .map(({ id, name }) => ({
        title: `${title}: ${name}`,
        xml: `${base}${feedPath('rss', id)}`,
        html: `${base}${topicPath(id)}`,
      })),
  ];
  return {
    text: renderOpml(title, language, feeds),
    type: OPML_TYPE,
    modified: view.changes.site,
    fields: OPEN_FIELDS,
  };
}

/** `part`: a month or `pages`; undefined for `/sitemap.xml`. */
export async function makeSitemapResource(site: Site, view: View, part?: string): Promise<RouteOutput> {
  const { text, changedAt } = await makeSitemap(view, site.deps.base, part);
  return { text, type: SITEMAP_TYPE, modified: changedAt, fields: OPEN_FIELDS };
}

/** In preview search engines are shut out, in case one ever reaches an editor's machine. */
export async function makeRobots({ deps }: Site, view: View): Promise<RouteOutput> {
  // Results of searches are no pages of their own, and each costs a search.
  const rule = deps.preview ? 'Disallow: /' : 'Allow: /\nDisallow: /search?';
  const text = `User-agent: *\n${rule}\n\nSitemap: ${deps.base}/sitemap.xml\n`;
  return { text, type: 'text/plain; charset=utf-8', modified: view.changes.site };
}
