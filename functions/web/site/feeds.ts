/** Feeds, and the files that list feeds and pages: OPML, sitemaps, robots.txt. */
import { FEED_TYPES, type FeedWanted, feedPath, feedPathOf, topicPath } from '../../domain/site/paths.ts';
import { OPML_TYPE, opml } from '../../feeds/opml.ts';
import { SITEMAP_TYPE } from '../../feeds/sitemap.ts';
import type { View } from '../../flows/release/view.ts';
import { makeFeed } from '../../flows/site/make-feed.ts';
import { makeSitemap } from '../../flows/site/make-sitemap.ts';
import { ARCHIVE_KEEPING, FEED_KEEPING } from '../http/headers.ts';
import type { Made, Site } from './site.ts';

export async function makeFeedResource(site: Site, view: View, wanted: FeedWanted): Promise<Made> {
  const { base } = site.deps;
  const { text, changedAt, archive } = await makeFeed(view, base, wanted);
  return {
    text,
    type: `${FEED_TYPES[wanted.format]}; charset=utf-8`,
    keeping: archive ? ARCHIVE_KEEPING : FEED_KEEPING,
    modified: changedAt,
    fields: hubLinks(view, `${base}${feedPathOf(wanted)}`),
  };
}

/** WebSub §4: subscribers read the Link headers first; there must be exactly one rel=self. */
function hubLinks(view: View, self: string): Record<string, string> {
  const { hub } = view.release.index.publication;
  return hub === undefined ? {} : { Link: `<${new URL(hub).href}>; rel="hub", <${self}>; rel="self"` };
}

export async function makeOpml(site: Site, view: View): Promise<Made> {
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
  return { text: opml(title, language, feeds), type: OPML_TYPE, modified: view.changes.site };
}

/** `part`: a month or `pages`; undefined for `/sitemap.xml`. */
export async function makeSitemapResource(site: Site, view: View, part?: string): Promise<Made> {
  const { text, changedAt } = await makeSitemap(view, site.deps.base, part);
  return { text, type: SITEMAP_TYPE, modified: changedAt };
}

/** In preview search engines are shut out, in case one ever reaches an editor's machine. */
export async function makeRobots({ deps }: Site, view: View): Promise<Made> {
  const rule = deps.preview ? 'Disallow: /' : 'Allow: /';
  const text = `User-agent: *\n${rule}\n\nSitemap: ${deps.base}/sitemap.xml\n`;
  return { text, type: 'text/plain; charset=utf-8', modified: view.changes.site };
}
