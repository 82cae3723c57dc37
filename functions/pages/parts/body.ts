/** Renders a fragment for a page: figures, tables that scroll on phones, and a heading at the fold. */

import type { Fragment } from '../../domain/content/article.ts';
import { FOLD_MARK, fillHtml } from '../../domain/content/fragment.ts';
import { leadMissingLinks } from '../../domain/content/local-links.ts';
import { FOLD_ANCHOR } from '../../domain/site/paths.ts';
import { turnArrows } from '../../domain/text/translations.ts';
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

/**
 * `fold: 'seam'` puts a heading at the end of the brief, as article pages have it. `page`: the path of the page that holds what a brief
 * leaves out, if there is one. `claimIds`: for a page of several texts.
 */
export type BodyShape = {
  part?: 'whole' | 'brief';
  fold?: 'seam' | 'none';
  page?: string | undefined;
  claimIds?: (html: string) => string;
};

export function renderBody(
  context: PageContext,
  fragment: Fragment,
  { part = 'whole', fold = 'none', page, claimIds = (html) => html }: BodyShape = {},
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
  const filled = turnArrows(claimIds(fillHtml(marked, medium, part)), context.publication.language);
  return raw(wrapTables(context, part === 'brief' ? leadMissingLinks(filled, page) : filled));
}
