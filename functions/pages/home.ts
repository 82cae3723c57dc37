/** The front page: a lead story with the brief beside it, cards, the sign-up box, and the rest by topic. */
import type { Entry } from '../domain/content/article.ts';
import { topicPath } from '../domain/site/paths.ts';
import type { PageContext } from './parts/context.ts';
import { webSite } from './parts/json-ld.ts';
import { layout } from './parts/layout.ts';
import { type Html, html } from './parts/markup.ts';
import { signUpBox } from './parts/sign-up-box.ts';
import { briefStory, cardStory, leadStory } from './parts/story.ts';
import { sayPage } from './parts/words.ts';

/** `newest`: about 40 visible articles; `hidden`: drafts and future articles, in preview only. */
export type FrontView = {
  newest: readonly Entry[];
  hidden: readonly Entry[];
  months: readonly { month: string; count: number }[];
};

type FrontPlan = {
  lead: Entry | undefined;
  cards: readonly Entry[];
  brief: readonly Entry[];
  rest: readonly Entry[];
};

const CARD_COUNT = 3;
const BRIEF_LENGTH = 6;

/** The newest article leads. If it has no picture, the first of the next three with one leads. Cards prefer articles with pictures. */
export function planFront(newest: readonly Entry[]): FrontPlan {
  const lead = newest.slice(0, 4).find((e) => e.image !== undefined) ?? newest[0];
  const others = newest.filter((e) => e !== lead);
  const pictured = others.slice(0, CARD_COUNT + BRIEF_LENGTH).filter((e) => e.image !== undefined);
  const cards = (pictured.length >= CARD_COUNT ? pictured : others).slice(0, CARD_COUNT);
  const left = others.filter((e) => !cards.includes(e));
  return { lead, cards, brief: left.slice(0, BRIEF_LENGTH), rest: left.slice(BRIEF_LENGTH) };
}

const briefList = (context: PageContext, entries: readonly Entry[]): Html | false =>
  entries.length > 0 &&
  html`<section class="brief" aria-labelledby="brief-title"><h2 class="rubric" id="brief-title">${sayPage(context, 'brief')}</h2><ol>${entries.map(
    (entry) => html`<li>${briefStory(context, entry, { level: 3 })}</li>`,
  )}</ol></section>`;

const cardRow = (context: PageContext, entries: readonly Entry[]): Html | false =>
  entries.length > 0 &&
  html`<section class="cards" aria-label="${sayPage(context, 'also')}">${entries.map((entry) =>
    cardStory(context, entry, { level: 2 }),
  )}</section>`;

/** Topics in the publication's order, each with its three newest articles that the page does not show yet. */
function topicSections(context: PageContext, entries: readonly Entry[]): Html | false {
  const found = context.publication.topics
    .map((topic) => ({ topic, stories: entries.filter((e) => e.topic === topic.id).slice(0, 3) }))
    .filter(({ stories }) => stories.length > 0);
  return (
    found.length > 0 &&
    html`<div class="sections">${found.map(
      ({ topic, stories }) =>
        html`<section class="section" aria-labelledby="section-${topic.id}"><h2 class="rubric" id="section-${topic.id}"><a href="${topicPath(topic.id)}">${topic.name}</a></h2>${stories.map((entry) => briefStory(context, entry, { level: 3, topic: false }))}</section>`,
    )}</div>`
  );
}

export const hiddenList = (context: PageContext, hidden: readonly Entry[]): Html | false =>
  context.preview &&
  hidden.length > 0 &&
  html`<section class="hidden-list" aria-labelledby="hidden-title"><h2 class="rubric" id="hidden-title">${sayPage(context, 'hidden-title')}</h2><div class="cards">${hidden.map(
    (entry) => cardStory(context, entry, { level: 3, picture: 'none' }),
  )}</div></section>`;

export function homePage(context: PageContext, front: FrontView): string {
  const { publication } = context;
  const { lead, cards, brief, rest } = planFront(front.newest);
  const main = html`${hiddenList(context, front.hidden)}${
    lead
      ? html`<div class="front${brief.length === 0 && ' front-alone'}">${leadStory(context, lead)}${briefList(context, brief)}</div>`
      : html`<p class="empty">${sayPage(context, 'nothing-yet')}</p>`
  }${cardRow(context, cards)}${signUpBox(context)}${topicSections(context, rest)}${
    front.months.length > 0 &&
    html`<p class="more"><a href="/archive">${sayPage(context, 'archive-all')}</a></p>`
  }`;
  const head = {
    title: publication.title,
    description: publication.description,
    path: '/',
    front: true,
    jsonLd: webSite(context),
  };
  return layout(context, head, { main, issued: front.newest[0]?.date });
}
