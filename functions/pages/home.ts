/** The front page: a lead story, cards, more stories beside the lead, the newsletters' latest editions, the sign-up box, the rest by topic. */
import type { Entry } from '../domain/content/article.ts';
import { topicPath } from '../domain/site/paths.ts';
import type { PageContext } from './parts/context.ts';
import { webSite } from './parts/json-ld.ts';
import { type LatestEdition, latestLetters } from './parts/latest-letters.ts';
import { layout } from './parts/layout.ts';
import { type Html, html } from './parts/markup.ts';
import { signUpBox } from './parts/sign-up-box.ts';
import { briefStory, cardStory, leadStory } from './parts/story.ts';
import { sayPage } from './parts/words.ts';

/** `newest`: about 40 visible articles; `hidden`: drafts and future articles, in preview only; `letters`: sent editions alone. */
export type FrontView = {
  newest: readonly Entry[];
  hidden: readonly Entry[];
  months: readonly { month: string; count: number }[];
  letters?: readonly LatestEdition[];
};

type FrontPlan = {
  lead: Entry | undefined;
  cards: readonly Entry[];
  /** True if one or two cards stand beside the lead, because there are no other stories. */
  beside: boolean;
  more: readonly Entry[];
  rest: readonly Entry[];
};

const CARD_COUNT = 3;
const MORE_LENGTH = 6;
/** Fewer other articles than this fill either the cards or the list: both would have holes. */
const MIN_FOR_BOTH = 6;
/** Pixels. A smaller picture would be blurred at the size of the lead. */
const MIN_LEAD_WIDTH = 600;

const hasLeadPicture = ({ image }: Entry): boolean => image !== undefined && image.width >= MIN_LEAD_WIDTH;

/** The newest article leads. If it has no picture, the first of the next three with one leads. Cards prefer articles with pictures. */
export function planFront(newest: readonly Entry[]): FrontPlan {
  const lead = newest.slice(0, 4).find(hasLeadPicture) ?? newest[0];
  const others = newest.filter((e) => e !== lead);
  if (others.length < MIN_FOR_BOTH) {
    const [cards, more] = others.length <= CARD_COUNT ? [others, []] : [[], others];
    return { lead, cards, beside: cards.length > 0 && cards.length < CARD_COUNT, more, rest: [] };
  }
  const pictured = others.slice(0, CARD_COUNT + MORE_LENGTH).filter((e) => e.image !== undefined);
  const cards = (pictured.length >= CARD_COUNT ? pictured : others).slice(0, CARD_COUNT);
  const left = others.filter((e) => !cards.includes(e));
  return { lead, cards, beside: false, more: left.slice(0, MORE_LENGTH), rest: left.slice(MORE_LENGTH) };
}

const moreStories = (context: PageContext, entries: readonly Entry[]): Html | false =>
  entries.length > 0 &&
  html`<section class="more-stories" aria-labelledby="more-title"><h2 class="rubric" id="more-title">${sayPage(context, 'more-stories')}</h2><ul>${entries.map(
    (entry) => html`<li>${briefStory(context, entry, { level: 3 })}</li>`,
  )}</ul></section>`;

const cardRow = (context: PageContext, { cards, beside }: FrontPlan): Html | false =>
  cards.length > 0 &&
  html`<section class="cards${beside && ' cards-side'}" aria-label="${sayPage(context, 'also')}">${cards.map(
    (entry) => cardStory(context, entry, { level: 2 }),
  )}</section>`;

/** Cards come before the list, as on a phone: the list has older stories. */
function frontGrid(context: PageContext, lead: Entry, plan: FrontPlan, letters: Html | false): Html {
  const { more, beside } = plan;
  const isAlone = more.length === 0 && letters === false && !beside;
  const side =
    (more.length > 0 || letters !== false) &&
    html`<div class="front-side">${moreStories(context, more)}${letters}</div>`;
  return html`<div class="front${isAlone && ' front-alone'}">${leadStory(context, lead)}${cardRow(context, plan)}${side}</div>`;
}

/**
 * Topics in the publication's order, each with its three newest articles that the page does not show yet; a topic alone with three times
 * as many.
 */
function topicSections(context: PageContext, entries: readonly Entry[]): Html | false {
  const groups = context.publication.topics
    .map((topic) => ({ topic, stories: entries.filter((e) => e.topic === topic.id) }))
    .filter(({ stories }) => stories.length > 0);
  const isAlone = groups.length === 1;
  const found = groups.map((group) => ({ ...group, stories: group.stories.slice(0, isAlone ? 9 : 3) }));
  return (
    found.length > 0 &&
    html`<div class="sections${isAlone && ' sections-alone'}">${found.map(
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
  const plan = planFront(front.newest);
  const { lead, rest } = plan;
  const main = html`${hiddenList(context, front.hidden)}${
    lead
      ? frontGrid(context, lead, plan, latestLetters(context, front.letters ?? []))
      : html`<p class="empty">${sayPage(context, 'nothing-yet')}</p>`
  }${signUpBox(context)}${topicSections(context, rest)}${
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
