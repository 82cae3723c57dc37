/** An article in lists, as a lead, a card or a line: topic, headline, summary, date and reading time. */
import type { Entry } from '../../domain/content/article.ts';
import { articlePath, topicPath } from '../../domain/site/paths.ts';
import type { PageContext } from './context.ts';
import { time } from './dates.ts';
import { type Html, html } from './markup.ts';
import { image } from './picture.ts';
import { page } from './words.ts';

/** `level`: the level of the headline, so that headings stay in order. */
export type StoryShape = { level: 2 | 3; topic?: boolean; picture?: 'eager' | 'lazy' | 'none' };

export const heading = (level: 2 | 3, of: string, text: Html | string): Html =>
  level === 2 ? html`<h2 class="${of}">${text}</h2>` : html`<h3 class="${of}">${text}</h3>`;

export function kicker({ publication }: PageContext, topicId: string): Html | false {
  const topic = publication.topics.find((t) => t.id === topicId);
  return (
    topic !== undefined && html`<p class="kicker"><a href="${topicPath(topic.id)}">${topic.name}</a></p>`
  );
}

export const minutes = (context: PageContext, entry: Entry): string =>
  page(context, 'minutes', { count: entry.minutes });

const meta = (context: PageContext, entry: Entry): Html =>
  html`<p class="meta">${time(context, entry.date, 'day')} <span class="dot">·</span> ${minutes(context, entry)}</p>`;

/** Marks a draft or a future article; nothing for a published one. */
export function stateMark(context: PageContext, entry: Entry): Html | false {
  if (entry.draft) return html`<span class="mark">${page(context, 'draft')}</span> `;
  return entry.date > context.now && html`<span class="mark">${page(context, 'to-come')}</span> `;
}

const link = (entry: Entry): Html => html`<a href="${articlePath(entry.slug)}">${entry.title}</a>`;

/** A picture with the headline's link. Keyboards and screen readers skip it, because the link would come twice. */
const linkedPicture = (entry: Entry, as: 'lead' | 'card', eager: boolean): Html | false =>
  entry.image !== undefined &&
  html`<a class="story-picture" href="${articlePath(entry.slug)}" tabindex="-1" aria-hidden="true">${image(entry.image, { as, eager })}</a>`;

export function leadStory(context: PageContext, entry: Entry): Html {
  return html`<article class="story story-lead">${linkedPicture(entry, 'lead', true)}<div class="story-words">${kicker(context, entry.topic)}${heading(2, 'story-title', link(entry))}<p class="story-summary">${entry.summary}</p>${meta(context, entry)}</div></article>`;
}

export function cardStory(context: PageContext, entry: Entry, shape: StoryShape): Html {
  const { picture = 'lazy', topic = true } = shape;
  return html`<article class="story story-card">${
    picture !== 'none' && linkedPicture(entry, 'card', picture === 'eager')
  }<div class="story-words">${topic && kicker(context, entry.topic)}${heading(shape.level, 'story-title', html`${stateMark(context, entry)}${link(entry)}`)}<p class="story-summary">${entry.summary}</p>${meta(context, entry)}</div></article>`;
}

/** A line of the brief: topic, headline and date. */
export function briefStory(context: PageContext, entry: Entry, shape: StoryShape): Html {
  return html`<article class="story story-brief">${shape.topic !== false && kicker(context, entry.topic)}${heading(shape.level, 'story-title', html`${stateMark(context, entry)}${link(entry)}`)}${meta(context, entry)}</article>`;
}
