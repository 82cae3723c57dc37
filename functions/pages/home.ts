/** The front page: a lead story with the brief beside it, cards, the sign-up box, and the rest by topic. */
import type { Entry } from '../domain/content/article.ts';
import { topicPath } from '../domain/site/paths.ts';
import type { PageContext } from './parts/context.ts';
import { webSite } from './parts/json-ld.ts';
import { layout } from './parts/layout.ts';
import { type Html, html } from './parts/markup.ts';
import { signUpBox } from './parts/sign-up-box.ts';
import { briefStory, cardStory, leadStory } from './parts/story.ts';
import { page } from './parts/words.ts';

/** `newest`: about 40 visible articles; `hidden`: drafts and future articles, in preview only. */
export type Front = {
  newest: readonly Entry[];
  hidden: readonly Entry[];
  months: readonly { month: string; count: number }[];
};

type Plan = {
  lead: Entry | undefined;
  cards: readonly Entry[];
  brief: readonly Entry[];
  rest: readonly Entry[];
};

const CARDS = 3;
const BRIEF = 6;

/** The newest article leads. If it has no picture, the first of the next three with one leads. Cards prefer articles with pictures. */
export function planFront(newest: readonly Entry[]): Plan {
  const lead = newest.slice(0, 4).find((e) => e.image !== undefined) ?? newest[0];
  const others = newest.filter((e) => e !== lead);
  const pictured = others.slice(0, CARDS + BRIEF).filter((e) => e.image !== undefined);
  const cards = (pictured.length >= CARDS ? pictured : others).slice(0, CARDS);
  const left = others.filter((e) => !cards.includes(e));
  return { lead, cards, brief: left.slice(0, BRIEF), rest: left.slice(BRIEF) };
}

const briefList = (context: PageContext, entries: readonly Entry[]): Html | false =>
  entries.length > 0 &&
  html`<section class="brief" aria-labelledby="brief-title"><h2 class="rubric" id="brief-title">${page(context, 'brief')}</h2><ol>${entries.map(
    (entry) => html`<li>${briefStory(context, entry, { level: 3 })}</li>`,
  )}</ol></section>`;

const cardRow = (context: PageContext, entries: readonly Entry[]): Html | false =>
  entries.length > 0 &&
  html`<section class="cards" aria-label="${page(context, 'also')}">${entries.map((entry) =>
    cardStory(context, entry, { level: 2 }),
  )}</section>`;

/** Topics in the publication's order, each with its three newest articles that the page does not show yet. */
function sections(context: PageContext, entries: readonly Entry[]): Html | false {
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
  html`<section class="hidden-list" aria-labelledby="hidden-title"><h2 class="rubric" id="hidden-title">${page(context, 'hidden-title')}</h2><div class="cards">${hidden.map(
    (entry) => cardStory(context, entry, { level: 3, picture: 'none' }),
  )}</div></section>`;

export function homePage(context: PageContext, front: Front): string {
  const { publication } = context;
  const { lead, cards, brief, rest } = planFront(front.newest);
  const main = html`${hiddenList(context, front.hidden)}${
    lead
      ? html`<div class="front${brief.length === 0 && ' front-alone'}">${leadStory(context, lead)}${briefList(context, brief)}</div>`
      : html`<p class="empty">${page(context, 'nothing-yet')}</p>`
  }${cardRow(context, cards)}${signUpBox(context)}${sections(context, rest)}${
    front.months.length > 0 &&
    html`<p class="more"><a href="/archive">${page(context, 'archive-all')}</a></p>`
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
