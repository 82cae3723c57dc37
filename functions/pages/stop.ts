/** Pages for editors: an alert on hold, with the button that stops its run and the button that releases it. */
import type { Instant } from '../domain/time/instant.ts';
import type { PageContext } from './parts/context.ts';
import { timeElement } from './parts/dates.ts';
import { formPage } from './parts/form-page.ts';
import { html } from './parts/markup.ts';
import { saySignUp } from './parts/words.ts';

/** `count`: recipients; `about`: the count is an estimate; `until`: the hold's end; `run`: the run's id; `begun`: sending has begun. */
export type StopView = {
  token: string;
  subject: string;
  newsletter: string;
  count: number;
  about?: boolean;
  until: Instant | undefined;
  run?: string;
  begun?: boolean;
};

/** `token`: the token of the release link; empty if the link has expired (after a week). */
export type ReleaseView = Required<Pick<StopView, 'token' | 'subject' | 'newsletter' | 'count' | 'run'>> &
  Pick<StopView, 'about'>;

/** The translation's key; another one if the number is an estimate. */
const countKey = (key: string, about = false): string => (about ? `${key}-about` : key);

const quoteSubject = (subject: string) => html`<blockquote class="quoted"><p>${subject}</p></blockquote>`;

export function stopPage(
  context: PageContext,
  { token, subject, newsletter, count, about, until, run = '', begun = false }: StopView,
): string {
  const lede = html`${saySignUp(context, countKey(begun ? 'stop-begun' : 'stop-lede', about), { newsletter, count })}${
    until !== undefined &&
    html` ${saySignUp(context, 'stop-until')} ${timeElement(context, until, 'minute')}.`
  }`;
  const body = html`${quoteSubject(subject)}<form class="form" action="/stop/${token}" method="post"><p><button class="button button-large button-danger">${saySignUp(context, 'stop-button')}</button></p><p class="small">${saySignUp(context, 'stop-note', { run })}</p></form>`;
  return formPage(context, { title: saySignUp(context, 'stop-title'), lede, path: '/stop', body });
}

const releaseForm = (context: PageContext, token: string, note: string) =>
  html`<form class="form" action="/release/${token}" method="post"><p><button class="button button-large">${saySignUp(context, 'release-button')}</button></p><p class="small">${note}</p></form>`;

export function releasePage(
  context: PageContext,
  { token, subject, newsletter, count, about }: ReleaseView,
): string {
  const body = html`${quoteSubject(subject)}${releaseForm(context, token, saySignUp(context, 'release-note'))}`;
  const lede = saySignUp(context, countKey('release-lede', about), { newsletter, count });
  return formPage(context, { title: saySignUp(context, 'release-title'), lede, path: '/release', body });
}

/** The page after a stop, with the release button if its link is still valid. */
export function stoppedPage(
  context: PageContext,
  { token, subject, newsletter, count, about, run }: ReleaseView,
): string {
  const note = saySignUp(context, 'stopped-note', { run });
  const back = html`<p>${saySignUp(context, countKey('stopped-text', about), { count })}</p>${releaseForm(context, token, note)}`;
  const body = html`${quoteSubject(subject)}${token === '' ? html`<p class="small">${note}</p>` : back}`;
  const lede = saySignUp(context, 'stopped-lede', { newsletter });
  return formPage(context, { title: saySignUp(context, 'stopped-title'), lede, path: '/stop', body });
}
