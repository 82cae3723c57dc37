/** Pagination of feeds (RFC 5005): links a feed to its monthly archives, so that together they hold every visible article. */
import type { Entry } from '../../domain/content/article.ts';
import { archiveFeedPath, type FeedRequest, feedPath } from '../../domain/site/paths.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { monthOf } from '../../domain/time/month.ts';
import type { ArchiveLinks } from '../../feeds/document.ts';
import { findLinkedSince } from '../release/month-last-modified.ts';
import type { View } from '../release/view.ts';

export type LinkedArchives = { chain: ArchiveLinks; changedAt: Instant };

const NO_ARCHIVES: LinkedArchives = { chain: {}, changedAt: 0 };

/** Feeds of topics have no archives: their articles are in the months of the whole site. */
export function linkArchives(
  view: View,
  base: string,
  wanted: FeedRequest,
  entries: readonly Entry[],
): Promise<LinkedArchives> {
  if (wanted.topic !== undefined || entries.length === 0) return Promise.resolve(NO_ARCHIVES);
  const url = (month: string) => `${base}${archiveFeedPath(wanted.format, month)}`;
  return wanted.month === undefined
    ? linkBehindFeed(view, url, entries)
    : linkBesideMonth(view, url, wanted.month, `${base}${feedPath(wanted.format)}`);
}

type UrlOf = (month: string) => string;

/** Links to the newest month that is not whole in the feed itself. */
async function linkBehindFeed(view: View, url: UrlOf, entries: readonly Entry[]): Promise<LinkedArchives> {
  const zone = view.release.index.publication.timezone;
  const oldest = monthOf(entries.at(-1)!.date, zone);
  const carried = entries.filter((entry) => monthOf(entry.date, zone) === oldest).length;
  const months = await view.months();
  const isWhole = months.some(({ month, count }) => month === oldest && count === carried);
  const behind = months.find(({ month }) => (isWhole ? month < oldest : month <= oldest))?.month;
  if (behind === undefined) return NO_ARCHIVES;
  // The choice of the month depends on all articles that the feed does not carry, removed ones included.
  const changedAt = view.changedAt([...entries, ...(await view.month(behind))], {});
  return { chain: { previous: url(behind) }, changedAt };
}

/** A month becomes an archive, to which nothing is added, once a newer month has articles. */
async function linkBesideMonth(
  view: View,
  url: UrlOf,
  month: string,
  current: string,
): Promise<LinkedArchives> {
  const months = (await view.months()).map((m) => m.month);
  const at = months.indexOf(month);
  const [newer, older] = [months[at - 1], months[at + 1]];
  const chain: ArchiveLinks = {
    current,
    ...(older === undefined ? {} : { previous: url(older) }),
    ...(newer === undefined ? {} : { next: url(newer), archive: true }),
  };
  const links = await findLinkedSince(view, [newer, older]);
  return { chain, changedAt: Math.max(links, view.changedAt([], {})) };
}
