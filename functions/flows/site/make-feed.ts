/** Makes one feed of the articles that are visible now: of the whole site, of a topic or a term, or a month's archive (RFC 5005). */
import type { Entry } from '../../domain/content/article.ts';
import { BroadsheetError } from '../../domain/error.ts';
import type { ListScope } from '../../domain/release/last-modified.ts';
import { ownProperty } from '../../domain/release/lookup-table.ts';
import { feedIdOf } from '../../domain/site/feed-id.ts';
import {
  CHANNEL_ICON_SIZE,
  type FeedFormat,
  type FeedRequest,
  feedPathOf,
  type IconSize,
  iconName,
  monthPath,
  topicPath,
} from '../../domain/site/paths.ts';
import { TERM_FOLDERS, type TermAddress, termFeedPath, termPath } from '../../domain/site/terms.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { renderAtom } from '../../feeds/atom.ts';
import { type ArchiveLinks, type FeedDocument, MAX_FEED_ARTICLES, updatedAt } from '../../feeds/document.ts';
import { feedItem } from '../../feeds/item.ts';
import { renderJsonFeed } from '../../feeds/json-feed.ts';
import { renderRss } from '../../feeds/rss.ts';
import { readTerm } from '../release/terms.ts';
import type { View } from '../release/view.ts';
import { linkArchives, monthOfTopic } from './feed-archives.ts';

const WRITER_BY_FORMAT: Readonly<Record<FeedFormat, (document: FeedDocument) => string>> = {
  rss: renderRss,
  atom: renderAtom,
  json: renderJsonFeed,
};

/** `archive`: true for a month to which nothing will be added. */
export type MadeFeed = { text: string; changedAt: Instant; archive: boolean };

/** Throws `not-found` for an unknown topic, and for a month without visible articles. */
export async function makeFeed(view: View, base: string, wanted: FeedRequest): Promise<MadeFeed> {
  const found = await selectEntries(view, wanted);
  const entries = wanted.month === undefined ? found.slice(0, MAX_FEED_ARTICLES) : found;
  const { chain, changedAt: linkedAt } = await linkArchives(view, base, wanted, entries);
  const changedAt = Math.max(linkedAt, view.changedAt(entries, scopeOf(wanted, found)));
  return writeFeed(view, base, wanted.format, {
    ...{ describe: describeFeed(view, base, wanted), entries, chain, changedAt },
  });
}

/** The feed of an author, a tag or a series. Throws `not-found` for a term without visible articles. */
export async function makeTermFeed(
  view: View,
  base: string,
  format: FeedFormat,
  address: TermAddress,
): Promise<MadeFeed> {
  const term = await readTerm(view, { ...address, limit: MAX_FEED_ARTICLES + 1 });
  if (!term) throw new BroadsheetError('not-found', 'There is no such feed.');
  const entries = term.entries.slice(0, MAX_FEED_ARTICLES);
  const { id, title, description } = view.release.index.publication;
  const describe = {
    id: feedIdOf(id, 'feed', `${TERM_FOLDERS[term.taxonomy]}/${term.slug}`),
    title: `${title}: ${term.name}`,
    description,
    home: `${base}${termPath(term)}`,
    self: `${base}${termFeedPath(format, term)}`,
  };
  const complete = term.entries.length <= MAX_FEED_ARTICLES;
  return writeFeed(view, base, format, {
    ...{ describe, entries, chain: {}, changedAt: view.changedAt(entries, { complete }) },
  });
}

type FeedParts = {
  describe: Pick<FeedDocument, 'id' | 'title' | 'description' | 'home' | 'self'>;
  entries: readonly Entry[];
  chain: ArchiveLinks;
  changedAt: Instant;
};

async function writeFeed(
  view: View,
  base: string,
  format: FeedFormat,
  { describe, entries, chain, changedAt }: FeedParts,
): Promise<MadeFeed> {
  const { publication, words } = view.release.index;
  const context = { publication, words, base };
  const items = await Promise.all(
    entries.map(async (entry) => feedItem(context, entry, await view.release.fragment(entry))),
  );
  const document: FeedDocument = {
    ...describe,
    language: publication.language,
    publisher: publication.title,
    hub: publication.hub === undefined ? undefined : new URL(publication.hub).href,
    icons: iconsOf(view, base),
    chain,
    // The last change of content alone. Last-Modified also counts changes of the list and of the look.
    updated: entries.length > 0 ? Math.max(...entries.map(updatedAt)) : undefined,
    // A machine whose clock is behind the publisher's knows of no change yet.
    changedAt: changedAt || view.changes.site,
    items,
  };
  return {
    text: WRITER_BY_FORMAT[format](document),
    changedAt,
    archive: chain.archive === true,
  };
}

function iconsOf({ release }: View, base: string): FeedDocument['icons'] {
  const { assets } = release.index;
  const paths = [CHANNEL_ICON_SIZE, 192, 512].map((size) => ownProperty(assets, iconName(size as IconSize)));
  const [feed, small, large] = paths.map((path) => path && `${base}/${path}`);
  return feed && small && large ? { feed, small, large } : undefined;
}

async function selectEntries(view: View, { topic, month }: FeedRequest): Promise<readonly Entry[]> {
  if (topic !== undefined && !view.release.index.publication.topics.some((t) => t.id === topic))
    throw new BroadsheetError('not-found', 'There is no such topic.');
  if (month !== undefined) {
    const entries = topic === undefined ? await view.month(month) : await monthOfTopic(view, topic, month);
    if (entries.length === 0) throw new BroadsheetError('not-found', `Nothing was published in ${month}.`);
    return entries;
  }
  // One article more than fits tells whether older ones exist.
  const limit = MAX_FEED_ARTICLES + 1;
  return view.newest(topic === undefined ? { limit } : { topic, limit });
}

/**
 * The scope of the removals that may have changed the feed (domain/release/last-modified.ts). A feed without older articles is complete
 * even when full: the removal of an older one took away its link to the archive.
 */
function scopeOf({ topic, month }: FeedRequest, found: readonly Entry[]): ListScope {
  if (month !== undefined) return topic === undefined ? { month } : { topic, month };
  const complete = found.length <= MAX_FEED_ARTICLES;
  return topic === undefined ? { complete } : { topic, complete };
}

function describeFeed(view: View, base: string, wanted: FeedRequest) {
  const { topic, month } = wanted;
  const { id, title, description, topics } = view.release.index.publication;
  const self = `${base}${feedPathOf(wanted)}`;
  const name = topics.find((t) => t.id === topic)?.name;
  const path = [topic && `topics/${topic}`, month && `archive/${month}`].filter((part) => part !== undefined);
  const page = topic === undefined ? (month === undefined ? '/' : monthPath(month)) : topicPath(topic);
  return {
    id: feedIdOf(id, 'feed', path.join('/')),
    title: [title, name, month].filter((part) => part !== undefined).join(': '),
    description,
    home: `${base}${page}`,
    self,
  };
}
