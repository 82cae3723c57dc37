/** Behind the preferences link of somebody who left: the way back, and the way to their data. */
import { FIELD, type Intent } from '../domain/site/form-fields.ts';
import type { PageContext } from './parts/context.ts';
import { formPage } from './parts/form-page.ts';
import { said } from './parts/form-parts.ts';
import { html } from './parts/markup.ts';
import { signup } from './parts/words.ts';

export type Away = { token: string; masked: string; said?: 'link-sent' };

export function awayPage(context: PageContext, view: Away): string {
  const link: Intent = 'link';
  const body = html`${view.said && said(signup(context, `said-${view.said}`), 'status')}<p class="actions"><a class="button" href="/subscribe">${signup(context, 'away-button')}</a></p>
<section class="panel" aria-labelledby="manage-title"><h2 id="manage-title">${signup(context, 'manage-title')}</h2><form class="form" action="/preferences/${view.token}" method="post"><p>${signup(context, 'manage-text')}</p><p><button class="button button-quiet" name="${FIELD.intent}" value="${link}">${signup(context, 'manage-button')}</button></p></form></section>`;
  return formPage(context, {
    title: signup(context, 'away-title'),
    lede: signup(context, 'away-lede', { address: view.masked, title: context.publication.title }),
    path: '/preferences',
    body,
  });
}
