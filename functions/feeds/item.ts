/** Makes an article's feed item: the whole content, absolute URLs, pictures with caption and alt text, corrections. */
import type { Entry, Fragment, Picture } from '../domain/content/article.ts';
import { fillHtml } from '../domain/content/fragment.ts';
import { leadMissingLinks, markFeedNotes } from '../domain/content/local-links.ts';
import { sizeInFeed } from '../domain/pictures/drawn-size.ts';
import type { Publication } from '../domain/publication/publication.ts';
import { feedIdOf } from '../domain/site/feed-id.ts';
import { articlePath, topicPath } from '../domain/site/paths.ts';
import { formatDate } from '../domain/text/dates.ts';
import { escapeHtml } from '../domain/text/escape.ts';
import { directionOf, markForeignText, say, turnArrows, type Words } from '../domain/text/translations.ts';
import type { FeedItem } from './document.ts';
import { element, escapeXml } from './xml.ts';

export type FeedContext = { publication: Publication; words: Words; base: string };

export function feedItem(context: FeedContext, entry: Entry, fragment: Fragment): FeedItem {
  const { publication, base } = context;
  const url = `${base}${articlePath(entry.slug)}`;
  const topic = publication.topics.find((t) => t.id === entry.topic);
  return {
    id: feedIdOf(publication.id, 'article', entry.id),
    url,
    entry,
    topic: { name: topic?.name ?? entry.topic, url: `${base}${topicPath(entry.topic)}` },
    html: itemHtml(context, entry, fragment, url),
    image: leadImage(entry.image, base),
  };
}

function itemHtml(context: FeedContext, entry: Entry, fragment: Fragment, url: string): string {
  const whole = entry.access === 'public';
  const medium = {
    base: context.base,
    picture: (picture: Picture) => renderFigure(picture, context.base),
    style: () => '',
  };
  // An article for subscribers of the letter shows the part above its fold, or its summary if it has none.
  const brief = fragment.folded
    ? leadMissingLinks(fillHtml(fragment, medium, 'brief'), undefined)
    : summaryHtml(entry);
  const body = whole ? fillHtml(fragment, medium) : brief;
  const parts = [
    entry.image ? renderFigure(entry.image, context.base) : '',
    // A link within the page would lead nowhere in most feed readers.
    markFeedNotes(body).replaceAll('href="#', `href="${url}#`),
    whole ? '' : letterOnlyNote(context, url),
    ...entry.corrections.map(({ date, text }) => correctionNote(context, date, text)),
  ].join('');
  return directContent(parts, context.publication.language);
}

const summaryHtml = ({ summary }: Entry): string => (summary ? `<p>${escapeHtml(summary)}</p>` : '');

/** Feed readers show an item in a page of their own direction, so a text from right to left says its own. */
const directContent = (html: string, language: string): string =>
  directionOf(language) === 'rtl'
    ? `<div lang="${language}" dir="rtl">${turnArrows(html, language)}</div>`
    : html;

const sayHtml = ({ publication, words }: FeedContext, key: string, values?: { date: string }): string =>
  markForeignText(escapeHtml(say(words, key, values)), publication.language);

function letterOnlyNote(context: FeedContext, url: string): string {
  return `<p><a href="${escapeHtml(url)}">${sayHtml(context, 'feed.letter-only')}</a></p>`;
}

function correctionNote(context: FeedContext, date: number, text: string): string {
  const day = formatDate(context, date, 'day');
  return `<p><strong>${sayHtml(context, 'feed.correction', { date: day })}</strong> ${escapeHtml(text)}</p>`;
}

/** Uses the mail variant: a JPEG or PNG, which every feed reader shows. */
function renderFigure(picture: Picture, base: string): string {
  const { alt, caption, credit, mail } = picture;
  const { width, height } = sizeInFeed(picture);
  const size = `width="${width}" height="${height}"`;
  const words = [escapeHtml(caption), credit && `<small>${escapeHtml(credit)}</small>`]
    .filter(Boolean)
    .join(' ');
  const image = `<img src="${escapeHtml(`${base}/${mail.path}`)}" alt="${escapeHtml(alt)}" ${size}/>`;
  return `<figure>${image}${words && `<figcaption>${words}</figcaption>`}</figure>`;
}

function leadImage(picture: Picture | undefined, base: string): FeedItem['image'] {
  if (!picture) return undefined;
  const { path, type, width, height } = picture.mail;
  return { url: `${base}/${path}`, type, width, height, alt: picture.alt, credit: picture.credit };
}

/** Renders Media RSS for the lead picture, which feed readers show in their lists, with its alt text and credit. */
export function mediaElement(image: FeedItem['image']): string {
  if (!image) return '';
  const { url, type, width, height, alt, credit } = image;
  const inner = [
    alt ? element('media:description', { type: 'plain' }, escapeXml(alt)) : '',
    credit ? element('media:credit', {}, escapeXml(credit)) : '',
  ].join('');
  return element('media:content', { url, type, medium: 'image', width, height }, inner);
}
