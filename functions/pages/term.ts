/** The page of an author, a tag or a series: its articles and its feed. A series begins with its first part. */
import type { Entry } from '../domain/content/article.ts';
import { type TermAddress, termFeedPath, termPath } from '../domain/site/terms.ts';
import type { PageContext } from './parts/context.ts';
import { layout } from './parts/layout.ts';
import { html } from './parts/markup.ts';
import { signUpBox } from './parts/sign-up-box.ts';
import { cardStory } from './parts/story.ts';
import { sayPage } from './parts/words.ts';

/** `entries`: the newest visible articles, newest first. */
export type TermView = TermAddress & { name: string; entries: readonly Entry[] };

export function termPage(context: PageContext, term: TermView): string {
  const { taxonomy, name } = term;
  const entries = taxonomy === 'series' ? term.entries.toReversed() : term.entries;
  const main = html`<header class="page-head"><p class="kicker">${sayPage(context, `term-${taxonomy}`)}</p><h1>${name}</h1><p class="page-note"><a href="${termFeedPath('rss', term)}">${sayPage(context, 'topic-feed', { topic: name })}</a></p></header>
<div class="stream">${entries.map((entry, i) =>
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
