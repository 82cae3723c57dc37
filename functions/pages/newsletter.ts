/** The page of a newsletter: description, schedule, latest editions and the sign-up box. */
import type { EditionEntry } from '../domain/content/edition.ts';
import { newsletterCard } from '../domain/content/share-card.ts';
import type { Newsletter } from '../domain/publication/publication.ts';
import { editionPath, newsletterPath, topicPath } from '../domain/site/paths.ts';
import type { Instant } from '../domain/time/instant.ts';
import type { PageContext } from './parts/context.ts';
import { timeElement } from './parts/dates.ts';
import { layout } from './parts/layout.ts';
import { type Html, html } from './parts/markup.ts';
import { scheduleText } from './parts/schedule-text.ts';
import { signUpBox } from './parts/sign-up-box.ts';
import { sayPage } from './parts/words.ts';

/** `date`: when the edition was sent. Only sent editions are listed. */
type ListedEdition = Pick<EditionEntry, 'id' | 'subject' | 'preheader'> & { date: Instant };

/** `editions`: newest first. */
export type NewsletterView = { newsletter: Newsletter; editions: readonly ListedEdition[] };

function facts(context: PageContext, newsletter: Newsletter): Html {
  const topics = context.publication.topics.filter((t) => newsletter.topics.includes(t.id));
  return html`<dl class="facts">${
    newsletter.schedule &&
    html`<div><dt>${sayPage(context, 'when')}</dt><dd>${scheduleText(context, newsletter.schedule)}</dd></div>`
  }<div><dt>${sayPage(context, 'what')}</dt><dd>${sayPage(context, `kind-${newsletter.kind}`)}</dd></div>${
    topics.length > 0 &&
    html`<div><dt>${sayPage(context, 'topics')}</dt><dd>${topics.map((t) => html`<a href="${topicPath(t.id)}">${t.name}</a> `)}</dd></div>`
  }<div><dt>${sayPage(context, 'price')}</dt><dd>${sayPage(context, 'price-note')}</dd></div></dl>`;
}

const editionItem = (context: PageContext, { id, subject, preheader, date }: ListedEdition): Html =>
  html`<article class="story story-brief"><p class="meta">${timeElement(context, date, 'weekday')}</p><h3 class="story-title"><a href="${editionPath(id)}">${subject}</a></h3>${
    preheader !== '' && html`<p class="story-summary">${preheader}</p>`
  }</article>`;

export function newsletterPage(context: PageContext, { newsletter, editions }: NewsletterView): string {
  const main = html`<header class="page-head"><p class="kicker">${sayPage(context, 'newsletter')}</p><h1>${newsletter.name}</h1><p class="standfirst">${newsletter.description}</p></header>
${facts(context, newsletter)}
${newsletter.retired ? html`<p class="empty">${sayPage(context, 'newsletter-retired')}</p>` : signUpBox(context, newsletter)}
${
  editions.length > 0 &&
  html`<section class="editions" aria-labelledby="editions-title"><h2 class="rubric" id="editions-title">${sayPage(context, 'editions')}</h2><div class="ledger">${editions.map((edition) => editionItem(context, edition))}</div></section>`
}`;
  const head = {
    title: newsletter.name,
    description: newsletter.description,
    path: newsletterPath(newsletter.id),
    card: newsletterCard(context.publication, newsletter),
  };
  return layout(context, head, { main });
}
