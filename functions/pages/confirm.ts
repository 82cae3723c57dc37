/** Behind the confirmation link: a button, because opening a link must change nothing; then the welcome. */
import { newsletterPath } from '../domain/paths.ts';
import type { Newsletter } from '../domain/publication.ts';
import type { PageContext } from './context.ts';
import { formPage } from './form-page.ts';
import { type Html, html } from './markup.ts';
import { scheduleText } from './newsletter.ts';
import { signup } from './words.ts';

const chosenList = (context: PageContext, newsletters: readonly Newsletter[]): Html | false =>
  newsletters.length > 0 &&
  html`<ul class="chosen">${newsletters.map(
    (n) =>
      html`<li><a href="${newsletterPath(n.id)}">${n.name}</a>${n.schedule && html` <span class="choice-when">${scheduleText(context, n.schedule)}</span>`}</li>`,
  )}</ul>`;

/** `newsletters`: what was asked for. */
export type Confirmation = { token: string; newsletters: readonly Newsletter[] };

export function confirmPage(context: PageContext, { token, newsletters }: Confirmation): string {
  const body = html`${chosenList(context, newsletters)}<form class="form" action="/confirm/${token}" method="post"><p><button class="button button-large">${signup(context, 'confirm-button')}</button></p><p class="small">${signup(context, 'confirm-note')}</p></form>`;
  return formPage(context, {
    title: signup(context, 'confirm-title'),
    lede: signup(context, 'confirm-lede', { title: context.publication.title }),
    path: '/confirm',
    body,
  });
}

/** `preferences`: a token of that purpose. */
export type Confirmed = { newsletters: readonly Newsletter[]; preferences: string | undefined };

export function confirmedPage(context: PageContext, { newsletters, preferences }: Confirmed): string {
  const body = html`${chosenList(context, newsletters)}<p class="actions"><a class="button" href="/">${signup(context, 'read-now')}</a>${
    preferences !== undefined &&
    html` <a class="button button-quiet" href="/preferences/${preferences}">${signup(context, 'to-preferences')}</a>`
  }</p>`;
  return formPage(context, {
    title: signup(context, 'confirmed-title'),
    lede: signup(context, 'confirmed-lede', { title: context.publication.title }),
    path: '/confirm',
    body,
  });
}
