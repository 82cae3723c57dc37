/** For editors: an alert that waits, the button that stops it, and the one that lets it go. */
import type { Instant } from '../domain/time/instant.ts';
import type { PageContext } from './parts/context.ts';
import { time } from './parts/dates.ts';
import { formPage } from './parts/form-page.ts';
import { html } from './parts/markup.ts';
import { signup } from './parts/words.ts';

/** `addWordCount`: how many it would go to, `about`: estimated; `until`: it goes by itself then; `run`: its id, for a command; `begun`: it is going out. */
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

/** `token`: of the release link; empty: that one's week is over. */
export type Releasing = Required<Pick<Stopping, 'token' | 'subject' | 'newsletter' | 'count' | 'run'>> &
  Pick<Stopping, 'about'>;

/** The sentence's key where its number is an estimate. */
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

/** After the stop: what is left to do. */
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
