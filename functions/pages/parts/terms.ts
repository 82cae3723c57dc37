/** Links to the pages of an article's authors, tags and series, and the stories that its page leads to besides. */
import type { Entry } from '../../domain/content/article.ts';
import { articlePath } from '../../domain/site/paths.ts';
import { type Taxonomy, termPath, termSlug } from '../../domain/site/terms.ts';
import { listParts } from '../../domain/text/dates.ts';
import type { PageContext } from './context.ts';
import { type Html, html } from './markup.ts';
import { cardStory } from './story.ts';
import { sayPage } from './words.ts';

/** A name with a link to its page. A name of signs alone has no page, and a release of an earlier version has none at all. */
export function termLink({ hasTerms }: PageContext, taxonomy: Taxonomy, name: string, rel?: string): Html {
  const slug = termSlug(name);
  if (!hasTerms || slug === '') return html`${name}`;
  return html`<a href="${termPath({ taxonomy, slug })}"${rel !== undefined && html` rel="${rel}"`}>${name}</a>`;
}

const PLACE = '\u0000';

/** "By Ada and Tom", each name a link, in the order and with the words of the language. */
export function authorsLine(context: PageContext, authors: readonly string[]): Html {
  const [before = '', after = ''] = sayPage(context, 'by', { authors: PLACE }).split(PLACE);
  const names = listParts(context, authors).map(({ type, value }) =>
    type === 'element' ? termLink(context, 'author', value, 'author') : html`${value}`,
  );
  return html`${before}${names}${after}`;
}

/** The place of a part in its series, for its page (flows/release/terms.ts). */
type SeriesLinks = {
  name: string;
  part: number;
  parts: number;
  previous: Entry | undefined;
  next: Entry | undefined;
};

const partLink = (context: PageContext, key: string, entry: Entry | undefined): Html | false =>
  entry !== undefined &&
  html`<li><span class="series-where">${sayPage(context, key)}</span> <a href="${articlePath(entry.slug)}">${entry.title}</a></li>`;

export function seriesBox(context: PageContext, series: SeriesLinks | undefined): Html | false {
  if (series === undefined) return false;
  const { name, part, parts, previous, next } = series;
  return html`<aside class="series" aria-label="${sayPage(context, 'term-series')}"><p>${sayPage(context, 'series-part', { n: part, count: parts })} ${termLink(context, 'series', name)}</p><ul>${partLink(context, 'series-previous', previous)}${partLink(context, 'series-next', next)}</ul></aside>`;
}

export const relatedStories = (context: PageContext, entries: readonly Entry[]): Html | false =>
  entries.length > 0 &&
  html`<section class="related" aria-labelledby="related-title"><h2 class="rubric" id="related-title">${sayPage(context, 'related')}</h2><div class="related-stories">${entries.map((entry) => cardStory(context, entry, { level: 3 }))}</div></section>`;
