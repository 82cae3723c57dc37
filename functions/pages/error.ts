/** Error pages for people: the fault, its remedy, and links to go on. */
import type { ErrorCode } from '../domain/error.ts';
import { topicPath } from '../domain/site/paths.ts';
import type { PageContext } from './parts/context.ts';
import { formPage } from './parts/form-page.ts';
import { said } from './parts/form-parts.ts';
import { type Html, html } from './parts/markup.ts';
import { page } from './parts/words.ts';

/** Codes with translations of their own, `page.error-<code>` and `page.error-<code>-text`. Any other code is shown as `broken`. */
export const WORDED_ERROR_CODES = [
  'invalid',
  'not-found',
  'gone',
  'conflict',
  'expired',
  'forged',
  'too-large',
  'too-many',
  'method',
  'media',
  'unavailable',
  'broken',
] as const satisfies readonly ErrorCode[];

const isSpoken = (code: ErrorCode): code is (typeof WORDED_ERROR_CODES)[number] =>
  (WORDED_ERROR_CODES as readonly ErrorCode[]).includes(code);

/** Errors of a letter's link: the page offers the sign-up form, which mails a subscriber a new link and tells no one who subscribes. */
const RENEWED: readonly ErrorCode[] = ['forged', 'expired', 'gone'];

function waysOn(context: PageContext, code?: ErrorCode): Html {
  const renewed = code !== undefined && RENEWED.includes(code);
  const first = renewed
    ? html`<a class="button" href="/subscribe">${page(context, `error-${code}-way`)}</a> <a class="button button-quiet" href="/">${page(context, 'to-front')}</a>`
    : html`<a class="button" href="/">${page(context, 'to-front')}</a>`;
  const topics = context.publication.topics
    .filter((t) => !t.retired)
    .map((t) => html`<li><a href="${topicPath(t.id)}">${t.name}</a></li>`);
  return html`<p class="actions">${first} <a class="button button-quiet" href="/archive">${page(context, 'archive')}</a></p><ul class="ways">${topics}</ul>`;
}

/** `detail`: a sentence about this particular error, shown beside the translated one. */
export type ErrorView = { status: number; code: ErrorCode; detail?: string };

export function errorPage(context: PageContext, { status, code, detail }: ErrorView): string {
  const key = `error-${isSpoken(code) ? code : 'broken'}`;
  return formPage(context, {
    title: page(context, key),
    lede: page(context, `${key}-text`),
    path: '/',
    body: html`${detail !== undefined && said(detail, 'alert')}${waysOn(context, code)}<p class="small status">${status}</p>`,
  });
}

/** The 410 page of a withdrawn article, without its text. `note`: the editors' reason; empty if they gave none. */
export function gonePage(context: PageContext, { note }: { note: string }): string {
  return formPage(context, {
    title: page(context, 'withdrawn'),
    lede: page(context, 'withdrawn-text'),
    path: '/',
    body: html`${note !== '' && html`<blockquote class="quoted"><p>${note}</p></blockquote>`}${waysOn(context)}<p class="small status">410</p>`,
  });
}
