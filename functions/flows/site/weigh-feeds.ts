/** Weighs the feeds of a release: services refuse a heavy feed, and its readers hear of nothing any more. */
import type { Entry } from '../../domain/content/article.ts';
import type { Release } from '../../domain/release/release.ts';
import { feedPath } from '../../domain/site/paths.ts';
import { type FeedItem, MAX_FEED_ARTICLES } from '../../feeds/document.ts';
import { feedItem } from '../../feeds/item.ts';
import type { IdentityFault } from '../release/identity-fault.ts';

/**
 * Bytes before compression. FeedBurner refuses more (github.com/cabinjs/cabin/issues/90); CommaFeed more than 5 MB (Athou/commafeed#1580),
 * Miniflux more than 15 MB (miniflux/v2#2374).
 */
const MAX_FEED_BYTES = 512 * 1024;
/** Bytes of content from which a feed is written out to be weighed: JSON takes two bytes for a quote, and each item has a frame. */
const MIN_WEIGHED_BYTES = MAX_FEED_BYTES / 3;
const MAX_NAMED_ARTICLES = 3;

type WeighedFeed = { path: string; bytes: number; items: readonly FeedItem[] };

/** Articles to come count, because time alone will add them. One warning for all feeds, because they carry the same articles. */
export async function weighFeeds(release: Release, base: string): Promise<IdentityFault[]> {
  const topics = release.index.publication.topics.filter((topic) => !topic.retired);
  const heavy: WeighedFeed[] = [];
  for (const topic of [undefined, ...topics.map(({ id }) => id)]) {
    const feed = await weighFeed(release, base, topic);
    if (feed.bytes > MAX_FEED_BYTES) heavy.push(feed);
  }
  const items = new Map(heavy.flatMap((feed) => feed.items).map((item) => [item.id, item]));
  const heaviest = [...items.values()]
    .map(({ entry, html }) => ({ entry, bytes: Buffer.byteLength(html) }))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, MAX_NAMED_ARTICLES);
  return heaviest.length > 0 ? [describeHeavyFeeds(heavy, heaviest)] : [];
}

async function weighFeed(release: Release, base: string, topic: string | undefined): Promise<WeighedFeed> {
  const { publication, words } = release.index;
  const entries: Entry[] = [];
  for await (const entry of release.entries(topic)) {
    if (entries.length === MAX_FEED_ARTICLES) break;
    if (!entry.draft && !entry.withdrawn) entries.push(entry);
  }
  const path = feedPath('rss', topic);
  const content = entries.reduce((sum, { htmlBytes = MIN_WEIGHED_BYTES }) => sum + htmlBytes, 0);
  if (content < MIN_WEIGHED_BYTES) return { path, bytes: 0, items: [] };
  const items = [];
  for (const entry of entries)
    items.push(feedItem({ publication, words, base }, entry, await release.fragment(entry)));
  return { path, bytes: await weighItems(release, base, items), items };
}

/** Bodies are read, and the writers loaded, only if a feed may be too heavy, because every build weighs. */
async function weighItems(release: Release, base: string, items: readonly FeedItem[]): Promise<number> {
  const { renderJsonFeed } = await import('../../feeds/json-feed.ts');
  const { renderRss } = await import('../../feeds/rss.ts');
  const { title, description, language } = release.index.publication;
  const head = { id: '', title, description, language, publisher: title, home: base, self: base };
  const document = { ...head, hub: undefined, icons: undefined, chain: {}, updated: 0, changedAt: 0, items };
  return Math.max(...[renderRss, renderJsonFeed].map((render) => Buffer.byteLength(render(document))));
}

const formatKilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;

function describeHeavyFeeds(
  heavy: readonly WeighedFeed[],
  heaviest: readonly { entry: Entry; bytes: number }[],
): IdentityFault {
  const feeds = heavy.map(({ path, bytes }) => `${path}: ${formatKilobytes(bytes)}`).join(', ');
  const articles = heaviest.map(({ entry, bytes }) => `${entry.slug} (${formatKilobytes(bytes)})`).join(', ');
  return {
    ...{ of: { article: heaviest[0]!.entry.slug }, key: 'title', level: 'warning' },
    message: `Feeds have more than ${formatKilobytes(MAX_FEED_BYTES)}, which some services refuse: ${feeds}.`,
    remedy: `Shorten or split the heaviest articles: ${articles}.`,
  };
}
