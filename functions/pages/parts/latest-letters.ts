/** The latest edition of each newsletter, as the front page shows it: its subject, a way to read it and a way to get the next one. */
import type { Newsletter } from '../../domain/publication/publication.ts';
import { editionPath, newsletterPath } from '../../domain/site/paths.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { PageContext } from './context.ts';
import { timeElement } from './dates.ts';
import { type Html, html } from './markup.ts';
import { sayPage } from './words.ts';

/** An edition that was sent, and the newsletter that sent it. `date`: the letter's date. */
export type LatestEdition = { newsletter: Newsletter; id: string; subject: string; date: Instant };

/** The link "Read it" repeats the subject's, so keyboards and screen readers skip it. */
function latestLetter(context: PageContext, { newsletter, id, subject, date }: LatestEdition): Html {
  const own = newsletterPath(newsletter.id);
  const read = html`<a href="${editionPath(id)}" tabindex="-1" aria-hidden="true">${sayPage(context, 'letter-read')}</a>`;
  const get = html`<a href="${own}">${sayPage(context, 'letter-get')}<span class="hidden">: ${newsletter.name}</span></a>`;
  return html`<article class="story story-brief letter"><p class="kicker"><a href="${own}">${newsletter.name}</a></p><h3 class="story-title"><a href="${editionPath(id)}">${subject}</a></h3><p class="meta">${timeElement(context, date, 'day')}</p><p class="meta letter-ways">${read}${get}</p></article>`;
}

export const latestLetters = (context: PageContext, letters: readonly LatestEdition[]): Html | false =>
  letters.length > 0 &&
  html`<section class="letters" aria-labelledby="letters-title"><h2 class="rubric" id="letters-title">${sayPage(context, 'letters-latest')}</h2>${letters.map((letter) => latestLetter(context, letter))}</section>`;
