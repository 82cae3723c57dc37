/** Renders Media RSS for an item's lead picture, which readers show in their lists, with its alt text and credit. */
import type { FeedItem } from './document.ts';
import { element, escapeXml } from './xml.ts';

export function media(image: FeedItem['image']): string {
  if (!image) return '';
  const { url, type, width, height, alt, credit } = image;
  const inner = [
    alt ? element('media:description', { type: 'plain' }, escapeXml(alt)) : '',
    credit ? element('media:credit', {}, escapeXml(credit)) : '',
  ].join('');
  return element('media:content', { url, type, medium: 'image', width, height }, inner);
}
