/** Marks paid links: search engines ask for `rel="sponsored"` on links that somebody pays for. */
import type { Fragment } from './article.ts';

/**
 * Links within the site begin with a mark, and links to mailboxes with `mailto:`: nobody pays for either. A link that is marked already
 * stays as it is.
 */
const WEB_LINK = /<a (?![^>]*\brel=)(?=[^>]*\bhref="(?:https?:)?\/\/)/gi;

/** The text of a sponsor with every link to another site marked. Text in a fragment is escaped, so every `<a ` is a link. */
export const markPaidLinks = (body: Fragment): Fragment => ({
  ...body,
  html: body.html.replace(WEB_LINK, '<a rel="sponsored" '),
});
