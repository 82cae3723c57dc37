/** Links and ids within a filled text: what becomes of them where the text is cut, mailed, or stands beside other texts. */
import { decodePath } from '../site/decoded-path.ts';
import { escapeHtml } from '../text/escape.ts';
import { encodeAnchor } from './anchors.ts';

/** Matches attributes and tags alone: quotes and angle brackets in text and attributes are escaped. */
const ID = / id="([^"]*)"/g;
const LOCAL_LINK = /<a href="#([^"]*)"([^>]*)>(.*?)<\/a>/gs;
const FORMER_ANCHOR = /<span id="[^"]*"><\/span>/g;
const NOTE_LINK = /(<sup class="footnote-ref"[^>]*>)<a [^>]*>([^<]*)<\/a>/g;
const WAY_BACK = / <a href="#[^"]*" class="footnote-backref"[^>]*>[^<]*<\/a>/g;

const idsIn = (html: string): string[] => Array.from(html.matchAll(ID), ([, id]) => id!);

/** Leads links to what the text does not hold to the `page` that holds it; without a page their words stay. */
export function leadMissingLinks(html: string, page: string | undefined): string {
  const ids = new Set(idsIn(html));
  return html.replace(LOCAL_LINK, (link, place: string, attributes: string, words: string) => {
    if (ids.has(decodePath(place))) return link;
    return page === undefined ? words : `<a href="${escapeHtml(page)}#${place}"${attributes}>${words}</a>`;
  });
}

/**
 * Prepares the text for a letter. Gmail and others follow no link within a message, so notes have their numbers alone, other links lead to
 * the `page`, and no id is left. Without a page, the words of such a link stay.
 */
export function dropLocalLinks(html: string, page: string | undefined): string {
  const plain = html
    .replace(WAY_BACK, '')
    .replace(NOTE_LINK, '$1$2')
    .replace(FORMER_ANCHOR, '')
    .replace(ID, '');
  return leadMissingLinks(plain, page);
}

/** Leaves a feed the ids and classes of footnotes alone: by these NetNewsWire shows a note beside its number (its newsfoot.js). */
export const markFeedNotes = (html: string): string =>
  html
    .replace(FORMER_ANCHOR, '')
    .replace(/ (class|id)="([^"]*)"/g, (attribute, name: string, value: string) => {
      if (name === 'id') return markFeedNote(attribute, value);
      if (value === 'footnote-backref') return ' class="reversefootnote"';
      return value === 'footnotes' ? attribute : '';
    });

function markFeedNote(attribute: string, id: string): string {
  if (id.includes('fnref:')) return ` class="footnote"${attribute}`;
  return id.includes('fn:') ? attribute : '';
}

/** Makes the ids of each text that stands on one page its own: where one is taken, all ids of the text end in `.2`, `.3` …. */
export function createIdClaims(taken: Iterable<string>): (html: string) => string {
  const seen = new Set(taken);
  return (html) => {
    const ids = idsIn(html);
    const numbered = (id: string, n: number) => (n === 1 ? id : `${id}.${n}`);
    let n = 1;
    while (ids.some((id) => seen.has(numbered(id, n)))) n++;
    for (const id of ids) seen.add(numbered(id, n));
    if (n === 1) return html;
    const own = new Set(ids);
    return html
      .replace(ID, (_, id: string) => ` id="${numbered(id, n)}"`)
      .replace(/<a href="#([^"]*)"/g, (link, place: string) =>
        own.has(decodePath(place)) ? `<a href="#${encodeAnchor(numbered(decodePath(place), n))}"` : link,
      );
  };
}
