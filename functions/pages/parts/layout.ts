/** The HTML document around a page's body: head, masthead, landmarks, footer and the preview banner. */

import { feedPath, newsletterPath, topicPath } from '../../domain/site/paths.ts';
import { directionOf } from '../../domain/text/translations.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { PageContext } from './context.ts';
import { time } from './dates.ts';
import { asset, headMarkup, type PageHead } from './head.ts';
import { type Html, html } from './markup.ts';
import { previewBanner } from './preview-banner.ts';
import { page } from './words.ts';

export type PageBody = {
  main: Html;
  /** The date of the newest article, for the masthead of the front page. */
  issued?: number | undefined;
};

export function layout(context: PageContext, head: PageHead, { main, issued }: PageBody): string {
  const { language } = context.publication;
  return html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
${headMarkup(context, head)}</head>
<body>
<a class="skip" href="#main">${page(context, 'skip')}</a>
${context.preview && previewBanner(context)}${masthead(context, head, issued)}
<main id="main" tabindex="-1">
${main}
</main>
${footer(context)}
</body>
</html>
`.toString();
}

function nameplate(context: PageContext): Html {
  const { title, logo } = context.publication;
  if (!logo || !context.assets[logo.light]) return html`<a class="nameplate-text" href="/">${title}</a>`;
  return html`<a href="/"><picture><source srcset="${asset(context, logo.dark)}" media="(prefers-color-scheme: dark)"><img src="${asset(context, logo.light)}" alt="${logo.alt}"></picture></a>`;
}

function item(path: string, name: string, here: string): Html {
  const current = path === here && html` aria-current="page"`;
  return html`<li><a href="${path}"${current}>${name}</a></li>`;
}

const services = (context: PageContext, here: string): Html =>
  html`<nav class="services" aria-label="${page(context, 'services')}"><ul>${[
    item('/archive', page(context, 'archive'), here),
    item('/feeds', page(context, 'feeds'), here),
  ]}<li class="services-call"><a class="button" href="/subscribe">${page(context, 'subscribe')}</a></li></ul></nav>`;

const topics = (context: PageContext, here: string): Html =>
  html`<nav class="topics" aria-label="${page(context, 'topics')}"><ul>${context.publication.topics
    .filter((topic) => !topic.retired)
    .map((topic) => item(topicPath(topic.id), topic.name, here))}</ul></nav>`;

function masthead(context: PageContext, head: PageHead, issued: Instant | undefined): Html {
  if (!head.front) {
    return html`<header class="masthead masthead-running"><div class="masthead-bar"><p class="nameplate">${nameplate(context)}</p>${services(context, head.path)}</div>${topics(context, head.path)}</header>`;
  }
  const date = issued !== undefined && html`<p class="masthead-date">${time(context, issued, 'weekday')}</p>`;
  return html`<header class="masthead masthead-front"><div class="masthead-bar">${date}${services(context, head.path)}</div><h1 class="nameplate">${nameplate(context)}</h1><p class="tagline">${context.publication.description}</p>${topics(context, head.path)}</header>`;
}

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

function footer(context: PageContext): Html {
  const { title, description, postalAddress } = context.publication;
  const address =
    postalAddress.length > 0 && html`<address>${postalAddress.map((line) => html`${line}<br>`)}</address>`;
  return html`<footer class="foot"><div class="foot-columns">
<div class="foot-about"><p class="foot-title">${title}</p><p>${description}</p>${address}</div>
${ways(context)}
</div><p class="foot-promise">${page(context, 'promise')}</p></footer>`;
}
