/** Pagination of feeds (RFC 5005): links a feed to its monthly archives, so that together they hold every visible article. */
import type { Entry } from '../../domain/content/article.ts';
import { archiveFeedPath, type FeedWanted, feedPath } from '../../domain/site/paths.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { monthOf } from '../../domain/time/month.ts';
import type { FeedChain } from '../../feeds/document.ts';
import { linkedSince } from '../release/month-last-modified.ts';
import type { View } from '../release/view.ts';

export type Chained = { chain: FeedChain; changedAt: Instant };

const NONE: Chained = { chain: {}, changedAt: 0 };

/** Feeds of topics have no archives: their articles are in the months of the whole site. */
export function feedChain(
  view: View,
  base: string,
  wanted: FeedWanted,
  entries: readonly Entry[],
): Promise<Chained> {
  if (wanted.topic !== undefined || entries.length === 0) return Promise.resolve(NONE);
  const url = (month: string) => `${base}${archiveFeedPath(wanted.format, month)}`;
  return wanted.month === undefined
    ? behindFeed(view, url, entries)
    : besideMonth(view, url, wanted.month, `${base}${feedPath(wanted.format)}`);
}

type UrlOf = (month: string) => string;

/** Links to the newest month that is not whole in the feed itself. */
async function behindFeed(view: View, url: UrlOf, entries: readonly Entry[]): Promise<Chained> {
  const zone = view.release.index.publication.timezone;
  const oldest = monthOf(entries.at(-1)!.date, zone);
  const carried = entries.filter((entry) => monthOf(entry.date, zone) === oldest).length;
  const months = await view.months();
  const isWhole = months.some(({ month, count }) => month === oldest && count === carried);
  const behind = months.find(({ month }) => (isWhole ? month < oldest : month <= oldest))?.month;
  if (behind === undefined) return NONE;
  // The choice of the month depends on all articles that the feed does not carry, removed ones included.
  const changedAt = view.changedAt([...entries, ...(await view.month(behind))], {});
  return { chain: { previous: url(behind) }, changedAt };
}

/** A month becomes an archive, to which nothing is added, once a newer month has articles. */
async function besideMonth(view: View, url: UrlOf, month: string, current: string): Promise<Chained> {
  const months = (await view.months()).map((m) => m.month);
  const at = months.indexOf(month);
  const [newer, older] = [months[at - 1], months[at + 1]];
  const chain: FeedChain = {
    current,
    ...(older === undefined ? {} : { previous: url(older) }),
    ...(newer === undefined ? {} : { next: url(newer), archive: true }),
  };
  const links = await linkedSince(view, [newer, older]);
  return { chain, changedAt: Math.max(links, view.changedAt([], {})) };
}
