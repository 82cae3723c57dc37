/** Renders RSS 2.0 by the Advisory Board's profile: summary before the whole content, names in dc:creator, one guid for life. */

import { CHANNEL_ICON_SIZE } from '../domain/site/paths.ts';
import { type FeedDocument, type FeedItem, titleOf } from './document.ts';
import { mediaElement } from './item.ts';
import { createFeed, createPlaceholders, EXTRA_ELEMENT, type Placeholders } from './placeholders.ts';
import { cdata, element, escapePlain, escapeTwice, escapeXml } from './xml.ts';

/** XML namespaces exactly as their specifications spell them, with the trailing slashes. */
const NAMESPACES = {
  'xmlns:atom': 'http://www.w3.org/2005/Atom',
  'xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:fh': 'http://purl.org/syndication/history/1.0',
  'xmlns:media': 'http://search.yahoo.com/mrss/',
};

export function renderRss(document: FeedDocument): string {
  const placeholders = createPlaceholders();
  const text = (value: string) => placeholders.mark(escapeXml(value));
  const feed = createFeed({
    id: document.id,
    title: placeholders.mark(escapePlain(document.title)),
    // RSS demands the element, and validators a text in it.
    description: placeholders.mark(escapePlain(document.description || document.title)),
    link: text(document.home),
    language: text(document.language),
    updated: new Date(document.updated ?? 0),
    feedLinks: { rss: text(document.self) },
    // The package writes `copyright` before the items. Extensions of the channel would come after them, which validators call misplaced.
    copyright: placeholders.mark(channelExtras(document)),
    ...(document.hub ? { hub: text(document.hub) } : {}),
  });
  for (const item of document.items) feed.addItem(itemOf(document, item, placeholders));
  const root = element('rss', { version: '2.0', ...NAMESPACES, 'xml:lang': document.language }, '');
  const laidOut = feed.rss2().replace(/<rss [^>]*>/, root.replace('</rss>', ''));
  // A feed without items has no last change of content, and the package would write one.
  const dated = document.updated === undefined ? laidOut.replace(BUILD_DATE, '') : laidOut;
  return placeholders.fill(dated);
}

const BUILD_DATE = /\s*<lastBuildDate>[^<]*<\/lastBuildDate>/;

function itemOf(document: FeedDocument, item: FeedItem, placeholders: Placeholders) {
  const plain = (value: string) => placeholders.mark(escapePlain(value));
  return {
    title: plain(titleOf(document, item)),
    link: placeholders.mark(escapeXml(item.url)),
    id: item.id,
    date: new Date(item.entry.date),
    // By the profile, the only RSS element whose text is HTML: a summary with tags would otherwise lose them in the feed reader.
    ...(item.entry.summary && { description: placeholders.mark(escapeTwice(item.entry.summary)) }),
    ...(item.html && { content: placeholders.mark(cdata(item.html)) }),
    extensions: [{ name: EXTRA_ELEMENT, objects: { _text: placeholders.mark(itemExtras(item)) } }],
  };
}

function channelExtras(document: FeedDocument): string {
  const { chain } = document;
  const link = (rel: string, href: string | undefined) =>
    href ? [element('atom:link', { rel, href, type: 'application/rss+xml' })] : [];
  return [
    ...channelImage(document),
    ...(chain.archive ? [element('fh:archive', {})] : []),
    ...link('current', chain.current),
    ...link('prev-archive', chain.previous),
    ...link('next-archive', chain.next),
  ].join('');
}

/** Title and link are the channel's own (rssboard.org/rss-profile#element-channel-image). */
function channelImage({ icons, title, home }: FeedDocument): string[] {
  if (!icons) return [];
  const side = String(CHANNEL_ICON_SIZE);
  const inner = [
    element('url', {}, escapeXml(icons.feed)),
    element('title', {}, escapePlain(title)),
    element('link', {}, escapeXml(home)),
    element('width', {}, side),
    element('height', {}, side),
  ];
  return [element('image', {}, inner.join(''))];
}

/** In RSS `author` must be an address, so all names go into one dc:creator: of several, many readers show a single one. */
function itemExtras({ entry, topic, image }: FeedItem): string {
  const authors = entry.authors.join(', ');
  return [
    authors && element('dc:creator', {}, escapePlain(authors)),
    element('category', { domain: topic.url }, escapePlain(topic.name)),
    ...entry.tags.map((tag) => element('category', {}, escapePlain(tag))),
    mediaElement(image),
  ].join('');
}
