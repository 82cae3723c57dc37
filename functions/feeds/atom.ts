/** Renders Atom (RFC 4287): plain titles as text, ids untouched, `updated` apart from `published`. */

import { type FeedDocument, type FeedItem, titleOf, updatedAt } from './document.ts';
import { mediaElement } from './item.ts';
import { createFeed, createPlaceholders, type Placeholders } from './placeholders.ts';
import { cdata, element, escapeXml } from './xml.ts';

const NAMESPACES = {
  xmlns: 'http://www.w3.org/2005/Atom',
  'xmlns:fh': 'http://purl.org/syndication/history/1.0',
  'xmlns:media': 'http://search.yahoo.com/mrss/',
};

export function renderAtom(document: FeedDocument): string {
  const placeholders = createPlaceholders();
  const text = (value: string) => placeholders.mark(escapeXml(value));
  const feed = createFeed({
    id: document.id,
    title: text(document.title),
    description: document.description && text(document.description),
    link: text(document.home),
    updated: new Date(document.updated ?? document.changedAt),
    author: { name: text(document.publisher) },
    feedLinks: { atom: text(document.self) },
    copyright: placeholders.mark(feedExtras(document)),
    ...(document.hub ? { hub: text(document.hub) } : {}),
  });
  for (const item of document.items) feed.addItem(itemOf(document, item, placeholders));
  const root = element('feed', { ...NAMESPACES, 'xml:lang': document.language }, '');
  const laidOut = feed
    .atom1()
    .replace(/<feed [^>]*>/, root.replace('</feed>', ''))
    .replaceAll('<title type="html">', '<title>')
    .replaceAll('<summary type="html">', '<summary>');
  return placeholders.fill(laidOut);
}

function itemOf(document: FeedDocument, item: FeedItem, placeholders: Placeholders) {
  const text = (value: string) => placeholders.mark(escapeXml(value));
  return {
    title: text(titleOf(document, item)),
    id: text(item.id),
    link: text(item.url),
    date: new Date(updatedAt(item.entry)),
    published: new Date(item.entry.date),
    ...(item.entry.summary && { description: text(item.entry.summary) }),
    ...(item.html && { content: placeholders.mark(cdata(item.html)) }),
    author: item.entry.authors.map((name) => ({ name: text(name) })),
    copyright: placeholders.mark(itemExtras(item)),
  };
}

function feedExtras({ chain, icons }: FeedDocument): string {
  const link = (rel: string, href: string | undefined) => (href ? [element('link', { rel, href })] : []);
  return [
    ...(icons
      ? [element('icon', {}, escapeXml(icons.small)), element('logo', {}, escapeXml(icons.large))]
      : []),
    ...(chain.archive ? [element('fh:archive', {})] : []),
    ...link('current', chain.current),
    ...link('prev-archive', chain.previous),
    ...link('next-archive', chain.next),
  ].join('');
}

function itemExtras({ entry, topic, image }: FeedItem): string {
  return [
    element('category', { term: entry.topic, scheme: topic.url, label: topic.name }),
    ...entry.tags.map((term) => element('category', { term })),
    mediaElement(image),
  ].join('');
}
