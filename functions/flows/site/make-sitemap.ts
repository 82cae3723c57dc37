/** Makes the sitemap of the pages that are visible now: one file, or for many articles an index of one file per month. */
import type { Entry } from '../../domain/content/article.ts';
import { BroadsheetError } from '../../domain/error.ts';
import { articlePath, monthPath, newsletterPath, sitemapPath, topicPath } from '../../domain/site/paths.ts';
import { FIXED_PAGES } from '../../domain/site/public-paths.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { updatedAt } from '../../feeds/document.ts';
import { SITEMAP_LIMIT, type SitemapLink, sitemap, sitemapIndex } from '../../feeds/sitemap.ts';
import { monthsChangedAt } from '../release/month-last-modified.ts';
import type { View } from '../release/view.ts';

type MadeSitemap = { text: string; changedAt: Instant };

/** `part`: `pages`, a month, or undefined for `/sitemap.xml`. Throws `not-found` for any other. */
export async function makeSitemap(view: View, base: string, part?: string): Promise<MadeSitemap> {
  const months = await view.months();
  const count = months.reduce((sum, month) => sum + month.count, 0);
  if (part === 'pages')
    return { text: sitemap(pages(view, base, months)), changedAt: await monthsChangedAt(view) };
  if (part !== undefined) return listOf(view, base, [], await monthEntries(view, part));
  if (count > SITEMAP_LIMIT) return indexOf(view, base, months);
  const entries = await Promise.all(months.map(({ month }) => view.month(month)));
  return listOf(view, base, pages(view, base, months), entries.flat());
}

async function monthEntries(view: View, month: string): Promise<readonly Entry[]> {
  const entries = await view.month(month);
  if (entries.length === 0) throw new BroadsheetError('not-found', `Nothing was published in ${month}.`);
  return entries;
}

function listOf(
  view: View,
  base: string,
  links: readonly SitemapLink[],
  entries: readonly Entry[],
): MadeSitemap {
  const articles = entries
    // An article whose canonical address is elsewhere is not listed.
    .filter((entry) => entry.canonical === undefined)
    .map((entry) => ({ url: `${base}${articlePath(entry.slug)}`, changed: updatedAt(entry) }));
  return { text: sitemap([...links, ...articles]), changedAt: view.changedAt(entries, {}) };
}

async function indexOf(view: View, base: string, months: readonly { month: string }[]): Promise<MadeSitemap> {
  const parts = ['pages', ...months.map(({ month }) => month)];
  const links = parts.map((part) => ({ url: `${base}${sitemapPath(part)}`, changed: undefined }));
  return { text: sitemapIndex(links), changedAt: await monthsChangedAt(view) };
}

function pages(view: View, base: string, months: readonly { month: string }[]): SitemapLink[] {
  const { topics, newsletters } = view.release.index.publication;
  return [
    ...FIXED_PAGES,
    ...topics.filter((t) => !t.retired).map((t) => topicPath(t.id)),
    ...newsletters.filter((n) => !n.retired).map((n) => newsletterPath(n.id)),
    ...months.map(({ month }) => monthPath(month)),
  ].map((path) => ({ url: `${base}${path}`, changed: undefined }));
}
