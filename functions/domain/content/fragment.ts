/**
 * A fragment: a rendered body, with the fold where its excerpt ends. The fragment is stored once, with marks where page, feed and mail
 * differ; one pass fills them in. A mark stands between U+0001 and U+0002: the parser removes both from all content (XML 1.0 §2.2 forbids
 * them).
 */

import { leadsToFilm } from '../site/link-target.ts';
import type { Fragment, Picture } from './article.ts';

const MARK_OPEN = '\u0001';
const MARK_CLOSE = '\u0002';

/** Stands before each site-relative URL of a body. */
export const BASE_MARK = `${MARK_OPEN}b${MARK_CLOSE}`;
/** Stands in place of `<!-- more -->`. */
export const FOLD_MARK = `${MARK_OPEN}m${MARK_CLOSE}`;
/** The place of an inline style for mail only: ` style="…"` for `key`, an element or element.class of templates/prose.css. */
export const styleMark = (key: string): string => `${MARK_OPEN}s${key}${MARK_CLOSE}`;
/**
 * The place of the nth picture of the fragment. `link`: the escaped address that its image leads to, site-relative if it starts with `/`.
 * `rel`: of that link.
 */
export const pictureMark = (n: number, link = '', rel = ''): string =>
  `${MARK_OPEN}f${n}${link && ` ${link}`}${rel && ` ${rel}`}${MARK_CLOSE}`;

export type Medium = {
  /** The prefix of site-relative URLs, without a trailing slash. */
  base: string;
  picture: (picture: Picture) => string;
  /** The whole attribute with a space before it, or an empty text. */
  style: (key: string) => string;
  /** How a picture says that it leads to a film: words on the picture, or a line below; already escaped. Absent: it says nothing. */
  watch?: { words: string; as: 'badge' | 'line' };
};

const MARK = /\u0001([bmsf])([^\u0002]*)\u0002/g;

/** The HTML for one medium; `part: 'brief'` ends at the fold, and has the footnotes that it refers to. */
export function fillHtml(fragment: Fragment, medium: Medium, part: 'whole' | 'brief' = 'whole'): string {
  const source =
    part === 'brief' && fragment.folded
      ? fragment.html.slice(0, fragment.html.indexOf(FOLD_MARK)) + (fragment.briefNotes?.html ?? '')
      : fragment.html;
  return source.replace(MARK, (_, kind: string, argument: string) => {
    if (kind === 'b') return medium.base;
    if (kind === 's') return medium.style(argument);
    const [n, link, rel] = kind === 'f' ? argument.split(' ') : [];
    const picture = fragment.pictures[Number(n)];
    if (!picture) return '';
    const figure = medium.picture(picture);
    return link === undefined ? figure : linkImage(figure, { link, rel }, medium);
  });
}

/** Links the image of a figure's markup; caption and credit stay outside. Attributes are escaped, so the first `>` ends the image. */
function linkImage(
  figure: string,
  { link, rel }: { link: string; rel: string | undefined },
  { base, style, watch }: Medium,
): string {
  const href = link.startsWith('/') ? base + link : link;
  const paid = rel === undefined ? '' : ` rel="${rel}"`;
  const film = watch && leadsToFilm(link) ? watch : undefined;
  const isBadge = film?.as === 'badge';
  const badge = isBadge ? `<span class="watch">${film.words}</span>` : '';
  const line =
    film?.as === 'line' ? `<p${style('p')}><a${paid} href="${href}"${style('a')}>${film.words}</a></p>` : '';
  const kind = isBadge ? ' class="film"' : '';
  const linked = figure.replace(
    /<img [^>]*>/,
    (image) => `<a${paid} href="${href}"${kind}${style('a')}>${image}${badge}</a>`,
  );
  return linked + line;
}

/** The plain text. Like the HTML, the stored text holds FOLD_MARK at the fold, and BASE_MARK before each site-relative URL. */
export function fillText(fragment: Fragment, base: string, part: 'whole' | 'brief' = 'whole'): string {
  const notes = fragment.briefNotes ? `\n\n${fragment.briefNotes.text}` : '';
  const source =
    part === 'brief' && fragment.folded
      ? fragment.text.split(FOLD_MARK, 1)[0]!.trimEnd() + notes
      : fragment.text;
  return source.replaceAll(BASE_MARK, base).replaceAll(FOLD_MARK, '');
}
