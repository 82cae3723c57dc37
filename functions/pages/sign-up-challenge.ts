/** The proof of work in a crowded sign-up form: a challenge for templates/site/proof.js, or a wait for browsers without scripts. */
import { FIELD } from '../domain/site/form-fields.ts';
import type { PageContext } from './parts/context.ts';
import { asset } from './parts/head.ts';
import { type Html, html } from './parts/markup.ts';
import { signup } from './parts/words.ts';

/**
 * `challenge`: JSON text; undefined if only waiting helps. `ticket`: valid after so many seconds; undefined if only a proof helps.
 * `isAgain`: the last POST had an invalid proof. `isEarly`: the last POST had this ticket, too early.
 */
export type Crowd = {
  challenge: string | undefined;
  ticket: { text: string; seconds: number } | undefined;
  isAgain: boolean;
  isEarly: boolean;
};

/**
 * Without the script the box is readable and the button works; the script hides the wait and fills in `proof`. The hidden `use` field
 * says that the address was checked before, so the form does not ask "did you mean" again.
 */
export function crowdBox(context: PageContext, crowd: Crowd): Html {
  const { challenge, ticket } = crowd;
  const lede = html`<p>${signup(context, 'crowd-lede')}</p>`;
  const hidden = html`<input type="hidden" name="${FIELD.ticket}" value="${ticket?.text ?? ''}"><input type="hidden" name="${FIELD.use}" value="no">`;
  if (challenge === undefined)
    return html`<div class="said said-status" role="status">${slowWay(context, crowd)}</div>${hidden}
`;
  return html`<div class="said said-status" id="proof" data-challenge="${challenge}"${sentences(context, crowd)}>${lede}<p role="status"></p>${slowWay(context, crowd)}</div>${hidden}<input type="hidden" name="${FIELD.proof}" value="">
<script src="${asset(context, 'proof.js')}" defer></script>
`;
}

function slowWay(context: PageContext, { challenge, ticket, isEarly }: Crowd): Html {
  const wait = challenge === undefined ? 'crowd-patience' : 'crowd-slow';
  const key = !ticket ? 'crowd-script' : isEarly ? 'crowd-early' : wait;
  return html`<p class="slow-way">${signup(context, key, { count: ticket?.seconds ?? 0 })}</p>`;
}

/** Texts for the script. With an empty `data-done` the script does not send the form, because a second proof may fail like the first. */
const sentences = (context: PageContext, { isAgain }: Crowd): Html =>
  html` data-working="${signup(context, 'crowd-working')}" data-done="${isAgain ? '' : signup(context, 'crowd-done')}" data-ready="${signup(context, 'crowd-ready')}" data-failed="${signup(context, 'crowd-failed')}"`;
