/** Pagination of feeds (RFC 5005): links a feed to its monthly archives, so that together they hold every visible article. */
import type { Entry } from '../../domain/content/article.ts';
import type { ListScope } from '../../domain/release/last-modified.ts';
import { type FeedRequest, feedPathOf } from '../../domain/site/paths.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { monthOf } from '../../domain/time/month.ts';
import type { ArchiveLinks } from '../../feeds/document.ts';
import { findLinkedSince } from '../release/month-last-modified.ts';
import type { View } from '../release/view.ts';

export type LinkedArchives = { chain: ArchiveLinks; changedAt: Instant };

const NO_ARCHIVES: LinkedArchives = { chain: {}, changedAt: 0 };

/** The months of the whole site, or those of a topic. */
type Months = {
  /** Newest first; of a topic, some may have no visible article. */
  list(): Promise<readonly string[]>;
  count(month: string): Promise<number>;
  entries(month: string): Promise<readonly Entry[]>;
  /** The removals that may have changed which months there are. */
  scope: ListScope;
};

export function linkArchives(
  view: View,
  base: string,
  wanted: FeedRequest,
  entries: readonly Entry[],
): Promise<LinkedArchives> {
  if (entries.length === 0) return Promise.resolve(NO_ARCHIVES);
  const { month, ...feed } = wanted;
  const months = monthsOf(view, feed.topic);
  const url = (other: string) => `${base}${feedPathOf({ ...feed, month: other })}`;
  return month === undefined
    ? linkBehindFeed(view, months, url, entries)
    : linkBesideMonth(view, months, url, { month, current: `${base}${feedPathOf(feed)}` });
}

function monthsOf(view: View, topic: string | undefined): Months {
  if (topic !== undefined) {
    const entries = (month: string) => monthOfTopic(view, topic, month);
    return {
      list: () => view.release.topicMonths(topic),
      count: async (month) => (await entries(month)).length,
      entries,
      scope: { topic },
    };
  }
  return {
    list: async () => (await view.months()).map(({ month }) => month),
    count: async (month) => (await view.months()).find((m) => m.month === month)?.count ?? 0,
    entries: view.month,
    scope: {},
  };
}

/** Visible articles of a topic in a month, newest first. */
export const monthOfTopic = async (view: View, topic: string, month: string): Promise<readonly Entry[]> =>
  (await view.month(month)).filter((entry) => entry.topic === topic);

type UrlOf = (month: string) => string;

async function findFilled(months: Months, candidates: readonly string[]): Promise<string | undefined> {
  for (const month of candidates) if ((await months.count(month)) > 0) return month;
  return undefined;
}

/** Links to the newest month that is not whole in the feed itself. */
async function linkBehindFeed(
  view: View,
  months: Months,
  url: UrlOf,
  entries: readonly Entry[],
): Promise<LinkedArchives> {
  const zone = view.release.index.publication.timezone;
  const oldest = monthOf(entries.at(-1)!.date, zone);
  const carried = entries.filter((entry) => monthOf(entry.date, zone) === oldest).length;
  const isWhole = (await months.count(oldest)) === carried;
  const older = (await months.list()).filter((month) => (isWhole ? month < oldest : month <= oldest));
  const behind = await findFilled(months, older);
  if (behind === undefined) return NO_ARCHIVES;
  // The choice of the month depends on all articles that the feed does not carry, removed ones included.
  const changedAt = view.changedAt([...entries, ...(await months.entries(behind))], months.scope);
  return { chain: { previous: url(behind) }, changedAt };
}

/** A month becomes an archive, to which nothing is added, once a newer month has articles. */
async function linkBesideMonth(
  view: View,
  months: Months,
  url: UrlOf,
  { month, current }: { month: string; current: string },
): Promise<LinkedArchives> {
  const all = await months.list();
  const older = await findFilled(
    months,
    all.filter((other) => other < month),
  );
  const newer = await findFilled(months, all.filter((other) => other > month).toReversed());
  const chain: ArchiveLinks = {
    current,
    ...(older === undefined ? {} : { previous: url(older) }),
    ...(newer === undefined ? {} : { next: url(newer), archive: true }),
  };
  const links = await findLinkedSince(view, [newer, older], months.entries);
  return { chain, changedAt: Math.max(links, view.changedAt([], months.scope)) };
}
