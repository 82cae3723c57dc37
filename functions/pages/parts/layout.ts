/** The HTML document around a page's body: head, masthead, landmarks, footer and the preview banner. */

import { feedPath, newsletterPath, topicPath } from '../../domain/site/paths.ts';
import { directionOf, markForeignWords } from '../../domain/text/translations.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { PageContext } from './context.ts';
import { timeElement } from './dates.ts';
import { assetPath, hasSearch, headMarkup, type PageHead } from './head.ts';
import { type Html, html } from './markup.ts';
import { previewBanner } from './preview-banner.ts';
import { sayPage } from './words.ts';

export type PageBody = {
  main: Html;
  /** The date of the newest article, for the masthead of the front page. */
  issued?: number | undefined;
};

export function layout(context: PageContext, head: PageHead, { main, issued }: PageBody): string {
  const { language } = context.publication;
  const page = html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
${headMarkup(context, head)}</head>
<body>
<a class="skip" href="#main">${sayPage(context, 'skip')}</a>
${context.preview && previewBanner(context)}${masthead(context, head, issued)}
<main id="main" tabindex="-1">
${main}
</main>
${footer(context)}
</body>
</html>
`.toString();
  return markForeignWords(page, language);
}

function nameplate(context: PageContext): Html {
  const { title, logo } = context.publication;
  if (!logo || !context.assets[logo.light]) return html`<a class="nameplate-text" href="/">${title}</a>`;
  if (logo.lightOnly)
    return html`<a href="/"><img class="logo-light" src="${assetPath(context, logo.light)}" alt="${logo.alt}"><span class="nameplate-text logo-dark">${title}</span></a>`;
  return html`<a href="/"><picture><source srcset="${assetPath(context, logo.dark)}" media="(prefers-color-scheme: dark)"><img src="${assetPath(context, logo.light)}" alt="${logo.alt}"></picture></a>`;
}

function navItem(path: string, name: string, here: string): Html {
  const current = path === here && html` aria-current="page"`;
  return html`<li><a href="${path}"${current}>${name}</a></li>`;
}

const serviceNav = (context: PageContext, here: string): Html =>
  html`<nav class="services" aria-label="${sayPage(context, 'services')}"><ul>${[
    navItem('/archive', sayPage(context, 'archive'), here),
    navItem('/feeds', sayPage(context, 'feeds'), here),
    hasSearch(context) && navItem('/search', sayPage(context, 'search'), here),
  ]}<li class="services-call"><a class="button" href="/subscribe">${sayPage(context, 'subscribe')}</a></li></ul></nav>`;

/** One topic alone is no choice: the foot has its link. */
function topicNav(context: PageContext, here: string): Html | false {
  const open = context.publication.topics.filter((topic) => !topic.retired);
  return (
    open.length > 1 &&
    html`<nav class="topics" aria-label="${sayPage(context, 'topics')}"><ul>${open.map((topic) => navItem(topicPath(topic.id), topic.name, here))}</ul></nav>`
  );
}

function masthead(context: PageContext, head: PageHead, issued: Instant | undefined): Html {
  if (!head.front) {
    return html`<header class="masthead masthead-running"><div class="masthead-bar"><p class="nameplate">${nameplate(context)}</p>${serviceNav(context, head.path)}</div>${topicNav(context, head.path)}</header>`;
  }
  const date =
    issued !== undefined && html`<p class="masthead-date">${timeElement(context, issued, 'weekday')}</p>`;
  return html`<header class="masthead masthead-front"><div class="masthead-bar">${date}${serviceNav(context, head.path)}</div><h1 class="nameplate">${nameplate(context)}</h1><p class="tagline">${context.publication.description}</p>${topicNav(context, head.path)}</header>`;
}

type Link = readonly [path: string, name: string];

const linkColumn = (name: string, links: readonly Link[]): Html | false =>
  links.length > 0 &&
  html`<div><h2>${name}</h2><ul>${links.map(([path, text]) => html`<li><a href="${path}">${text}</a></li>`)}</ul></div>
`;

function footerLinks(context: PageContext): Html {
  const topics = context.publication.topics.filter((t) => !t.retired);
  const newsletters = context.publication.newsletters.filter((n) => !n.retired);
  return html`<nav class="foot-ways" aria-label="${sayPage(context, 'ways')}">${linkColumn(
    sayPage(context, 'topics'),
    topics.map((t) => [topicPath(t.id), t.name]),
  )}${linkColumn(
    sayPage(context, 'newsletters'),
    newsletters.map((n) => [newsletterPath(n.id), n.name]),
  )}${linkColumn(sayPage(context, 'follow'), [
    ['/subscribe', sayPage(context, 'subscribe')],
    [feedPath('rss'), 'RSS'],
    ['/feeds', sayPage(context, 'feeds')],
    ['/archive', sayPage(context, 'archive')],
    ...(hasSearch(context) ? ([['/search', sayPage(context, 'search')]] as const) : []),
  ])}</nav>`;
}

function footer(context: PageContext): Html {
  const { title, description, postalAddress } = context.publication;
  const address =
    postalAddress.length > 0 && html`<address>${postalAddress.map((line) => html`${line}<br>`)}</address>`;
  return html`<footer class="foot"><div class="foot-columns">
<div class="foot-about"><p class="foot-title">${title}</p><p>${description}</p>${address}</div>
${footerLinks(context)}
</div><p class="foot-promise">${sayPage(context, 'promise')}</p></footer>`;
}
