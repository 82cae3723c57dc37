/** A newsletter's page: what it is, when it comes, its latest editions, and how to get it. */
import type { EditionEntry } from '../domain/edition.ts';
import type { Instant } from '../domain/instant.ts';
import { editionPath, newsletterPath, topicPath } from '../domain/paths.ts';
import type { Newsletter, Schedule } from '../domain/publication.ts';
import type { PageContext } from './context.ts';
import { listText, time, weekdayNames } from './dates.ts';
import { layout } from './layout.ts';
import { type Html, html } from './markup.ts';
import { signUpBox } from './sign-up-box.ts';
import { page } from './words.ts';

/** Whatever is listed was sent then. */
type ListedEdition = Pick<EditionEntry, 'id' | 'subject' | 'preheader'> & { date: Instant };

/** `editions`: newest first. */
export type NewsletterView = { newsletter: Newsletter; editions: readonly ListedEdition[] };

const WEEKDAYS = '1,2,3,4,5';

function dayText(context: PageContext, { days }: Schedule): string {
  if (days.length === 7) return page(context, 'every-day');
  const key = [...days].sort().join();
  if (key === WEEKDAYS) return page(context, 'weekdays');
  const names = weekdayNames(context);
  return listText(
    context,
    days.map((day) => names[day]!),
  );
}

/** "Weekdays at 07:00". */
export function scheduleText(context: PageContext, schedule: Schedule): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const clock = `${two(schedule.hour)}:${two(schedule.minute)}`;
  return page(context, 'schedule', { days: dayText(context, schedule), time: clock });
}

function facts(context: PageContext, newsletter: Newsletter): Html {
  const topics = context.publication.topics.filter((t) => newsletter.topics.includes(t.id));
  return html`<dl class="facts">${
    newsletter.schedule &&
    html`<div><dt>${page(context, 'when')}</dt><dd>${scheduleText(context, newsletter.schedule)}</dd></div>`
  }<div><dt>${page(context, 'what')}</dt><dd>${page(context, `kind-${newsletter.kind}`)}</dd></div>${
    topics.length > 0 &&
    html`<div><dt>${page(context, 'topics')}</dt><dd>${topics.map((t) => html`<a href="${topicPath(t.id)}">${t.name}</a> `)}</dd></div>`
  }<div><dt>${page(context, 'price')}</dt><dd>${page(context, 'price-note')}</dd></div></dl>`;
}

const editionItem = (context: PageContext, { id, subject, preheader, date }: ListedEdition): Html =>
  html`<article class="story story-brief"><p class="meta">${time(context, date, 'weekday')}</p><h3 class="story-title"><a href="${editionPath(id)}">${subject}</a></h3>${
    preheader !== '' && html`<p class="story-summary">${preheader}</p>`
  }</article>`;

export function newsletterPage(context: PageContext, { newsletter, editions }: NewsletterView): string {
  const main = html`<header class="page-head"><p class="kicker">${page(context, 'newsletter')}</p><h1>${newsletter.name}</h1><p class="standfirst">${newsletter.description}</p></header>
${facts(context, newsletter)}
${newsletter.retired ? html`<p class="empty">${page(context, 'newsletter-retired')}</p>` : signUpBox(context, newsletter)}
${
  editions.length > 0 &&
  html`<section class="editions" aria-labelledby="editions-title"><h2 class="rubric" id="editions-title">${page(context, 'editions')}</h2><div class="ledger">${editions.map((edition) => editionItem(context, edition))}</div></section>`
}`;
  const head = {
    title: newsletter.name,
    description: newsletter.description,
    path: newsletterPath(newsletter.id),
  };
  return layout(context, head, { main });
}
