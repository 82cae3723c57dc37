/** Marks paid links: search engines ask for `rel="sponsored"` on links that somebody pays for. */
import type { Fragment } from './article.ts';
import { pictureMark } from './fragment.ts';

/**
 * Links within the site begin with a mark, and links to mailboxes with `mailto:`: nobody pays for either. A link that is marked already
 * stays as it is.
 */
const WEB_LINK = /<a (?![^>]*\brel=)(?=[^>]*\bhref="(?:https?:)?\/\/)/gi;

/** A picture that leads to another site: the mark of its place, for it has no link yet. */
const LINKED_PICTURE = /\u0001f(\d+) (https?:[^ \u0002]*)\u0002/gi;

/** The text of a sponsor with every link to another site marked. Text in a fragment is escaped, so every `<a ` is a link. */
export const markPaidLinks = (body: Fragment): Fragment => ({
  ...body,
  html: body.html
    .replace(WEB_LINK, '<a rel="sponsored" ')
    .replace(LINKED_PICTURE, (_, n: string, link: string) => pictureMark(Number(n), link, 'sponsored')),
});
