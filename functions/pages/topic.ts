/** The pages of a topic, and of an author, a tag or a series: newest articles, feed and sign-up box. */
import type { Entry } from '../domain/content/article.ts';
import type { Author } from '../domain/content/author.ts';
import { topicCard } from '../domain/content/share-card.ts';
import type { Topic } from '../domain/publication/publication.ts';
import { feedPath, topicPath } from '../domain/site/paths.ts';
import { type TermAddress, termFeedPath, termPath } from '../domain/site/terms.ts';
import { hiddenList } from './home.ts';
import { renderBody } from './parts/body.ts';
import type { PageContext } from './parts/context.ts';
import { layout } from './parts/layout.ts';
import { type Html, html } from './parts/markup.ts';
import { imageElement } from './parts/picture.ts';
import { signUpBox } from './parts/sign-up-box.ts';
import { cardStory } from './parts/story.ts';
import { sayPage } from './parts/words.ts';

/** `entries`: the newest visible articles; `hidden`: hidden articles, in preview only. */
export type TopicView = { topic: Topic; entries: readonly Entry[]; hidden: readonly Entry[] };

export function topicPage(context: PageContext, { topic, entries, hidden }: TopicView): string {
  const main = html`<header class="page-head"><h1>${topic.name}</h1><p class="page-note"><a href="${feedPath('rss', topic.id)}">${sayPage(context, 'topic-feed', { topic: topic.name })}</a></p></header>
${hiddenList(context, hidden)}${
  entries.length > 0
    ? html`<div class="stream">${entries.map((entry, i) =>
        cardStory(context, entry, { level: 2, topic: false, picture: i === 0 ? 'eager' : 'lazy' }),
      )}</div>`
    : html`<p class="empty">${sayPage(context, 'nothing-yet')}</p>`
}${entries.length > 0 && html`<p class="more"><a href="/archive">${sayPage(context, 'archive-all')}</a></p>`}${signUpBox(context)}`;
  const head = {
    title: topic.name,
    description: sayPage(context, 'topic-description', {
      topic: topic.name,
      title: context.publication.title,
    }),
    path: topicPath(topic.id),
    topic,
    card: topicCard(context.publication, topic),
  };
  return layout(context, head, { main });
}

/** An author, a tag or a series. `entries`: the newest visible articles, newest first. */
export type TermView = TermAddress & { name: string; entries: readonly Entry[] };

/** The author's picture, words and pages elsewhere, which those pages may confirm (rel=me, microformats.org/wiki/rel-me). */
const authorBox = (context: PageContext, { picture, body, links }: Author): Html =>
  html`<section class="author">${picture && imageElement(picture, { as: 'card', eager: true })}<div class="prose">${renderBody(context, body)}${
    links.length > 0 &&
    html`<ul class="author-links">${links.map((link) => html`<li><a rel="me" href="${link}">${new URL(link).hostname.replace(/^www\./, '')}</a></li>`)}</ul>`
  }</div></section>
`;

/** A series begins with its first part. */
export function termPage(context: PageContext, term: TermView, author?: Author): string {
  const { taxonomy, name } = term;
  const entries = taxonomy === 'series' ? term.entries.toReversed() : term.entries;
  const main = html`<header class="page-head"><p class="kicker">${sayPage(context, `term-${taxonomy}`)}</p><h1>${name}</h1><p class="page-note"><a href="${termFeedPath('rss', term)}">${sayPage(context, 'topic-feed', { topic: name })}</a></p></header>
${author && authorBox(context, author)}<div class="stream">${entries.map((entry, i) =>
    cardStory(context, entry, { level: 2, picture: i === 0 ? 'eager' : 'lazy' }),
  )}</div><p class="more"><a href="/archive">${sayPage(context, 'archive-all')}</a></p>${signUpBox(context)}`;
  const { title } = context.publication;
  const head = {
    title: name,
    description: sayPage(context, `term-${taxonomy}-description`, { name, title }),
    path: termPath(term),
    term,
  };
  return layout(context, head, { main });
}
