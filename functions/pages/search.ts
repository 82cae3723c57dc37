/** The page of a search: the form, the results, and what helps where there are none. templates/site/search.js answers while one types. */
import type { MarkedPiece } from '../domain/search/excerpt.ts';
import { MAX_QUERY_LENGTH } from '../domain/search/query.ts';
import type { SearchAnswer, SearchResult } from '../domain/search/search-answer.ts';
import { articlePath, searchPath, topicPath } from '../domain/site/paths.ts';
import type { PageContext } from './parts/context.ts';
import { timeElement } from './parts/dates.ts';
import { assetPath } from './parts/head.ts';
import { layout } from './parts/layout.ts';
import { type Html, html } from './parts/markup.ts';
import { kicker } from './parts/story.ts';
import { sayPage } from './parts/words.ts';

/** `answer`: undefined without a query. */
export type SearchView = { query: string; answer: SearchAnswer | undefined };

const marked = (pieces: readonly MarkedPiece[]): Html[] =>
  pieces.map(({ text, hit }) => (hit ? html`<mark>${text}</mark>` : html`${text}`));

const resultItem = (context: PageContext, { entry, title, excerpt }: SearchResult): Html =>
  html`<li><article class="story story-found">${kicker(context, entry.topic)}<h2 class="story-title"><a href="${articlePath(entry.slug)}">${marked(title.pieces)}</a></h2><p class="story-summary">${marked(excerpt.pieces)}</p><p class="meta">${timeElement(context, entry.date, 'day')}</p></article></li>`;

function searchForm(context: PageContext, query: string): Html {
  const failed = sayPage(context, 'search-failed');
  return html`<form class="search" id="search" role="search" action="/search" method="get" data-failed="${failed}"><label for="q">${sayPage(context, 'search-label')}</label><div class="search-row"><input type="search" id="q" name="q" value="${query}" maxlength="${MAX_QUERY_LENGTH}" autocomplete="off" spellcheck="false" dir="auto" enterkeyhint="search"><button class="button">${sayPage(context, 'search-button')}</button></div><p class="page-note">${sayPage(context, 'search-lede')}</p></form>`;
}

/** The topics and the archive, for a reader who found nothing. */
function waysOn(context: PageContext): Html {
  const topics = context.publication.topics.filter((topic) => !topic.retired);
  return html`<ul class="search-ways">${topics.map(({ id, name }) => html`<li><a href="${topicPath(id)}">${name}</a></li>`)}<li><a href="/archive">${sayPage(context, 'archive')}</a></li></ul>`;
}

function statusText(context: PageContext, { query, answer }: SearchView): string {
  if (answer === undefined) return '';
  if (!answer.hasWords) return sayPage(context, 'search-no-words', { query });
  const { total, page, pages } = answer;
  if (total === 0) return sayPage(context, 'search-none', { query });
  const found = sayPage(context, 'search-found', { count: total, query });
  return page > 1 ? `${found} · ${sayPage(context, 'search-page', { page, pages })}` : found;
}

const remarks = (context: PageContext, { meant, partial, cut, total }: SearchAnswer): Html[] =>
  [
    ...[...meant].map(([word, other]) => sayPage(context, 'search-meant', { word, meant: other })),
    ...(partial && total > 0 ? [sayPage(context, 'search-partial')] : []),
    ...(cut ? [sayPage(context, 'search-cut')] : []),
  ].map((text) => html`<p class="search-remark">${text}</p>`);

function pageLinks(context: PageContext, query: string, { page, pages }: SearchAnswer): Html | false {
  const link = (to: number, rel: 'prev' | 'next', key: string) =>
    to >= 1 &&
    to <= pages &&
    html`<a class="neighbour neighbour-${rel}" rel="${rel}" href="${searchPath(query, to)}"><span class="neighbour-title">${sayPage(context, key)}</span> <span class="neighbour-name">${sayPage(context, 'search-page', { page: to, pages })}</span></a>`;
  return (
    pages > 1 &&
    html`<nav class="neighbours" aria-label="${sayPage(context, 'search-pages')}">${link(page - 1, 'prev', 'search-previous')}${link(page + 1, 'next', 'search-next')}</nav>`
  );
}

function resultList(context: PageContext, { query, answer }: SearchView): Html {
  if (answer === undefined) return waysOn(context);
  if (answer.total === 0)
    return html`${remarks(context, answer)}<p>${sayPage(context, 'search-none-text')}</p>${waysOn(context)}`;
  return html`${remarks(context, answer)}<ol class="found" aria-label="${sayPage(context, 'search-results')}">${answer.results.map((result) => resultItem(context, result))}</ol>${pageLinks(context, query, answer)}`;
}

export function searchPage(context: PageContext, view: SearchView): string {
  const title = sayPage(context, 'search');
  const script =
    context.assets['search.js'] !== undefined &&
    html`<script src="${assetPath(context, 'search.js')}" defer></script>`;
  const main = html`<header class="page-head"><h1>${title}</h1></header>
${searchForm(context, view.query)}
<p class="search-status" id="search-status" role="status">${statusText(context, view)}</p>
<div id="search-results">${resultList(context, view)}</div>
${script}`;
  const head = {
    title: view.query === '' ? title : sayPage(context, 'search-title', { query: view.query }),
    description: sayPage(context, 'search-description', { title: context.publication.title }),
    path: '/search',
    robots: 'noindex' as const,
  };
  return layout(context, head, { main });
}
