/** The page about feeds: it explains feeds, lists them, and shows their addresses to copy. */
import { FEED_FORMATS, type FeedFormat, feedPath } from '../domain/site/paths.ts';
import type { PageContext } from './parts/context.ts';
import { layout } from './parts/layout.ts';
import { type Html, html } from './parts/markup.ts';
import { page } from './parts/words.ts';

const NAMES: Readonly<Record<FeedFormat, string>> = { rss: 'RSS', atom: 'Atom', json: 'JSON Feed' };

/** The link's text is the address, so that a reader can copy the address without opening the feed. */
const address = (context: PageContext, format: FeedFormat, topic?: string): Html =>
  html`<li><span class="feed-format">${NAMES[format]}</span> <a href="${feedPath(format, topic)}"><code>${context.base}${feedPath(format, topic)}</code></a></li>`;

const addresses = (context: PageContext, name: string, topic?: string): Html =>
  html`<section class="feed"><h3>${name}</h3><ul>${FEED_FORMATS.map((format) => address(context, format, topic))}</ul></section>`;

export function feedsPage(context: PageContext): string {
  const { publication } = context;
  const topics = publication.topics.filter((t) => !t.retired);
  const main = html`<header class="page-head"><h1>${page(context, 'feeds')}</h1><p class="standfirst">${page(context, 'feeds-lede')}</p></header>
<div class="prose"><h2>${page(context, 'feeds-what')}</h2><p>${page(context, 'feeds-what-text')}</p><p>${page(context, 'feeds-how')}</p></div>
<section class="feeds" aria-labelledby="feeds-all"><h2 class="rubric" id="feeds-all">${page(context, 'feeds-all')}</h2>${addresses(context, publication.title)}
<section class="feed"><h3>${page(context, 'feeds-opml')}</h3><p>${page(context, 'feeds-opml-text')}</p><ul><li><span class="feed-format">OPML</span> <a href="/feeds.opml"><code>${context.base}/feeds.opml</code></a></li></ul></section></section>
${
  topics.length > 0 &&
  html`<section class="feeds" aria-labelledby="feeds-topics"><h2 class="rubric" id="feeds-topics">${page(context, 'feeds-topics')}</h2>${topics.map((t) => addresses(context, t.name, t.id))}</section>`
}`;
  const head = {
    title: page(context, 'feeds'),
    description: page(context, 'feeds-description', { title: publication.title }),
    path: '/feeds',
  };
  return layout(context, head, { main });
}
