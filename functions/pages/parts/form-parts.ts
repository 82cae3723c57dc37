/** Parts that forms share: checkboxes of newsletters and topics, the honeypot, messages, the address field. */
import { FIELD } from '../../domain/site/form-fields.ts';
import type { AddressFault } from '../../domain/subscribers/address.ts';
import type { PageContext } from './context.ts';
import { type Html, html } from './markup.ts';
import { scheduleText } from './schedule-text.ts';
import { signup } from './words.ts';

export function newsletterChoices(context: PageContext, chosen: readonly string[]): Html {
  const open = context.publication.newsletters.filter((n) => !n.retired);
  return html`<fieldset class="choices"><legend>${signup(context, 'newsletters')}</legend>${open.map(
    (n) =>
      html`<label class="choice"><input type="checkbox" name="${FIELD.newsletter}" value="${n.id}"${chosen.includes(n.id) && html` checked`}><span class="choice-words"><strong>${n.name}</strong>${
        n.schedule && html` <span class="choice-when">${scheduleText(context, n.schedule)}</span>`
      }<span class="choice-what">${n.description}</span></span></label>`,
  )}</fieldset>`;
}

export function topicChoices(context: PageContext, chosen: readonly string[]): Html | false {
  const open = context.publication.topics.filter((t) => !t.retired);
  return (
    open.length > 0 &&
    html`<fieldset class="choices choices-inline" aria-describedby="topics-hint"><legend>${signup(context, 'topics')}</legend><p class="small" id="topics-hint">${signup(context, 'topics-hint')}</p>${open.map(
      (t) =>
        html`<label class="choice"><input type="checkbox" name="${FIELD.topic}" value="${t.id}"${chosen.includes(t.id) && html` checked`}><span class="choice-words">${t.name}</span></label>`,
    )}</fieldset>`
  );
}

/** The honeypot: a field that is hidden, not in the tab order and not autofilled, so that only bots fill it in. */
export const trap = (context: PageContext): Html =>
  html`<p class="trap" aria-hidden="true"><label>${signup(context, 'trap')} <input name="${FIELD.trap}" tabindex="-1" autocomplete="off"></label></p>`;

/** A message above the form. A screen reader reads an `alert` at once, a `status` when it is idle. */
export const said = (text: string, kind: 'alert' | 'status'): Html =>
  html`<p class="said said-${kind}" role="${kind}">${text}</p>`;

/** The translated text of an address fault. */
export const addressWords = (context: PageContext, fault: AddressFault | undefined): string =>
  signup(context, fault === undefined ? 'problem-email' : `address-${fault}`);

/** An address field. `wrong`: the text of its fault, shown below the field. */
export function emailField(context: PageContext, value: string, wrong: string | false): Html {
  const describedBy = wrong !== false && html` aria-invalid="true" aria-describedby="email-wrong"`;
  return html`<div class="field"><label for="email">${signup(context, 'email')}</label><input id="email" name="${FIELD.email}" type="email" value="${value}" autocomplete="email" inputmode="email" maxlength="254" required placeholder="${signup(context, 'email-example')}"${describedBy}>${
    wrong !== false && html`<p class="wrong" id="email-wrong">${wrong}</p>`
  }</div>`;
}
