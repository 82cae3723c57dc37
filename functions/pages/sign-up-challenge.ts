/** What a crowded sign-up form says: a sum for the browser, which templates/site/proof.js does; and how it goes without a script. */
import { FIELD } from '../domain/site/form-fields.ts';
import type { PageContext } from './parts/context.ts';
import { asset } from './parts/head.ts';
import { type Html, html } from './parts/markup.ts';
import { signup } from './parts/words.ts';

/**
 * `challenge`: JSON text; undefined: waiting alone helps. `ticket`: good after so many seconds; undefined: the proof alone helps.
 * `isAgain`: the form came with a proof that did not hold. `isEarly`: it came with this ticket, too soon.
 */
export type Crowd = {
  challenge: string | undefined;
  ticket: { text: string; seconds: number } | undefined;
  isAgain: boolean;
  isEarly: boolean;
};

/**
 * Without the script all of it can be read and the button works: the script hides the slow way and fills in `proof`. The address was
 * looked at already, so that a near-miss is not asked about again.
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

/** What the script says. It sends the form by itself, but not twice: a proof that did not hold may not hold again. */
const sentences = (context: PageContext, { isAgain }: Crowd): Html =>
  html` data-working="${signup(context, 'crowd-working')}" data-done="${isAgain ? '' : signup(context, 'crowd-done')}" data-ready="${signup(context, 'crowd-ready')}" data-failed="${signup(context, 'crowd-failed')}"`;
