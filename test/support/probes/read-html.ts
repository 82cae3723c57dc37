/** A strict reader of the site's pages: turns HTML into XML, so that open elements and unescaped text throw. */
import { readXml, type XmlElement } from './read-xml.ts';

const VOID = /<(area|br|col|hr|img|input|link|meta|source)\b([^>]*?)\/?>/g;
const TAG = /<[a-z][^>]*>/gi;
/** Attributes without a value, or quoted text, in which such a word is no attribute. */
const BARE = /"[^"]*"| (?:checked|required|open|defer|download)(?=[ />])/g;

/** Attribute values are always quoted and hold no `>`: pages escape both. */
export const readHtml = (text: string): XmlElement =>
  readXml(
    text
      .replace(/^<!doctype html>\n/, '')
      .replace(VOID, '<$1$2/>')
      .replace(TAG, (tag) => tag.replace(BARE, (found) => (found.startsWith('"') ? found : `${found}=""`))),
  );

export const descendants = (element: XmlElement): XmlElement[] =>
  element.children.flatMap((child) => [child, ...descendants(child)]);

export const all = (page: string, name: string): XmlElement[] =>
  descendants(readHtml(page)).filter((element) => element.name === name);
