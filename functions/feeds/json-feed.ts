/** Renders JSON Feed 1.1 (jsonfeed.org/version/1.1) without the `feed` package, which only knows version 1. */
import { stripForbidden } from '../domain/text/escape.ts';
import { formatRfc3339 } from '../domain/time/instant.ts';
import { type FeedDocument, type FeedItem, titleOf, updatedAt } from './document.ts';

export function renderJsonFeed(document: FeedDocument): string {
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: document.title,
    home_page_url: document.home,
    feed_url: document.self,
    description: document.description || undefined,
    language: document.language,
    icon: document.icons?.large,
    favicon: document.icons?.small,
    // Some readers add the feed's authors to an item's own.
    authors: areAllSigned(document.items) ? undefined : [{ name: document.publisher, url: document.home }],
    next_url: document.chain.previous,
    hubs: document.hub ? [{ type: 'WebSub', url: document.hub }] : undefined,
    items: document.items.map((item) => itemOf(document, item)),
  };
  // Strict readers refuse lone surrogates, which JSON.stringify would keep as escapes.
  return JSON.stringify(feed, (_, value) => (typeof value === 'string' ? stripForbidden(value) : value));
}

const areAllSigned = (items: readonly FeedItem[]): boolean =>
  items.length > 0 && items.every(({ entry }) => entry.authors.length > 0);

function itemOf(document: FeedDocument, item: FeedItem) {
  const { id, url, entry, topic, html, image } = item;
  const updated = updatedAt(entry);
  return {
    id,
    url,
    external_url: entry.canonical,
    title: titleOf(document, item),
    content_html: html || undefined,
    // An item needs either content; a text says that nothing is lost here.
    content_text: html ? undefined : entry.summary || entry.title,
    summary: entry.summary || undefined,
    image: image?.url,
    date_published: formatRfc3339(entry.date),
    date_modified: updated > entry.date ? formatRfc3339(updated) : undefined,
    authors: entry.authors.length > 0 ? entry.authors.map((name) => ({ name })) : undefined,
    tags: [topic.name, ...entry.tags],
  };
}
