/** The sign-up forms on cached pages: the form of one newsletter, which is all, and a short one whose address field leads to the full form. */
import { hashFormWords } from '../../domain/limits/form-tokens.ts';
import type { Newsletter } from '../../domain/publication/publication.ts';
import { FIELD } from '../../domain/site/form-fields.ts';
import { newsletterConsentText } from './consent.ts';
import type { PageContext } from './context.ts';
import { honeypotField } from './form-parts.ts';
import { type Html, html } from './markup.ts';
import { saySignUp } from './words.ts';

/**
 * `newsletter`: the one that is signed up for. A publication with one newsletter offers it everywhere. Neither form has a form token,
 * because equal content must give equal bytes.
 */
export function signUpBox(context: PageContext, newsletter?: Newsletter): Html | false {
  const open = context.publication.newsletters.filter((n) => !n.retired);
  if (open.length === 0) return false;
  const one = newsletter ?? (open.length === 1 ? open[0] : undefined);
  return html`<section class="sign-up" aria-labelledby="sign-up-title">
${boxWords(context, one)}
<form action="/subscribe" method="post">
${one && hiddenFields(context, one)}<label for="sign-up-email">${saySignUp(context, 'email')}</label>
<div class="sign-up-row"><input id="sign-up-email" name="${FIELD.email}" type="email" autocomplete="email" inputmode="email" maxlength="254" required placeholder="${saySignUp(context, 'email-example')}"><button class="button">${saySignUp(context, 'box-button')}</button></div>
<p class="small">${one ? newsletterConsentText(context.words, context.publication, one) : saySignUp(context, 'box-note')}</p>
</form>
</section>`;
}

function boxWords(context: PageContext, one: Newsletter | undefined): Html {
  const title = one
    ? saySignUp(context, 'box-title-one', { newsletter: one.name })
    : saySignUp(context, 'box-title', { title: context.publication.title });
  const text = one?.description ?? saySignUp(context, 'box-text');
  return html`<div class="sign-up-words"><h2 id="sign-up-title">${title}</h2><p>${text}</p></div>`;
}

/** The hash tells the route which words of consent this page shows: an old copy of the page may show others than those of today. */
function hiddenFields(context: PageContext, one: Newsletter): Html {
  const consent = hashFormWords(newsletterConsentText(context.words, context.publication, one));
  return html`<input type="hidden" name="${FIELD.newsletter}" value="${one.id}"><input type="hidden" name="${FIELD.consent}" value="${consent}">${honeypotField(context)}`;
}
