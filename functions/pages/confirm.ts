/** Pages of the confirmation link (double opt-in): a button, because opening a link must change nothing, then the welcome. */
import type { Newsletter } from '../domain/publication/publication.ts';
import { newsletterPath } from '../domain/site/paths.ts';
import type { PageContext } from './parts/context.ts';
import { formPage } from './parts/form-page.ts';
import { type Html, html } from './parts/markup.ts';
import { scheduleText } from './parts/schedule-text.ts';
import { signup } from './parts/words.ts';

const chosenList = (context: PageContext, newsletters: readonly Newsletter[]): Html | false =>
  newsletters.length > 0 &&
  html`<ul class="chosen">${newsletters.map(
    (n) =>
      html`<li><a href="${newsletterPath(n.id)}">${n.name}</a>${n.schedule && html` <span class="choice-when">${scheduleText(context, n.schedule)}</span>`}</li>`,
  )}</ul>`;

/** Confirms a sign-up, further newsletters of a subscriber, a move to this address, or a move to an address that is subscribed already. */
export type ConfirmationKind = 'sign-up' | 'more' | 'move' | 'join';

/** `newsletters`: the requested ones; for `move` those that move, for `join` those that are added. */
export type ConfirmPage = {
  token: string;
  newsletters: readonly Newsletter[];
  kind?: ConfirmationKind;
};

type Voice = { title: string; lede: string };

const ASKING: Readonly<Record<ConfirmationKind, Voice & { button: string; note: string }>> = {
  'sign-up': {
    ...{ title: 'confirm-title', lede: 'confirm-lede' },
    ...{ button: 'confirm-button', note: 'confirm-note' },
  },
  more: {
    ...{ title: 'confirm-title', lede: 'confirm-lede' },
    ...{ button: 'confirm-button', note: 'confirm-note' },
  },
  move: { title: 'move-title', lede: 'move-lede', button: 'move-button', note: 'move-note' },
  join: { title: 'join-title', lede: 'join-lede', button: 'join-button', note: 'join-note' },
};

const DONE: Readonly<Record<ConfirmationKind, Voice>> = {
  'sign-up': { title: 'confirmed-title', lede: 'confirmed-lede' },
  more: { title: 'more-title', lede: 'more-lede' },
  move: { title: 'moved-title', lede: 'moved-lede' },
  join: { title: 'joined-title', lede: 'joined-lede' },
};

export function confirmPage(context: PageContext, view: ConfirmPage): string {
  const { token, newsletters, kind = 'sign-up' } = view;
  const words = ASKING[kind];
  const also = kind === 'join' && newsletters.length > 0 && html`<p>${signup(context, 'join-also')}</p>`;
  const body = html`${also}${chosenList(context, newsletters)}<form class="form" action="/confirm/${token}" method="post"><p><button class="button button-large">${signup(context, words.button)}</button></p><p class="small">${signup(context, words.note)}</p></form>`;
  return formPage(context, {
    title: signup(context, words.title),
    lede: signup(context, words.lede, { title: context.publication.title }),
    path: '/confirm',
    body,
  });
}

/** `preferences`: a token for the preferences page. */
export type Confirmed = {
  newsletters: readonly Newsletter[];
  preferences: string | undefined;
  kind?: ConfirmationKind;
};

export function confirmedPage(context: PageContext, view: Confirmed): string {
  const { newsletters, preferences, kind = 'sign-up' } = view;
  const words = DONE[kind];
  const body = html`${chosenList(context, newsletters)}<p class="actions"><a class="button" href="/">${signup(context, 'read-now')}</a>${
    preferences !== undefined &&
    html` <a class="button button-quiet" href="/preferences/${preferences}">${signup(context, 'to-preferences')}</a>`
  }</p>`;
  return formPage(context, {
    title: signup(context, words.title),
    lede: signup(context, words.lede, { title: context.publication.title }),
    path: '/confirm',
    body,
  });
}

/** The page of an expired confirmation link: its button mails a new link. */
export function confirmExpiredPage(context: PageContext, { token }: { token: string }): string {
  return formPage(context, {
    title: signup(context, 'expired-title'),
    lede: signup(context, 'expired-lede'),
    path: '/confirm',
    body: html`<form class="form" action="/confirm/${token}" method="post"><p><button class="button button-large">${signup(context, 'expired-button')}</button></p></form>`,
  });
}
