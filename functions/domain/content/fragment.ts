/**
 * A fragment: a rendered body, with the fold where its excerpt ends. It is stored once, with marks where page, feed and mail differ;
 * filling them in is one pass.
 * Marks are U+0001 … U+0002: characters that no content can hold, because parsing removes them (XML 1.0 §2.2 forbids them).
 */
import type { Fragment, Picture } from './article.ts';

const OPEN = '\u0001';
const CLOSE = '\u0002';

/** Site-relative URLs in a body start with this. */
export const BASE = `${OPEN}b${CLOSE}`;
/** Where `<!-- more -->` stood. */
export const FOLD = `${OPEN}m${CLOSE}`;
/** An inline style that only mail needs: ` style="…"` for `key` (an element or element.class of templates/prose.css). */
export const styleMark = (key: string): string => `${OPEN}s${key}${CLOSE}`;
/** The nth picture of the fragment. */
export const pictureMark = (n: number): string => `${OPEN}f${n}${CLOSE}`;

export type Medium = {
  /** Prefix of site-relative URLs, no trailing slash. */
  base: string;
  picture: (picture: Picture) => string;
  /** A whole attribute with its leading space, or nothing. */
  style: (key: string) => string;
};

const MARK = /\u0001([bmsf])([^\u0002]*)\u0002/g;

/** The body for one medium; `part: 'brief'` stops at the fold. */
export function fill(fragment: Fragment, medium: Medium, part: 'whole' | 'brief' = 'whole'): string {
  const source =
    part === 'brief' && fragment.folded ? fragment.html.slice(0, fragment.html.indexOf(FOLD)) : fragment.html;
  return source.replace(MARK, (_, kind: string, argument: string) => {
    if (kind === 'b') return medium.base;
    if (kind === 's') return medium.style(argument);
    const picture = kind === 'f' ? fragment.pictures[Number(argument)] : undefined;
    return picture ? medium.picture(picture) : '';
  });
}

/** The plain text; the fold is a FOLD mark in it too, BASE marks stand before site-relative URLs. */
export function fillText(fragment: Fragment, base: string, part: 'whole' | 'brief' = 'whole'): string {
  const source =
    part === 'brief' && fragment.folded ? fragment.text.split(FOLD, 1)[0]!.trimEnd() : fragment.text;
  return source.replaceAll(BASE, base).replaceAll(FOLD, '');
}
