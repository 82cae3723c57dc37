/** Parses a link in content: the target is the web, a mailbox, this site, or a place in the same text; any other link is a fault. */
import { formatNumber, MAX_URL } from '../source/text-limits.ts';
import { fileSlug } from '../text/slug.ts';
import { decodePath } from './decoded-path.ts';
import { articlePath } from './paths.ts';

export type LinkFault = { message: string; remedy: string };
export type LinkTarget =
  | { kind: 'web' | 'mail'; href: string }
  /** `href` starts with `/`. */
  | { kind: 'site'; href: string }
  /** `href` is `#name`. */
  | { kind: 'place'; href: string }
  | { kind: 'fault'; fault: LinkFault };

export const isWebUrl = (url: string): boolean =>
  url.length <= MAX_URL && /^https?:\/\/[^/\s]/i.test(url) && URL.canParse(url);

const WHOLE_URL_REMEDY =
  'Write a whole URL (https://…), a path that starts with /, or the file name of an article.';

/** `other-article.md`, `2026-11-20-other-article.md`, `../articles/other-article.md`, each with a `#place`. */
const ARTICLE_FILE_PATTERN = /^(?:\.{1,2}\/(?:articles\/)?|articles\/)?([^/?#:\\]+\.md)(#.*)?$/i;

/** `href` is percent-encoded already where a URL needs it. */
export function parseLinkTarget(href: string): LinkTarget {
  if (href.length > MAX_URL) {
    const message = `The link \`${shortenText(href)}\` has ${formatNumber(href.length)} characters.`;
    return createFault(message, `Use an address of ${formatNumber(MAX_URL)} at most.`);
  }
  if (/^https?:/i.test(href)) {
    if (isWebUrl(href)) return { kind: 'web', href };
    return createFault(`The link \`${shortenText(href)}\` is not a valid URL.`, WHOLE_URL_REMEDY);
  }
  if (/^mailto:/i.test(href)) {
    if (/^mailto:[^@\s]+@[^@\s]+$/i.test(href)) return { kind: 'mail', href };
    return createFault(`\`${shortenText(href)}\` is not a mail address.`, 'Write `mailto:name@example.com`.');
  }
  if (/^#./.test(href)) return { kind: 'place', href };
  if (/^\/(?![/\\])/.test(href)) return { kind: 'site', href };
  const [, file, place] = ARTICLE_FILE_PATTERN.exec(href) ?? [];
  if (file !== undefined)
    return { kind: 'site', href: `${articlePath(fileSlug(decodePath(file)))}${place ?? ''}` };
  return describeStrayLink(href);
}

function describeStrayLink(href: string): LinkTarget {
  if (href === '') return createFault('A link leads nowhere.', WHOLE_URL_REMEDY);
  if (/^www\.|^[a-z0-9-]+\.[a-z]{2,}(\/|$)/i.test(href))
    return createFault(
      `The link \`${shortenText(href)}\` lacks its beginning.`,
      `Write \`https://${shortenText(href)}\`.`,
    );
  if (/^[a-z][a-z0-9+.-]*:/i.test(href)) {
    const remedy = 'Only https, http and mailto links, and paths of this site, are allowed.';
    return createFault(
      `The link \`${shortenText(href)}\` is of a kind that readers cannot follow safely.`,
      remedy,
    );
  }
  return createFault(`The link \`${shortenText(href)}\` leads nowhere.`, WHOLE_URL_REMEDY);
}

const createFault = (message: string, remedy: string): LinkTarget => ({
  kind: 'fault',
  fault: { message, remedy },
});
const shortenText = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);
