/** XML text that no content can break out of. */
import { escapeHtml, stripForbidden } from '../domain/text/escape.ts';

/** For text and attributes alike; what XML 1.0 §2.2 forbids is left out. */
export const escapeXml = (text: string): string => escapeHtml(stripForbidden(text));

/**
 * For titles, names and the description of the channel, where readers of RSS differ on what is HTML: to XML the same, and the
 * profile's way to say that it is none (rssboard.org/rss-profile#data-types-characterdata).
 */
export const escapePlain = (text: string): string =>
  escapeXml(text).replaceAll('&amp;', '&#x26;').replaceAll('&lt;', '&#x3C;');

/**
 * Plain text where a reader expects HTML, as in the `description` of an RSS item: escaped for HTML, then for XML, so that
 * the HTML parser of the reader gives the text back (rssboard.org/rss-profile#element-channel-item-description).
 */
export const escapeTwice = (text: string): string => escapeXml(escapeHtml(stripForbidden(text)));

/** Every `]]>` is cut in two, not only the first. */
export const cdata = (text: string): string =>
  `<![CDATA[${stripForbidden(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element; `content` is XML already, an undefined attribute is left out. */
export function element(name: string, attributes: Attributes, content?: string): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join('');
  return content === undefined ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

export const XML = '<?xml version="1.0" encoding="utf-8"?>\n';
