/** The full sign-up form: empty, filled in from the short form, or shown again with the faults of the last POST. */

import type { Publication } from '../domain/publication/publication.ts';
import { FIELD } from '../domain/site/form-fields.ts';
import type { AddressFault } from '../domain/subscribers/address.ts';
import { say, type Words } from '../domain/text/translations.ts';
import type { PageContext } from './parts/context.ts';
import { formPage } from './parts/form-page.ts';
import { addressWords, emailField, newsletterChoices, said, topicChoices, trap } from './parts/form-parts.ts';
import { type Html, html } from './parts/markup.ts';
import { signup } from './parts/words.ts';
import { type Crowd, crowdBox } from './sign-up-challenge.ts';

/** Translations: `signup.problem-<id>`. `email` is about the address, the others are about the form. */
export type SignUpProblem = 'email' | 'newsletter' | 'stamp' | 'too-many';

/**
 * `newsletters`: the ticked ones; in an untouched form those with `default`. `stamp`: the form token, a signed time (form-fields.ts).
 * `suggestion`: "did you mean …" for the typed address.
 */
export type SignUp = {
  email: string;
  newsletters: readonly string[];
  topics: readonly string[];
  stamp: string;
  problem?: SignUpProblem;
  /** The fault of the address: `signup.address-<fault>`. */
  fault?: AddressFault;
  suggestion?: string;
  /** Set while so many people sign up that the form asks for a proof of work or a wait. */
  crowd?: Crowd;
};

/** The button that keeps the typed address comes first: Enter in the address field presses it, after a correction by hand. */
function suggestionBox(context: PageContext, suggestion: string): Html {
  const keep = html`<button class="button button-quiet" name="${FIELD.use}" value="no">${signup(context, 'keep-typed')}</button>`;
  const take = html`<button class="button" name="${FIELD.use}" value="yes">${signup(context, 'use-suggestion')}</button>`;
  return html`<div class="said said-alert" role="alert"><p>${signup(context, 'did-you-mean', { email: suggestion })}</p><input type="hidden" name="${FIELD.suggested}" value="${suggestion}"><p class="said-buttons">${keep} ${take}</p></div>`;
}

export function subscribePage(context: PageContext, form: SignUp): string {
  const { problem, suggestion, crowd } = form;
  const wrong = problem === 'email' && addressWords(context, form.fault);
  const body = html`<form class="form" action="/subscribe" method="post">
${crowd !== undefined && crowdBox(context, crowd)}${problem && problem !== 'email' && said(signup(context, `problem-${problem}`), 'alert')}${emailField(context, form.email, wrong)}
${suggestion !== undefined && suggestionBox(context, suggestion)}${newsletterChoices(context, form.newsletters)}
${topicChoices(context, form.topics)}
${trap(context)}<input type="hidden" name="${FIELD.stamp}" value="${form.stamp}">
<p class="small consent">${consentText(context.words, context.publication)}</p>
${suggestion === undefined && html`<p><button class="button button-large">${signup(context, 'button')}</button></p>`}
</form>`;
  return formPage(context, {
    title: signup(context, 'title', { title: context.publication.title }),
    lede: signup(context, 'lede'),
    path: '/subscribe',
    body,
    indexed: true,
  });
}

/** The consent text (GDPR art. 7(1)): the form shows it, and its hash is stored as the evidence. */
export const consentText = (words: Words, { title }: Publication): string =>
  say(words, 'signup.consent', { title });
