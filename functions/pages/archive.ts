/** Pages of the archive: the list of months that have articles, by year, and the page of one month. */
import type { Entry } from '../domain/content/article.ts';
import { monthPath } from '../domain/site/paths.ts';
import { formatMonth } from '../domain/text/dates.ts';
import type { PageContext } from './parts/context.ts';
import { layout } from './parts/layout.ts';
import { type Html, html } from './parts/markup.ts';
import { briefStory } from './parts/story.ts';
import { sayPage } from './parts/words.ts';

export type MonthCount = { month: string; count: number };

const monthItem = (context: PageContext, { month, count }: MonthCount): Html =>
  html`<li><a href="${monthPath(month)}">${formatMonth(context, month)}</a> <span class="count">${sayPage(context, 'stories', { count })}</span></li>`;

/** `months`: the months with visible articles, newest first. */
export function archivePage(context: PageContext, { months }: { months: readonly MonthCount[] }): string {
  const years = Map.groupBy(months, ({ month }) => month.slice(0, 4));
  const main = html`<header class="page-head"><h1>${sayPage(context, 'archive')}</h1><p class="page-note">${sayPage(context, 'archive-note')}</p></header>
${months.length === 0 && html`<p class="empty">${sayPage(context, 'nothing-yet')}</p>`}${[...years].map(
  ([year, all]) =>
    html`<section class="year" aria-labelledby="year-${year}"><h2 id="year-${year}">${year}</h2><ul class="months">${all.map((month) => monthItem(context, month))}</ul></section>`,
)}`;
  const head = {
    title: sayPage(context, 'archive'),
    description: sayPage(context, 'archive-description', { title: context.publication.title }),
    path: '/archive',
  };
  return layout(context, head, { main });
}

/** `newer`, `older`: the neighbouring months with articles, for pagination. */
export type MonthView = {
  month: string;
  entries: readonly Entry[];
  newer: string | undefined;
  older: string | undefined;
};

const monthLink = (context: PageContext, month: string | undefined, rel: 'prev' | 'next'): Html | false =>
  month !== undefined &&
  html`<a class="neighbour neighbour-${rel}" rel="${rel}" href="${monthPath(month)}"><span class="neighbour-name">${sayPage(context, rel === 'prev' ? 'older' : 'newer')}</span> <span class="neighbour-title">${formatMonth(context, month)}</span></a>`;

export function monthPage(context: PageContext, { month, entries, newer, older }: MonthView): string {
  const title = formatMonth(context, month);
  const main = html`<header class="page-head"><p class="kicker"><a href="/archive">${sayPage(context, 'archive')}</a></p><h1>${title}</h1><p class="page-note">${sayPage(context, 'stories', { count: entries.length })}</p></header>
<div class="ledger">${entries.map((entry) => briefStory(context, entry, { level: 2 }))}</div>
${
  (newer !== undefined || older !== undefined) &&
  html`<nav class="neighbours" aria-label="${sayPage(context, 'months')}">${monthLink(context, older, 'prev')}${monthLink(context, newer, 'next')}</nav>`
}`;
  const head = {
    title: sayPage(context, 'month-title', { month: title }),
    description: sayPage(context, 'month-description', { month: title, title: context.publication.title }),
    path: monthPath(month),
  };
  return layout(context, head, { main });
}
