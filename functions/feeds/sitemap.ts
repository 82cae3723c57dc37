/** Renders sitemaps (sitemaps.org 0.9): a single file while it is small, else an index with a file per month. */
import { type Instant, rfc3339 } from '../domain/time/instant.ts';
import { element, escapeXml, XML } from './xml.ts';

export const SITEMAP_TYPE = 'application/xml; charset=utf-8';
/** URLs a file. The protocol allows 50,000; with fewer, less is fetched again after a change. */
export const SITEMAP_LIMIT = 2000;

const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9';

export type SitemapLink = { url: string; changed: Instant | undefined };

const list = (root: string, child: string, links: readonly SitemapLink[]): string => {
  const lines = links.map(({ url, changed }) => {
    const lastmod = changed === undefined ? '' : element('lastmod', {}, rfc3339(changed));
    return element(child, {}, element('loc', {}, escapeXml(url)) + lastmod);
  });
  return `${XML}${element(root, { xmlns: NAMESPACE }, `\n${lines.join('\n')}\n`)}\n`;
};

export const sitemap = (links: readonly SitemapLink[]): string => list('urlset', 'url', links);
export const sitemapIndex = (links: readonly SitemapLink[]): string => list('sitemapindex', 'sitemap', links);
