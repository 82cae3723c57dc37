/** The full sign-up form: empty, filled in from the short form, or shown again with the faults of the last POST. */

import { FIELD } from '../domain/site/form-fields.ts';
import type { AddressFault } from '../domain/subscribers/address.ts';
import { consentText } from './parts/consent.ts';
import type { PageContext } from './parts/context.ts';
import { formPage } from './parts/form-page.ts';
import {
  addressFaultText,
  emailField,
  formMessage,
  honeypotField,
  newsletterChoices,
  topicChoices,
} from './parts/form-parts.ts';
import { type Html, html } from './parts/markup.ts';
import { saySignUp } from './parts/words.ts';
import { challengeBox, type SignUpChallenge } from './sign-up-challenge.ts';

/** Translations: `signup.problem-<id>`. `email` is about the address, the others are about the form. */
export type SignUpProblem = 'email' | 'newsletter' | 'stamp' | 'too-many';

/**
 * `newsletters`: the ticked ones; in an untouched form those with `default`. `stamp`: the form token, a signed time (form-fields.ts).
 * `suggestion`: "did you mean …" for the typed address.
 */
export type SignUpForm = {
  email: string;
  newsletters: readonly string[];
  topics: readonly string[];
  stamp: string;
  problem?: SignUpProblem;
  /** The fault of the address: `signup.address-<fault>`. */
  fault?: AddressFault;
  suggestion?: string;
  /** Set while so many people sign up that the form asks for a proof of work or a wait. */
  crowd?: SignUpChallenge;
};

/** The button that keeps the typed address comes first: Enter in the address field presses it, after a correction by hand. */
function suggestionBox(context: PageContext, suggestion: string): Html {
  const keep = html`<button class="button button-quiet" name="${FIELD.use}" value="no">${saySignUp(context, 'keep-typed')}</button>`;
  const take = html`<button class="button" name="${FIELD.use}" value="yes">${saySignUp(context, 'use-suggestion')}</button>`;
  return html`<div class="said said-alert" role="alert"><p>${saySignUp(context, 'did-you-mean', { email: suggestion })}</p><input type="hidden" name="${FIELD.suggested}" value="${suggestion}"><p class="said-buttons">${keep} ${take}</p></div>`;
}

export function subscribePage(context: PageContext, form: SignUpForm): string {
  const { problem, suggestion, crowd } = form;
  const wrong = problem === 'email' && addressFaultText(context, form.fault);
  const body = html`<form class="form" action="/subscribe" method="post">
${crowd !== undefined && challengeBox(context, crowd)}${problem && problem !== 'email' && formMessage(saySignUp(context, `problem-${problem}`), 'alert')}${emailField(context, form.email, wrong)}
${suggestion !== undefined && suggestionBox(context, suggestion)}${newsletterChoices(context, form.newsletters)}
${topicChoices(context, form.topics)}
${honeypotField(context)}<input type="hidden" name="${FIELD.formToken}" value="${form.stamp}">
<p class="small consent">${consentText(context.words, context.publication)}</p>
${suggestion === undefined && html`<p><button class="button button-large">${saySignUp(context, 'button')}</button></p>`}
</form>`;
  return formPage(context, {
    title: saySignUp(context, 'title', { title: context.publication.title }),
    lede: saySignUp(context, 'lede'),
    path: '/subscribe',
    body,
    indexed: true,
  });
}
