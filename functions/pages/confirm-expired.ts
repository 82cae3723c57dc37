/** A confirmation link past its time: a button that sends a new one. */
import type { PageContext } from './parts/context.ts';
import { formPage } from './parts/form-page.ts';
import { html } from './parts/markup.ts';
import { signup } from './parts/words.ts';

export function confirmExpiredPage(context: PageContext, { token }: { token: string }): string {
  return formPage(context, {
    title: signup(context, 'expired-title'),
    lede: signup(context, 'expired-lede'),
    path: '/confirm',
    body: html`<form class="form" action="/confirm/${token}" method="post"><p><button class="button button-large">${signup(context, 'expired-button')}</button></p></form>`,
  });
}
