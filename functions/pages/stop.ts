/** Pages for editors: an alert on hold, with the button that stops its run and the button that releases it. */
import type { Instant } from '../domain/time/instant.ts';
import type { PageContext } from './parts/context.ts';
import { time } from './parts/dates.ts';
import { formPage } from './parts/form-page.ts';
import { html } from './parts/markup.ts';
import { signup } from './parts/words.ts';

/** `count`: recipients; `about`: the count is an estimate; `until`: the hold's end; `run`: the run's id; `begun`: sending has begun. */
export type Stopping = {
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
export type Releasing = Required<Pick<Stopping, 'token' | 'subject' | 'newsletter' | 'count' | 'run'>> &
  Pick<Stopping, 'about'>;

/** The translation's key; another one if the number is an estimate. */
const counted = (key: string, about = false): string => (about ? `${key}-about` : key);

const quoted = (subject: string) => html`<blockquote class="quoted"><p>${subject}</p></blockquote>`;

export function stopPage(
  context: PageContext,
  { token, subject, newsletter, count, about, until, run = '', begun = false }: Stopping,
): string {
  const lede = html`${signup(context, counted(begun ? 'stop-begun' : 'stop-lede', about), { newsletter, count })}${
    until !== undefined && html` ${signup(context, 'stop-until')} ${time(context, until, 'minute')}.`
  }`;
  const body = html`${quoted(subject)}<form class="form" action="/stop/${token}" method="post"><p><button class="button button-large button-danger">${signup(context, 'stop-button')}</button></p><p class="small">${signup(context, 'stop-note', { run })}</p></form>`;
  return formPage(context, { title: signup(context, 'stop-title'), lede, path: '/stop', body });
}

const releaseForm = (context: PageContext, token: string, note: string) =>
  html`<form class="form" action="/release/${token}" method="post"><p><button class="button button-large">${signup(context, 'release-button')}</button></p><p class="small">${note}</p></form>`;

export function releasePage(
  context: PageContext,
  { token, subject, newsletter, count, about }: Releasing,
): string {
  const body = html`${quoted(subject)}${releaseForm(context, token, signup(context, 'release-note'))}`;
  const lede = signup(context, counted('release-lede', about), { newsletter, count });
  return formPage(context, { title: signup(context, 'release-title'), lede, path: '/release', body });
}

/** The page after a stop, with the release button if its link is still valid. */
export function stoppedPage(
  context: PageContext,
  { token, subject, newsletter, count, about, run }: Releasing,
): string {
  const note = signup(context, 'stopped-note', { run });
  const back = html`<p>${signup(context, counted('stopped-text', about), { count })}</p>${releaseForm(context, token, note)}`;
  const body = html`${quoted(subject)}${token === '' ? html`<p class="small">${note}</p>` : back}`;
  const lede = signup(context, 'stopped-lede', { newsletter });
  return formPage(context, { title: signup(context, 'stopped-title'), lede, path: '/stop', body });
}
