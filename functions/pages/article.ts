/** The page of an article: topic, headline, byline, picture, brief, fold, the rest, and links to the neighbouring articles. */
import type { Entry, Fragment } from '../domain/content/article.ts';
import { articlePath } from '../domain/site/paths.ts';
import { listText } from '../domain/text/dates.ts';
import { body } from './parts/body.ts';
import type { PageContext } from './parts/context.ts';
import { renderMoment, time } from './parts/dates.ts';
import { newsArticle } from './parts/json-ld.ts';
import { layout } from './parts/layout.ts';
import { type Html, html } from './parts/markup.ts';
import { figure } from './parts/picture.ts';
import { signUpBox } from './parts/sign-up-box.ts';
import { kicker, minutes } from './parts/story.ts';
import { page } from './parts/words.ts';

/** `newer`, `older`: the visible articles beside this one. `hidden`: a draft or a future article, shown in preview. */
export type ArticleView = {
  entry: Entry;
  fragment: Fragment;
  newer: Entry | undefined;
  older: Entry | undefined;
  state: 'visible' | 'hidden';
};

function byline(context: PageContext, entry: Entry): Html {
  const { authors, updated } = entry;
  const by =
    authors.length > 0 &&
    html`<span class="byline-authors">${page(context, 'by', { authors: listText(context, authors) })}</span> `;
  const edited =
    updated !== undefined &&
    html` <span class="byline-updated">${page(context, 'updated')} ${renderMoment(context, updated)}</span>`;
  return html`<p class="byline">${by}<span>${renderMoment(context, entry.date)}</span> <span>${minutes(context, entry)}</span>${edited}</p>`;
}

const corrections = (context: PageContext, { corrections: all }: Entry): Html | false =>
  all.length > 0 &&
  html`<aside class="corrections" aria-labelledby="corrections-title"><h2 id="corrections-title">${page(context, 'corrections', { count: all.length })}</h2>${all.map(
    ({ date, text }) => html`<p>${time(context, date, 'day')} ${text}</p>`,
  )}</aside>`;

const tags = (context: PageContext, entry: Entry): Html | false =>
  entry.tags.length > 0 &&
  html`<ul class="tags" aria-label="${page(context, 'tags')}">${entry.tags.map((tag) => html`<li>${tag}</li>`)}</ul>`;

const neighbour = (name: string, entry: Entry | undefined, rel: 'next' | 'prev'): Html | false =>
  entry !== undefined &&
  html`<a class="neighbour neighbour-${rel}" href="${articlePath(entry.slug)}" rel="${rel}"><span class="neighbour-name">${name}</span> <span class="neighbour-title">${entry.title}</span></a>`;

function neighbours(context: PageContext, { newer, older }: ArticleView): Html | false {
  return (
    (newer !== undefined || older !== undefined) &&
    html`<nav class="neighbours" aria-label="${page(context, 'neighbours')}">${neighbour(page(context, 'older'), older, 'prev')}${neighbour(page(context, 'newer'), newer, 'next')}</nav>`
  );
}

function hiddenBanner(context: PageContext, { entry, state }: ArticleView): Html | false {
  if (state === 'visible') return false;
  const why = entry.draft
    ? page(context, 'draft-note')
    : html`${page(context, 'to-come-note')} ${renderMoment(context, entry.date)}.`;
  return html`<p class="banner" role="note"><strong>${page(context, entry.draft ? 'draft' : 'to-come')}</strong> ${why}</p>`;
}

/** An article for letters only ends at the fold on its page: the rest is in the letter. */
function text(context: PageContext, { entry, fragment }: ArticleView): Html {
  if (entry.access === 'public')
    return html`<div class="prose">${body(context, fragment, { fold: 'seam' })}</div>`;
  const brief = fragment.folded ? body(context, fragment, { part: 'brief' }) : html`<p>${entry.summary}</p>`;
  return html`<div class="prose">${brief}</div><p class="letter-only">${page(context, 'letter-only')}</p>`;
}

export function articlePage(context: PageContext, view: ArticleView): string {
  const { entry, state } = view;
  const main = html`<article class="article">${hiddenBanner(context, view)}<header class="article-head">${kicker(context, entry.topic)}<h1>${entry.title}</h1>${byline(context, entry)}</header>
${entry.image && figure(entry.image, { as: 'wide', eager: true })}
${text(context, view)}
<footer class="article-foot">${corrections(context, entry)}${tags(context, entry)}</footer></article>
${neighbours(context, view)}
${signUpBox(context)}`;
  const topic = context.publication.topics.find((t) => t.id === entry.topic);
  const head = {
    title: entry.title,
    description: entry.summary,
    path: articlePath(entry.slug),
    entry,
    jsonLd: newsArticle(context, entry),
    ...(topic && { topic }),
    ...(state === 'hidden' && { robots: 'noindex' as const }),
  };
  return layout(context, head, { main });
}
