/** The page for data export, change of address and erasure (GDPR). A mailed link, valid for an hour, proves the subscriber's identity. */
import { FIELD, type Intent } from '../domain/site/form-fields.ts';
import type { AddressFault } from '../domain/subscribers/address.ts';
import type { PageContext } from './parts/context.ts';
import { formPage } from './parts/form-page.ts';
import { addressWords, emailField } from './parts/form-parts.ts';
import { type Html, html } from './parts/markup.ts';
import { signup } from './parts/words.ts';

/** `problem`: why the last POST was refused; `email`: the address typed then. */
export type Management = {
  token: string;
  masked: string;
  problem?: 'email' | 'sure' | 'too-many';
  fault?: AddressFault;
  email?: string;
};

const button = (intent: Intent, text: string, kind = 'button-quiet'): Html =>
  html`<p><button class="button ${kind}" name="${FIELD.intent}" value="${intent}">${text}</button></p>`;

function panel(
  context: PageContext,
  { token }: Management,
  id: 'export' | 'address' | 'erase',
  content: Html,
): Html {
  return html`<section class="panel" aria-labelledby="${id}-title"><h2 id="${id}-title">${signup(context, `${id}-title`)}</h2><p>${signup(context, `${id}-text`)}</p><form class="form" action="/manage/${token}" method="post">${content}</form></section>`;
}

export function managePage(context: PageContext, view: Management): string {
  const wrongAddress =
    view.problem === 'too-many'
      ? signup(context, 'problem-too-many')
      : view.problem === 'email' && addressWords(context, view.fault);
  const unsure =
    view.problem === 'sure' && html`<p class="wrong" role="alert">${signup(context, 'problem-sure')}</p>`;
  const sure = html`<label class="choice"><input type="checkbox" name="${FIELD.sure}" value="yes" required><span class="choice-words">${signup(context, 'erase-sure')}</span></label>`;
  const never = html`<label class="choice"><input type="checkbox" name="${FIELD.never}" value="yes"><span class="choice-words">${signup(context, 'erase-never')}</span></label>`;
  const body = html`${panel(context, view, 'export', button('export', signup(context, 'export-button')))}
${panel(context, view, 'address', html`${emailField(context, view.email ?? '', wrongAddress)}${button('address', signup(context, 'address-button'))}`)}
${panel(context, view, 'erase', html`${unsure}${sure}${never}${button('erase', signup(context, 'erase-button'), 'button-danger')}`)}`;
  return formPage(context, {
    title: signup(context, 'manage-page-title'),
    lede: signup(context, 'manage-lede', { address: view.masked }),
    path: '/manage',
    body,
  });
}
