/** Makes one feed of the articles that are visible now: of the whole site, of a topic, or a month's archive (RFC 5005). */
import type { Entry } from '../../domain/content/article.ts';
import { BroadsheetError } from '../../domain/error.ts';
import type { ListScope } from '../../domain/release/last-modified.ts';
import { feedId } from '../../domain/site/feed-id.ts';
import {
  type FeedFormat,
  type FeedWanted,
  feedPathOf,
  monthPath,
  topicPath,
} from '../../domain/site/paths.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { atom } from '../../feeds/atom.ts';
import { type FeedDocument, updatedAt } from '../../feeds/document.ts';
import { feedItem } from '../../feeds/item.ts';
import { jsonFeed } from '../../feeds/json-feed.ts';
import { rss } from '../../feeds/rss.ts';
import type { View } from '../release/view.ts';
import { feedChain } from './feed-archives.ts';

/** Articles in a feed, about 100 KB with whole texts. Older ones are in the months' archives. */
const FEED_LENGTH = 25;

const PRINTERS: Readonly<Record<FeedFormat, (document: FeedDocument) => string>> = {
  rss,
  atom,
  json: jsonFeed,
};

/** `archive`: true for a month to which nothing will be added. */
export type MadeFeed = { text: string; changedAt: Instant; archive: boolean };

/** Throws `not-found` for an unknown topic, and for a month without visible articles. */
export async function makeFeed(view: View, base: string, wanted: FeedWanted): Promise<MadeFeed> {
  const entries = await entriesOf(view, wanted);
  const { publication, words } = view.release.index;
  const context = { publication, words, base };
  const items = await Promise.all(
    entries.map(async (entry) => feedItem(context, entry, await view.release.fragment(entry))),
  );
  const { chain, changedAt } = await feedChain(view, base, wanted, entries);
  const document: FeedDocument = {
    ...placeOf(view, base, wanted),
    language: publication.language,
    publisher: publication.title,
    hub: publication.hub === undefined ? undefined : new URL(publication.hub).href,
    chain,
    // The last change of content alone. Last-Modified also counts changes of the list and of the look.
    updated: entries.reduce((latest, entry) => Math.max(latest, updatedAt(entry)), 0),
    items,
  };
  return {
    text: PRINTERS[wanted.format](document),
    changedAt: Math.max(changedAt, view.changedAt(entries, scopeOf(wanted, entries))),
    archive: chain.archive === true,
  };
}

async function entriesOf(view: View, { topic, month }: FeedWanted): Promise<readonly Entry[]> {
  if (month !== undefined) {
    const entries = await view.month(month);
    if (entries.length === 0) throw new BroadsheetError('not-found', `Nothing was published in ${month}.`);
    return entries;
  }
  if (topic !== undefined && !view.release.index.publication.topics.some((t) => t.id === topic))
    throw new BroadsheetError('not-found', 'There is no such topic.');
  return view.newest(topic === undefined ? { limit: FEED_LENGTH } : { topic, limit: FEED_LENGTH });
}

/** The scope of the removals that may have changed the feed (domain/release/last-modified.ts). */
function scopeOf({ topic, month }: FeedWanted, entries: readonly Entry[]): ListScope {
  if (month !== undefined) return { month };
  const complete = entries.length < FEED_LENGTH;
  return topic === undefined ? { complete } : { topic, complete };
}

function placeOf(view: View, base: string, wanted: FeedWanted) {
  const { topic, month } = wanted;
  const { id, title, description, topics } = view.release.index.publication;
  const self = `${base}${feedPathOf(wanted)}`;
  if (month !== undefined) {
    return {
      id: feedId(id, 'feed', `archive/${month}`),
      title: `${title}: ${month}`,
      description,
      home: `${base}${monthPath(month)}`,
      self,
    };
  }
  const name = topics.find((t) => t.id === topic)?.name;
  return {
    id: feedId(id, 'feed', topic === undefined ? '' : `topics/${topic}`),
    title: name === undefined ? title : `${title}: ${name}`,
    description,
    home: topic === undefined ? `${base}/` : `${base}${topicPath(topic)}`,
    self,
  };
}
