/** An article in lists, as a lead, a card or a line: topic, headline, summary, date and reading time. */
import type { Entry } from '../../domain/content/article.ts';
import { articlePath, topicPath } from '../../domain/site/paths.ts';
import type { PageContext } from './context.ts';
import { timeElement } from './dates.ts';
import { type Html, html } from './markup.ts';
import { imageElement } from './picture.ts';
import { sayPage } from './words.ts';

/** `level`: the level of the headline, so that headings stay in order. */
export type StoryShape = { level: 2 | 3; topic?: boolean; picture?: 'eager' | 'lazy' | 'none' };

export const headingElement = (level: 2 | 3, of: string, text: Html | string): Html =>
  level === 2 ? html`<h2 class="${of}">${text}</h2>` : html`<h3 class="${of}">${text}</h3>`;

/** A publication with one topic does not say it of each article. */
export function kicker({ publication }: PageContext, topicId: string): Html | false {
  if (publication.topics.length < 2) return false;
  const topic = publication.topics.find((t) => t.id === topicId);
  return (
    topic !== undefined && html`<p class="kicker"><a href="${topicPath(topic.id)}">${topic.name}</a></p>`
  );
}

export const readingTime = (context: PageContext, entry: Entry): string =>
  sayPage(context, 'minutes', { count: entry.minutes });

const storyMeta = (context: PageContext, entry: Entry): Html =>
  html`<p class="meta">${timeElement(context, entry.date, 'day')} <span class="dot">·</span> ${readingTime(context, entry)}</p>`;

/** Marks a draft or a future article; nothing for a published one. */
export function stateMark(context: PageContext, entry: Entry): Html | false {
  if (entry.draft) return html`<span class="mark">${sayPage(context, 'draft')}</span> `;
  return entry.date > context.now && html`<span class="mark">${sayPage(context, 'to-come')}</span> `;
}

const storyLink = (entry: Entry): Html => html`<a href="${articlePath(entry.slug)}">${entry.title}</a>`;

/** A picture with the headline's link. Keyboards and screen readers skip it, because the link would come twice. */
const linkedPicture = (entry: Entry, as: 'lead' | 'card', eager: boolean): Html | false =>
  entry.image !== undefined &&
  html`<a class="story-picture" href="${articlePath(entry.slug)}" tabindex="-1" aria-hidden="true">${imageElement(entry.image, { as, eager })}</a>`;

export function leadStory(context: PageContext, entry: Entry): Html {
  return html`<article class="story story-lead">${linkedPicture(entry, 'lead', true)}<div class="story-words">${kicker(context, entry.topic)}${headingElement(2, 'story-title', storyLink(entry))}<p class="story-summary">${entry.summary}</p>${storyMeta(context, entry)}</div></article>`;
}

export function cardStory(context: PageContext, entry: Entry, shape: StoryShape): Html {
  const { picture = 'lazy', topic = true } = shape;
  return html`<article class="story story-card">${
    picture !== 'none' && linkedPicture(entry, 'card', picture === 'eager')
  }<div class="story-words">${topic && kicker(context, entry.topic)}${headingElement(shape.level, 'story-title', html`${stateMark(context, entry)}${storyLink(entry)}`)}<p class="story-summary">${entry.summary}</p>${storyMeta(context, entry)}</div></article>`;
}

/** A line of a list: topic, headline and date. */
export function briefStory(context: PageContext, entry: Entry, shape: StoryShape): Html {
  return html`<article class="story story-brief">${shape.topic !== false && kicker(context, entry.topic)}${headingElement(shape.level, 'story-title', html`${stateMark(context, entry)}${storyLink(entry)}`)}${storyMeta(context, entry)}</article>`;
}
