/** The masthead: the nameplate with its date on the front page, a running head elsewhere; topics and services below. */
import { topicPath } from '../../domain/site/paths.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { PageContext } from './context.ts';
import { time } from './dates.ts';
import { asset, type Head } from './head.ts';
import { type Html, html } from './markup.ts';
import { page } from './words.ts';

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

export function masthead(context: PageContext, head: Head, issued: Instant | undefined): Html {
  if (!head.front) {
    return html`<header class="masthead masthead-running"><div class="masthead-bar"><p class="nameplate">${nameplate(context)}</p>${services(context, head.path)}</div>${topics(context, head.path)}</header>`;
  }
  const date = issued !== undefined && html`<p class="masthead-date">${time(context, issued, 'weekday')}</p>`;
  return html`<header class="masthead masthead-front"><div class="masthead-bar">${date}${services(context, head.path)}</div><h1 class="nameplate">${nameplate(context)}</h1><p class="tagline">${context.publication.description}</p>${topics(context, head.path)}</header>`;
}
