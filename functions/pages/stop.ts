/** For editors: an alert that waits, and the button that stops it. */
import type { Instant } from '../domain/instant.ts';
import type { PageContext } from './context.ts';
import { time } from './dates.ts';
import { formPage } from './form-page.ts';
import { html } from './markup.ts';
import { signup } from './words.ts';

/** `count`: how many it would go to; `until`: it goes by itself then. */
export type Stopping = {
  token: string;
  subject: string;
  newsletter: string;
  count: number;
  until: Instant | undefined;
};

export function stopPage(
  context: PageContext,
  { token, subject, newsletter, count, until }: Stopping,
): string {
  const lede = html`${signup(context, 'stop-lede', { newsletter, count })}${
    until !== undefined && html` ${signup(context, 'stop-until')} ${time(context, until, 'minute')}.`
  }`;
  const body = html`<blockquote class="quoted"><p>${subject}</p></blockquote><form class="form" action="/stop/${token}" method="post"><p><button class="button button-large button-danger">${signup(context, 'stop-button')}</button></p><p class="small">${signup(context, 'stop-note')}</p></form>`;
  return formPage(context, { title: signup(context, 'stop-title'), lede, path: '/stop', body });
}
