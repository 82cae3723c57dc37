/** Makes the sitemap of the pages that are visible now: one file, or for many articles an index of one file per month. */
import type { Entry } from '../../domain/content/article.ts';
import { BroadsheetError } from '../../domain/error.ts';
import { articlePath, monthPath, newsletterPath, sitemapPath, topicPath } from '../../domain/site/paths.ts';
import { FIXED_PAGES } from '../../domain/site/public-paths.ts';
import { termPath } from '../../domain/site/terms.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { updatedAt } from '../../feeds/document.ts';
import { renderSitemap, renderSitemapIndex, SITEMAP_LIMIT, type SitemapLink } from '../../feeds/sitemap.ts';
import { findMonthsChange } from '../release/month-last-modified.ts';
import { listTerms } from '../release/terms.ts';
import type { View } from '../release/view.ts';

type MadeSitemap = { text: string; changedAt: Instant };

/** `part`: `pages`, a month, or undefined for `/sitemap.xml`. Throws `not-found` for any other. */
export async function makeSitemap(view: View, base: string, part?: string): Promise<MadeSitemap> {
  const months = await view.months();
  const count = months.reduce((sum, month) => sum + month.count, 0);
  if (part === 'pages')
    return {
      text: renderSitemap(await listPages(view, base, months)),
      changedAt: await findMonthsChange(view),
    };
  if (part !== undefined) return makeUrlList(view, base, [], await selectMonth(view, part));
  if (count > SITEMAP_LIMIT) return makeIndex(view, base, months);
  const entries = await Promise.all(months.map(({ month }) => view.month(month)));
  return makeUrlList(view, base, await listPages(view, base, months), entries.flat());
}

async function selectMonth(view: View, month: string): Promise<readonly Entry[]> {
  const entries = await view.month(month);
  if (entries.length === 0) throw new BroadsheetError('not-found', `Nothing was published in ${month}.`);
  return entries;
}

function makeUrlList(
  view: View,
  base: string,
  links: readonly SitemapLink[],
  entries: readonly Entry[],
): MadeSitemap {
  const articles = entries
    // An article whose canonical address is elsewhere is not listed.
    .filter((entry) => entry.canonical === undefined)
    .map((entry) => ({ url: `${base}${articlePath(entry.slug)}`, changed: updatedAt(entry) }));
  return { text: renderSitemap([...links, ...articles]), changedAt: view.changedAt(entries, {}) };
}

async function makeIndex(
  view: View,
  base: string,
  months: readonly { month: string }[],
): Promise<MadeSitemap> {
  const parts = ['pages', ...months.map(({ month }) => month)];
  const links = parts.map((part) => ({ url: `${base}${sitemapPath(part)}`, changed: undefined }));
  return { text: renderSitemapIndex(links), changedAt: await findMonthsChange(view) };
}

async function listPages(
  view: View,
  base: string,
  months: readonly { month: string }[],
): Promise<SitemapLink[]> {
  const { topics, newsletters } = view.release.index.publication;
  return [
    ...FIXED_PAGES,
    ...topics.filter((t) => !t.retired).map((t) => topicPath(t.id)),
    ...newsletters.filter((n) => !n.retired).map((n) => newsletterPath(n.id)),
    ...months.map(({ month }) => monthPath(month)),
    ...(await listTerms(view)).map(termPath),
  ].map((path) => ({ url: `${base}${path}`, changed: undefined }));
}
