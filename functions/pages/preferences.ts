/** The preferences page: newsletters, topics, a pause, unsubscribing, and a link to the page that needs proof of identity. */
import { FIELD, type Intent, PAUSE_DAYS } from '../domain/site/form-fields.ts';
import { dateText } from '../domain/text/dates.ts';
import type { Instant } from '../domain/time/instant.ts';
import type { PageContext } from './parts/context.ts';
import { time } from './parts/dates.ts';
import { formPage } from './parts/form-page.ts';
import { newsletterChoices, said, topicChoices } from './parts/form-parts.ts';
import { type Html, html } from './parts/markup.ts';
import { signup } from './parts/words.ts';
import { reasonForm } from './unsubscribe.ts';

/** `said`: the result of the last POST, as `signup.said-<id>`; `none-left`: refused, because no newsletter was ticked. */
export type Preferences = {
  token: string;
  /** The masked address, because a stranger may open the link of a forwarded letter. */
  masked: string;
  newsletters: readonly string[];
  topics: readonly string[];
  pausedUntil: Instant | undefined;
  /** An `unsubscribe` token for a newsletter that was just unsubscribed: the page then asks for the reason. */
  why?: string;
  said?: 'saved' | 'paused' | 'resumed' | 'link-sent' | 'none-left';
};

const button = (intent: Intent, text: string, quiet = true): Html =>
  html`<button class="button${quiet && ' button-quiet'}" name="${FIELD.intent}" value="${intent}">${text}</button>`;

function section(id: string, title: string, content: Html): Html {
  return html`<section class="panel" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${content}</section>`;
}

function pause(context: PageContext, { pausedUntil }: Preferences): Html {
  if (pausedUntil !== undefined && pausedUntil > context.now) {
    return html`<p>${signup(context, 'paused-until')} ${time(context, pausedUntil, 'day')}.</p><p>${button('resume', signup(context, 'resume'))}</p>`;
  }
  const options = PAUSE_DAYS.map(
    (days) => html`<option value="${days}">${signup(context, 'pause-days', { count: days })}</option>`,
  );
  return html`<p>${signup(context, 'pause-text')}</p><p class="row"><label class="hidden" for="pause">${signup(context, 'pause-title')}</label><select id="pause" name="${FIELD.pause}">${options}</select> ${button('pause', signup(context, 'pause-button'))}</p>`;
}

function message(context: PageContext, view: Preferences): Html | false {
  if (view.said === undefined) return false;
  const date = view.pausedUntil === undefined ? '' : dateText(context, view.pausedUntil, 'day');
  return said(signup(context, `said-${view.said}`, { date }), view.said === 'none-left' ? 'alert' : 'status');
}

export function preferencesPage(context: PageContext, view: Preferences): string {
  const form = (content: Html): Html =>
    html`<form class="form" action="/preferences/${view.token}" method="post">${content}</form>`;
  const choices = html`${newsletterChoices(context, view.newsletters)}${topicChoices(context, view.topics)}<p>${button('save', signup(context, 'save'), false)}</p>`;
  const body = html`${message(context, view)}${view.why !== undefined && reasonForm(context, view.why)}${form(choices)}
${section('pause', signup(context, 'pause-title'), form(pause(context, view)))}
${section('manage', signup(context, 'manage-title'), form(html`<p>${signup(context, 'manage-text')}</p><p>${button('link', signup(context, 'manage-button'))}</p>`))}
${section('leave', signup(context, 'leave-title'), form(html`<p>${signup(context, 'leave-text')}</p><p>${button('leave', signup(context, 'leave-button'))}</p>`))}`;
  return formPage(context, {
    title: signup(context, 'preferences-title'),
    lede: signup(context, 'preferences-lede', { address: view.masked }),
    path: '/preferences',
    body,
  });
}

export type Away = { token: string; masked: string; said?: 'link-sent' };

export function awayPage(context: PageContext, view: Away): string {
  const link: Intent = 'link';
  const body = html`${view.said && said(signup(context, `said-${view.said}`), 'status')}<p class="actions"><a class="button" href="/subscribe">${signup(context, 'away-button')}</a></p>
<section class="panel" aria-labelledby="manage-title"><h2 id="manage-title">${signup(context, 'manage-title')}</h2><form class="form" action="/preferences/${view.token}" method="post"><p>${signup(context, 'manage-text')}</p><p><button class="button button-quiet" name="${FIELD.intent}" value="${link}">${signup(context, 'manage-button')}</button></p></form></section>`;
  return formPage(context, {
    title: signup(context, 'away-title'),
    lede: signup(context, 'away-lede', { address: view.masked, title: context.publication.title }),
    path: '/preferences',
    body,
  });
}
