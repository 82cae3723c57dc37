/** Escaping and elements of XML, so that no content can break out of its place (injection). */
import { escapeHtml, stripForbidden } from '../domain/text/escape.ts';

/** Escapes text and attributes; characters that XML 1.0 §2.2 forbids are left out. */
export const escapeXml = (text: string): string => escapeHtml(stripForbidden(text));

/**
 * Escapes titles, names and the channel's description, for which readers of RSS differ on whether they are HTML. For XML the text is the
 * same, and by the profile this form says that it is none (rssboard.org/rss-profile#data-types-characterdata).
 */
export const escapePlain = (text: string): string =>
  escapeXml(text).replaceAll('&amp;', '&#x26;').replaceAll('&lt;', '&#x3C;');

/**
 * Escapes plain text where a feed reader expects HTML, as in an RSS item's `description`: for HTML, then for XML, so that the reader's HTML
 * parser returns the text (rssboard.org/rss-profile#element-channel-item-description).
 */
export const escapeTwice = (text: string): string => escapeXml(escapeHtml(stripForbidden(text)));

/** Wraps text in CDATA; every `]]>` is cut in two, not only the first. */
export const cdata = (text: string): string =>
  `<![CDATA[${stripForbidden(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Renders an element; `content` is XML already, and an undefined attribute is left out. */
export function element(name: string, attributes: Attributes, content?: string): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join('');
  return content === undefined ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

export const XML = '<?xml version="1.0" encoding="utf-8"?>\n';
