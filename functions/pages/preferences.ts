/** The preferences page: newsletters, topics, a pause, unsubscribing, and a link to the page that needs proof of identity. */
import { FIELD, type FormIntent, PAUSE_DAYS } from '../domain/site/form-fields.ts';
import { formatDate } from '../domain/text/dates.ts';
import type { Instant } from '../domain/time/instant.ts';
import type { PageContext } from './parts/context.ts';
import { timeElement } from './parts/dates.ts';
import { formPage } from './parts/form-page.ts';
import { formMessage, newsletterChoices, topicChoices } from './parts/form-parts.ts';
import { type Html, html } from './parts/markup.ts';
import { saySignUp } from './parts/words.ts';
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

const intentButton = (intent: FormIntent, text: string, quiet = true): Html =>
  html`<button class="button${quiet && ' button-quiet'}" name="${FIELD.intent}" value="${intent}">${text}</button>`;

function section(id: string, title: string, content: Html): Html {
  return html`<section class="panel" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${content}</section>`;
}

function pauseForm(context: PageContext, { pausedUntil }: Preferences): Html {
  if (pausedUntil !== undefined && pausedUntil > context.now) {
    return html`<p>${saySignUp(context, 'paused-until')} ${timeElement(context, pausedUntil, 'day')}.</p><p>${intentButton('resume', saySignUp(context, 'resume'))}</p>`;
  }
  const options = PAUSE_DAYS.map(
    (days) => html`<option value="${days}">${saySignUp(context, 'pause-days', { count: days })}</option>`,
  );
  return html`<p>${saySignUp(context, 'pause-text')}</p><p class="row"><label class="hidden" for="pause">${saySignUp(context, 'pause-title')}</label><select id="pause" name="${FIELD.pause}">${options}</select> ${intentButton('pause', saySignUp(context, 'pause-button'))}</p>`;
}

function resultMessage(context: PageContext, view: Preferences): Html | false {
  if (view.said === undefined) return false;
  const date = view.pausedUntil === undefined ? '' : formatDate(context, view.pausedUntil, 'day');
  return formMessage(
    saySignUp(context, `said-${view.said}`, { date }),
    view.said === 'none-left' ? 'alert' : 'status',
  );
}

export function preferencesPage(context: PageContext, view: Preferences): string {
  const form = (content: Html): Html =>
    html`<form class="form" action="/preferences/${view.token}" method="post">${content}</form>`;
  const choices = html`${newsletterChoices(context, view.newsletters)}${topicChoices(context, view.topics)}<p>${intentButton('save', saySignUp(context, 'save'), false)}</p>`;
  const body = html`${resultMessage(context, view)}${view.why !== undefined && reasonForm(context, view.why)}${form(choices)}
${section('pause', saySignUp(context, 'pause-title'), form(pauseForm(context, view)))}
${section('manage', saySignUp(context, 'manage-title'), form(html`<p>${saySignUp(context, 'manage-text')}</p><p>${intentButton('link', saySignUp(context, 'manage-button'))}</p>`))}
${section('leave', saySignUp(context, 'leave-title'), form(html`<p>${saySignUp(context, 'leave-text')}</p><p>${intentButton('leave', saySignUp(context, 'leave-button'))}</p>`))}`;
  return formPage(context, {
    title: saySignUp(context, 'preferences-title'),
    lede: saySignUp(context, 'preferences-lede', { address: view.masked }),
    path: '/preferences',
    body,
  });
}

export type FormerSubscriberView = { token: string; masked: string; said?: 'link-sent' };

export function formerSubscriberPage(context: PageContext, view: FormerSubscriberView): string {
  const link: FormIntent = 'link';
  const body = html`${view.said && formMessage(saySignUp(context, `said-${view.said}`), 'status')}<p class="actions"><a class="button" href="/subscribe">${saySignUp(context, 'away-button')}</a></p>
<section class="panel" aria-labelledby="manage-title"><h2 id="manage-title">${saySignUp(context, 'manage-title')}</h2><form class="form" action="/preferences/${view.token}" method="post"><p>${saySignUp(context, 'manage-text')}</p><p><button class="button button-quiet" name="${FIELD.intent}" value="${link}">${saySignUp(context, 'manage-button')}</button></p></form></section>`;
  return formPage(context, {
    title: saySignUp(context, 'away-title'),
    lede: saySignUp(context, 'away-lede', { address: view.masked, title: context.publication.title }),
    path: '/preferences',
    body,
  });
}
