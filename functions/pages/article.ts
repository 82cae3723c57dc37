/** The page of an article: topic, headline, byline, picture, brief, fold, the rest, and links to the neighbouring articles. */
import type { Entry, Fragment } from '../domain/content/article.ts';
import { storyCard, topicCard } from '../domain/content/share-card.ts';
import type { Topic } from '../domain/publication/publication.ts';
import { describeAudio } from '../domain/site/audio.ts';
import { articlePath } from '../domain/site/paths.ts';
import { formatLocalTime, type Instant } from '../domain/time/instant.ts';
import { renderBody } from './parts/body.ts';
import type { PageContext } from './parts/context.ts';
import { momentElement, timeElement } from './parts/dates.ts';
import { newsArticle } from './parts/json-ld.ts';
import { layout } from './parts/layout.ts';
import { type Html, html } from './parts/markup.ts';
import { figureElement } from './parts/picture.ts';
import { signUpBox } from './parts/sign-up-box.ts';
import { kicker, readingTime } from './parts/story.ts';
import { authorsLine, relatedStories, seriesBox, termLink } from './parts/terms.ts';
import { sayPage } from './parts/words.ts';

/** `newer`, `older`: the visible articles beside this one. `hidden`: a draft or a future article, shown in preview. */
export type ArticleView = {
  entry: Entry;
  fragment: Fragment;
  newer: Entry | undefined;
  older: Entry | undefined;
  state: 'visible' | 'hidden';
  series?: Parameters<typeof seriesBox>[1];
  related?: readonly Entry[];
};

/** The id of the heading over an article's corrections. */
const CORRECTIONS_ID = 'corrections-title';

/** A change on the day of the newest correction is that correction. It leads to the note at the foot. */
function edits(context: PageContext, { updated, corrections: all }: Entry): Html | false {
  const corrected = all.length > 0 ? Math.max(...all.map(({ date }) => date)) : undefined;
  const { timezone } = context.publication;
  const isSame =
    updated !== undefined &&
    corrected !== undefined &&
    dayOf(updated, timezone) === dayOf(corrected, timezone);
  const change =
    updated !== undefined &&
    !isSame &&
    updated !== corrected &&
    html` <span class="byline-updated">${sayPage(context, 'updated')} ${momentElement(context, updated)}</span>`;
  const note =
    corrected !== undefined &&
    html` <span class="byline-corrected"><a href="#${CORRECTIONS_ID}">${sayPage(context, 'corrected')} ${timeElement(context, corrected, 'day')}</a></span>`;
  return html`${change}${note}`;
}

const dayOf = (instant: Instant, timezone: string): string => formatLocalTime(instant, timezone).slice(0, 10);

function byline(context: PageContext, entry: Entry): Html {
  const { authors } = entry;
  const by =
    authors.length > 0 && html`<span class="byline-authors">${authorsLine(context, authors)}</span> `;
  return html`<p class="byline">${by}<span>${momentElement(context, entry.date)}</span> <span>${readingTime(context, entry)}</span>${edits(context, entry)}</p>`;
}

const corrections = (context: PageContext, { corrections: all }: Entry): Html | false =>
  all.length > 0 &&
  html`<aside class="corrections" aria-labelledby="${CORRECTIONS_ID}"><h2 id="${CORRECTIONS_ID}">${sayPage(context, 'corrections', { count: all.length })}</h2>${all.map(
    ({ date, text }) => html`<p>${timeElement(context, date, 'day')} ${text}</p>`,
  )}</aside>`;

const tags = (context: PageContext, entry: Entry): Html | false =>
  entry.tags.length > 0 &&
  html`<ul class="tags" aria-label="${sayPage(context, 'tags')}">${entry.tags.map((tag) => html`<li>${termLink(context, 'tag', tag, 'tag')}</li>`)}</ul>`;

const neighbour = (name: string, entry: Entry | undefined, rel: 'next' | 'prev'): Html | false =>
  entry !== undefined &&
  html`<a class="neighbour neighbour-${rel}" href="${articlePath(entry.slug)}" rel="${rel}"><span class="neighbour-name">${name}</span> <span class="neighbour-title">${entry.title}</span></a>`;

function neighbours(context: PageContext, { newer, older }: ArticleView): Html | false {
  return (
    (newer !== undefined || older !== undefined) &&
    html`<nav class="neighbours" aria-label="${sayPage(context, 'neighbours')}">${neighbour(sayPage(context, 'older'), older, 'prev')}${neighbour(sayPage(context, 'newer'), newer, 'next')}</nav>`
  );
}

function hiddenBanner(context: PageContext, { entry, state }: ArticleView): Html | false {
  if (state === 'visible') return false;
  const why = entry.draft
    ? sayPage(context, 'draft-note')
    : html`${sayPage(context, 'to-come-note')} ${momentElement(context, entry.date)}.`;
  return html`<p class="banner" role="note"><strong>${sayPage(context, entry.draft ? 'draft' : 'to-come')}</strong> ${why}</p>`;
}

/** The player asks for nothing before it is started. */
function player(context: PageContext, { audio, title, access }: Entry): Html | false {
  if (!audio || access !== 'public') return false;
  const name = sayPage(context, 'listen', { title: audio.title ?? title });
  const about = describeAudio(audio);
  return html`<div class="listen"><p><a href="${audio.href}">${name}</a>${about !== '' && html` <span>(${about})</span>`}</p><audio controls="" preload="none" src="${audio.href}" aria-label="${name}"></audio></div>`;
}

/** An article for letters only ends at the fold on its page: the rest is in the letter. */
function articleText(context: PageContext, { entry, fragment }: ArticleView): Html {
  if (entry.access === 'public')
    return html`<div class="prose">${renderBody(context, fragment, { fold: 'seam' })}</div>`;
  const brief = fragment.folded
    ? renderBody(context, fragment, { part: 'brief' })
    : html`<p>${entry.summary}</p>`;
  return html`<div class="prose">${brief}</div><p class="letter-only">${sayPage(context, 'letter-only')}</p>`;
}

/** Among very many stories one without a picture shares the card of its topic. */
function cardOf({ publication, cards }: PageContext, entry: Entry, topic: Topic | undefined) {
  if (cards?.stories) return storyCard(publication, entry, topic);
  return topic && topicCard(publication, topic);
}

export function articlePage(context: PageContext, view: ArticleView): string {
  const { entry, state } = view;
  const main = html`<article class="article">${hiddenBanner(context, view)}<header class="article-head">${kicker(context, entry.topic)}<h1>${entry.title}</h1>${byline(context, entry)}</header>
${entry.image && figureElement(entry.image, { as: 'wide', eager: true })}
${player(context, entry)}${articleText(context, view)}
<footer class="article-foot">${corrections(context, entry)}${tags(context, entry)}${seriesBox(context, view.series)}</footer></article>
${relatedStories(context, view.related ?? [])}
${neighbours(context, view)}
${signUpBox(context)}`;
  const topic = context.publication.topics.find((t) => t.id === entry.topic);
  const card = cardOf(context, entry, topic);
  const head = {
    title: entry.title,
    description: entry.summary,
    path: articlePath(entry.slug),
    entry,
    jsonLd: newsArticle(context, entry),
    ...(topic && { topic }),
    ...(card && { card }),
    ...(state === 'hidden' && { robots: 'noindex' as const }),
  };
  return layout(context, head, { main });
}
