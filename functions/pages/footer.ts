/** The foot of every page: who publishes it, and every way in. */
import { feedPath, newsletterPath, topicPath } from '../domain/paths.ts';
import type { PageContext } from './context.ts';
import { type Html, html } from './markup.ts';
import { page } from './words.ts';

type Link = readonly [path: string, name: string];

const column = (name: string, links: readonly Link[]): Html | false =>
  links.length > 0 &&
  html`<nav aria-label="${name}"><h2>${name}</h2><ul>${links.map(
    ([path, text]) => html`<li><a href="${path}">${text}</a></li>`,
  )}</ul></nav>`;

export function footer(context: PageContext): Html {
  const { publication } = context;
  const topics = publication.topics.filter((t) => !t.retired);
  const newsletters = publication.newsletters.filter((n) => !n.retired);
  return html`<footer class="foot"><div class="foot-columns">
<div class="foot-about"><p class="foot-title">${publication.title}</p><p>${publication.description}</p>${
    publication.postalAddress.length > 0 &&
    html`<address>${publication.postalAddress.map((line) => html`${line}<br>`)}</address>`
  }</div>
${column(
  page(context, 'topics'),
  topics.map((t) => [topicPath(t.id), t.name]),
)}
${column(
  page(context, 'newsletters'),
  newsletters.map((n) => [newsletterPath(n.id), n.name]),
)}
${column(page(context, 'follow'), [
  ['/subscribe', page(context, 'subscribe')],
  [feedPath('rss'), 'RSS'],
  ['/feeds', page(context, 'feeds')],
  ['/archive', page(context, 'archive')],
])}
</div><p class="foot-promise">${page(context, 'promise')}</p></footer>`;
}
