/** Links to headings of other articles: the address of each, and what is wrong with a link whose heading is not there. */
import { memoize } from '../memoize.ts';
import type { Problem } from '../problem.ts';
import { decodePath } from '../site/decoded-path.ts';
import { parseLinkTarget } from '../site/link-target.ts';
import { articlePath, FOLD_ANCHOR, redirectKey } from '../site/paths.ts';
import type { ArticleFacts, FoundLink } from '../source/source-files.ts';
import {
  type Anchor,
  createAnchorFinder,
  type DescribePlace,
  decodeAnchorNames,
  encodeAnchor,
  toAnchorName,
} from './anchors.ts';

/** The prefix of all ids in the text of an article. */
export const articleIdPrefix = (slug: string): string => `${slug}-`;

export type HeadingLink = {
  href: string;
  describeFault?: (describe: DescribePlace) => { level: Problem['level']; message: string; remedy: string };
};

/** Finds the address that a link with a place leads to, by the link as it is typed. The articles are indexed at the first call. */
export type FindHeading = (typed: string) => HeadingLink;

/** The address of a heading as it usually is: of the article's slug, and of a heading that is the first of its name. */
export function usualHeadingHref(href: string): string {
  const [, path, slug, place] = /^(\/articles\/([^/?#]+)\/?(?:\?[^#]*)?)#(.+)$/.exec(href) ?? [];
  if (path === undefined || place === FOLD_ANCHOR) return href;
  const name = toAnchorName(decodePath(place!), Number.POSITIVE_INFINITY);
  return `${path}#${encodeAnchor(articleIdPrefix(decodePath(slug!)) + name)}`;
}

export function createHeadingFinder(articles: readonly ArticleFacts[]): FindHeading {
  const index = memoize(() => {
    const found = new Map<string, ArticleFacts>();
    for (const article of articles) found.set(article.slug, article);
    for (const article of articles)
      for (const { text } of article.aliases)
        if (!found.has(redirectKey(text))) found.set(redirectKey(text), article);
    return found;
  });
  const places = new Map<ArticleFacts, Places>();
  return (typed) => {
    const target = parseLinkTarget(typed);
    if (target.kind !== 'site') return { href: typed };
    const { path, query, place } = splitPlace(target.href);
    const article = place === '' ? undefined : index().get(redirectKey(path));
    if (!article) return { href: usualHeadingHref(target.href) };
    const known = places.get(article) ?? placesOf(article);
    places.set(article, known);
    return findPlace(article, known, place, articlePath(article.slug) + query);
  };
}

function splitPlace(href: string): { path: string; query: string; place: string } {
  const [, path = '', query = '', place = ''] = /^([^?#]*?)\/?(\?[^#]*)?#(.*)$/.exec(href) ?? [];
  return { path: decodePath(path), query, place };
}

type Places = {
  anchors: readonly Anchor[];
  find: ReturnType<typeof createAnchorFinder>;
  hidden: Set<string>;
};

function placesOf({ slug, headings = [], publicHeadings = headings.length }: ArticleFacts): Places {
  const anchors = headings.map(decodeAnchorNames);
  const prefix = articleIdPrefix(slug);
  return {
    anchors: anchors.slice(0, publicHeadings),
    find: createAnchorFinder(anchors, prefix),
    hidden: new Set(anchors.slice(publicHeadings).map(({ name }) => prefix + name)),
  };
}

/** `page`: the article's path, and the query of the link. */
function findPlace(
  article: ArticleFacts,
  { anchors, find, hidden }: Places,
  place: string,
  page: string,
): HeadingLink {
  if (place === FOLD_ANCHOR && article.hasFold) return { href: `${page}#${FOLD_ANCHOR}` };
  const id = find(place);
  if (id !== undefined && !hidden.has(id)) return { href: `${page}#${encodeAnchor(id)}` };
  // The text of a draft is not done, and a withdrawn article has none: checkLinks speaks of both.
  if (article.draft || article.withdrawn) return { href: page };
  if (id === undefined)
    return {
      href: page,
      describeFault: (describe) => ({ level: 'error', ...describe(place, anchors, article.file) }),
    };
  const message = `The place \`#${decodePath(place)}\` of ${article.file} is for subscribers of the letter alone.`;
  const remedy =
    'The link leads to the top of the page: remove the place, or link to a heading above the fold.';
  return { href: page, describeFault: () => ({ level: 'warning', message, remedy }) };
}

/** True if every link leads where it should, now that all articles are known. */
export const leadsRight = (links: readonly FoundLink[], find: FindHeading): boolean =>
  links.every(({ href, typed }) => typed === undefined || find(typed).href === href);
