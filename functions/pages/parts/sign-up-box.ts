/** The short sign-up form on cached pages: its address field leads to the full form. */
import type { Newsletter } from '../../domain/publication/publication.ts';
import { FIELD } from '../../domain/site/form-fields.ts';
import type { PageContext } from './context.ts';
import { type Html, html } from './markup.ts';
import { signup } from './words.ts';

/** `newsletter`: the one to tick on the full form. The box has no form token, because equal content must give equal bytes. */
export function signUpBox(context: PageContext, newsletter?: Newsletter): Html | false {
  const { publication } = context;
  if (publication.newsletters.every((n) => n.retired)) return false;
  const title = newsletter
    ? signup(context, 'box-title-one', { newsletter: newsletter.name })
    : signup(context, 'box-title', { title: publication.title });
  return html`<section class="sign-up" aria-labelledby="sign-up-title">
<div class="sign-up-words"><h2 id="sign-up-title">${title}</h2><p>${newsletter?.description ?? signup(context, 'box-text')}</p></div>
<form action="/subscribe" method="post">
${newsletter && html`<input type="hidden" name="${FIELD.newsletter}" value="${newsletter.id}">`}<label for="sign-up-email">${signup(context, 'email')}</label>
<div class="sign-up-row"><input id="sign-up-email" name="${FIELD.email}" type="email" autocomplete="email" inputmode="email" maxlength="254" required placeholder="${signup(context, 'email-example')}"><button class="button">${signup(context, 'box-button')}</button></div>
<p class="small">${signup(context, 'box-note')}</p>
</form>
</section>`;
}
