/** The foot of every page: who publishes it, and every way in. */
import { feedPath, newsletterPath, topicPath } from '../../domain/site/paths.ts';
import type { PageContext } from './context.ts';
import { type Html, html } from './markup.ts';
import { page } from './words.ts';

type Link = readonly [path: string, name: string];

const column = (name: string, links: readonly Link[]): Html | false =>
  links.length > 0 &&
  html`<div><h2>${name}</h2><ul>${links.map(([path, text]) => html`<li><a href="${path}">${text}</a></li>`)}</ul></div>
`;

function ways(context: PageContext): Html {
  const topics = context.publication.topics.filter((t) => !t.retired);
  const newsletters = context.publication.newsletters.filter((n) => !n.retired);
  return html`<nav class="foot-ways" aria-label="${page(context, 'ways')}">${column(
    page(context, 'topics'),
    topics.map((t) => [topicPath(t.id), t.name]),
  )}${column(
    page(context, 'newsletters'),
    newsletters.map((n) => [newsletterPath(n.id), n.name]),
  )}${column(page(context, 'follow'), [
    ['/subscribe', page(context, 'subscribe')],
    [feedPath('rss'), 'RSS'],
    ['/feeds', page(context, 'feeds')],
    ['/archive', page(context, 'archive')],
  ])}</nav>`;
}

export function footer(context: PageContext): Html {
  const { title, description, postalAddress } = context.publication;
  const address =
    postalAddress.length > 0 && html`<address>${postalAddress.map((line) => html`${line}<br>`)}</address>`;
  return html`<footer class="foot"><div class="foot-columns">
<div class="foot-about"><p class="foot-title">${title}</p><p>${description}</p>${address}</div>
${ways(context)}
</div><p class="foot-promise">${page(context, 'promise')}</p></footer>`;
}
