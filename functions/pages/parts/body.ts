/** Renders a fragment for a page: figures, tables that scroll on phones, and a heading at the fold. */
import type { Fragment } from '../../domain/content/article.ts';
import { FOLD_MARK, fillHtml } from '../../domain/content/fragment.ts';
import { FOLD_ANCHOR } from '../../domain/site/paths.ts';
import type { PageContext } from './context.ts';
import { type Html, html, raw } from './markup.ts';
import { figureElement } from './picture.ts';
import { sayPage } from './words.ts';

const foldHeading = (context: PageContext): string =>
  html`<h2 class="seam" id="${FOLD_ANCHOR}"><span>${sayPage(context, 'go-deeper')}</span></h2>`.toString();

/** Wraps tables so that a wide one scrolls alone, by keyboard too. Text in a fragment is escaped, so every `<table` is a table. */
const wrapTables = (context: PageContext, markup: string): string =>
  markup.includes('<table')
    ? markup
        .replaceAll(
          '<table',
          () =>
            `<div class="scroll" role="region" tabindex="0" aria-label="${html`${sayPage(context, 'table')}`}"><table`,
        )
        .replaceAll('</table>', '</table></div>')
    : markup;

export type BodyShape = { part?: 'whole' | 'brief'; fold?: 'seam' | 'none'; paid?: boolean };

/** Search engines ask that paid links say so. Releases of earlier versions have fragments without it. */
const markPaidLinks = (markup: string): string =>
  markup.replaceAll(/<a (?![^>]*\brel=)(?=[^>]*\bhref="(?:https?:)?\/\/)/g, '<a rel="sponsored" ');

/** `fold: 'seam'` puts a heading at the end of the brief, as article pages have it. `paid`: a sponsor's words. */
export function renderBody(
  context: PageContext,
  fragment: Fragment,
  { part = 'whole', fold = 'none', paid = false }: BodyShape = {},
): Html {
  const marked =
    fold === 'seam' && part === 'whole' && fragment.folded
      ? { ...fragment, html: fragment.html.replace(FOLD_MARK, () => foldHeading(context)) }
      : fragment;
  const medium = {
    base: '',
    picture: (picture: Fragment['pictures'][number]) => figureElement(picture, { as: 'column' }).toString(),
    style: () => '',
  };
  const filled = wrapTables(context, fillHtml(marked, medium, part));
  return raw(paid ? markPaidLinks(filled) : filled);
}
