/** The proof of work in a crowded sign-up form: a challenge for templates/site/proof.js, or a wait for browsers without scripts. */
import { FIELD } from '../domain/site/form-fields.ts';
import type { PageContext } from './parts/context.ts';
import { assetPath } from './parts/head.ts';
import { type Html, html } from './parts/markup.ts';
import { saySignUp } from './parts/words.ts';

/**
 * `challenge`: JSON text; undefined if only waiting helps. `ticket`: valid after so many seconds; undefined if only a proof helps.
 * `isAgain`: the last POST had an invalid proof. `isEarly`: the last POST had this ticket, too early.
 */
export type SignUpChallenge = {
  challenge: string | undefined;
  ticket: { text: string; seconds: number } | undefined;
  isAgain: boolean;
  isEarly: boolean;
};

/**
 * Without the script the box is readable and the button works; the script hides the wait and fills in `proof`. The hidden `use` field
 * says that the address was checked before, so the form does not ask "did you mean" again.
 */
export function challengeBox(context: PageContext, crowd: SignUpChallenge): Html {
  const { challenge, ticket } = crowd;
  const lede = html`<p>${saySignUp(context, 'crowd-lede')}</p>`;
  const hidden = html`<input type="hidden" name="${FIELD.ticket}" value="${ticket?.text ?? ''}"><input type="hidden" name="${FIELD.use}" value="no">`;
  if (challenge === undefined)
    return html`<div class="said said-status" role="status">${waitText(context, crowd)}</div>${hidden}
`;
  return html`<div class="said said-status" id="proof" data-challenge="${challenge}"${scriptTexts(context, crowd)}>${lede}<p role="status"></p>${waitText(context, crowd)}</div>${hidden}<input type="hidden" name="${FIELD.proof}" value="">
<script src="${assetPath(context, 'proof.js')}" defer></script>
`;
}

function waitText(context: PageContext, { challenge, ticket, isEarly }: SignUpChallenge): Html {
  const wait = challenge === undefined ? 'crowd-patience' : 'crowd-slow';
  const key = !ticket ? 'crowd-script' : isEarly ? 'crowd-early' : wait;
  return html`<p class="slow-way">${saySignUp(context, key, { count: ticket?.seconds ?? 0 })}</p>`;
}

/** Texts for the script. With an empty `data-done` the script does not send the form, because a second proof may fail like the first. */
const scriptTexts = (context: PageContext, { isAgain }: SignUpChallenge): Html =>
  html` data-working="${saySignUp(context, 'crowd-working')}" data-done="${isAgain ? '' : saySignUp(context, 'crowd-done')}" data-ready="${saySignUp(context, 'crowd-ready')}" data-failed="${saySignUp(context, 'crowd-failed')}"`;
