/** Pages of unsubscribing: a button, because opening a link must change nothing; then the question for the reason, and an undo. */
import type { Newsletter } from '../domain/publication/publication.ts';
import { FIELD, type Intent, REASONS } from '../domain/site/form-fields.ts';
import type { PageContext } from './parts/context.ts';
import { formPage } from './parts/form-page.ts';
import { said } from './parts/form-parts.ts';
import { type Html, html } from './parts/markup.ts';
import { signup } from './parts/words.ts';

/** `newsletter`: the newsletter of the link, if the link names one. `preferences`: a token for the preferences page. */
export type UnsubscribePage = {
  token: string;
  masked: string;
  newsletter: Newsletter | undefined;
  preferences: string | undefined;
};

const intent = (value: Intent, text: string, quiet: boolean): Html =>
  html`<p><button class="button button-large${quiet && ' button-quiet'}" name="${FIELD.intent}" value="${value}">${text}</button></p>`;

export function unsubscribePage(context: PageContext, view: UnsubscribePage): string {
  const { newsletter, preferences } = view;
  const body = html`<form class="form" action="/unsubscribe/${view.token}" method="post">${
    newsletter && intent('leave-one', signup(context, 'leave-one', { newsletter: newsletter.name }), false)
  }${intent('leave', signup(context, 'leave-all'), newsletter !== undefined)}</form>${
    preferences !== undefined &&
    html`<p>${signup(context, 'rather-fewer')} <a href="/preferences/${preferences}">${signup(context, 'to-preferences')}</a></p>`
  }`;
  return formPage(context, {
    title: signup(context, 'unsubscribe-title'),
    lede: signup(context, 'unsubscribe-lede', { address: view.masked }),
    path: '/unsubscribe',
    body,
  });
}

/**
 * `newsletter`: the unsubscribed one; undefined for all. `undo`: a token that undoes. `thanked`: a reason was given. `quiet`: no reason
 * would be stored, so none is asked for.
 */
export type Left = {
  token: string;
  newsletter: Newsletter | undefined;
  undo: string | undefined;
  thanked: boolean;
  quiet?: boolean;
};

export function reasonForm(context: PageContext, token: string): Html {
  const choices = REASONS.map(
    (reason) =>
      html`<label class="choice"><input type="radio" name="${FIELD.reason}" value="${reason}"><span class="choice-words">${signup(context, `reason-${reason}`)}</span></label>`,
  );
  return html`<form class="form panel" action="/unsubscribe/${token}" method="post"><fieldset class="choices choices-plain"><legend>${signup(context, 'reason-title')}</legend>${choices}</fieldset><div class="field"><label for="remark">${signup(context, 'remark')}</label><textarea id="remark" name="${FIELD.remark}" rows="3" maxlength="500"></textarea></div><p><button class="button button-quiet" name="${FIELD.intent}" value="reason">${signup(context, 'reason-button')}</button></p></form>`;
}

const undoForm = (context: PageContext, token: string, undo: string): Html =>
  html`<form class="form" action="/unsubscribe/${token}" method="post"><input type="hidden" name="${FIELD.undo}" value="${undo}"><p>${signup(context, 'undo-text')} <button class="button button-quiet" name="${FIELD.intent}" value="undo">${signup(context, 'undo-button')}</button></p></form>`;

export function unsubscribedPage(context: PageContext, view: Left): string {
  const { token, newsletter, undo, thanked, quiet = false } = view;
  const body = html`${thanked && !quiet && said(signup(context, 'reason-thanks'), 'status')}${
    undo !== undefined && undoForm(context, token, undo)
  }${!thanked && !quiet && reasonForm(context, token)}`;
  return formPage(context, {
    title: signup(context, 'unsubscribed-title'),
    lede: newsletter
      ? signup(context, 'unsubscribed-one', { newsletter: newsletter.name })
      : signup(context, 'unsubscribed-all', { title: context.publication.title }),
    path: '/unsubscribe',
    body,
  });
}
