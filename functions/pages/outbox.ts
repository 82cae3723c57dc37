/**
 * A page like a mail client, without JavaScript. /outbox shows every accepted message; on an editor's machine, /preview/letters shows
 * editions as letters of today.
 */
import { html, raw } from 'hono/html';
import type { OutboxMessage } from '../domain/delivery/outbox.ts';
import { localeOf } from '../domain/text/dates.ts';
import { escapeHtml } from '../domain/text/escape.ts';
import { directionOf, LANGUAGE_NAME_KEY, plainWords, say, type Words } from '../domain/text/translations.ts';
import type { Instant } from '../domain/time/instant.ts';

export const OUTBOX_VIEWS = ['desktop', 'phone', 'dark', 'text', 'headers', 'source'] as const;
export type OutboxView = (typeof OUTBOX_VIEWS)[number];

/** `icon`: the path of the publication's icon; `reload`: the path of the live reload script. */
export type OutboxContext = {
  title: string;
  words: Words;
  language: string;
  timezone: string;
  icon: string;
  reload: string;
};

/** `root`: the path below which messages lie, by id; `words`: the part of translation keys. Each mailbox works without the other. */
export type MailboxPage = { home: string; root: string; style: string; words: 'outbox' | 'letters' };
export const OUTBOX_MAILBOX: MailboxPage = {
  home: '/outbox',
  root: '/outbox/messages',
  style: '/outbox/outbox.css',
  words: 'outbox',
};
export const LETTERS_MAILBOX: MailboxPage = {
  home: '/preview/letters',
  root: '/preview/letters',
  style: '/preview/letters.css',
  words: 'letters',
};

export type OpenedMessage = {
  message: OutboxMessage;
  view: OutboxView;
  headers: readonly { name: string; value: string }[];
  text: string;
  /** The message's bytes as text; empty in all other views. */
  source: string;
  /** The size of one letter, in words. */
  weight?: string;
};

/** `query` keeps the filter (`?to=…`) in the links to messages. */
export type OutboxList = {
  mailbox: MailboxPage;
  messages: readonly OutboxMessage[];
  total: number;
  query: string;
  filter: string;
  older: string | undefined;
};

const wordsLanguage = ({ words, language }: OutboxContext): string => words[LANGUAGE_NAME_KEY] ?? language;

export function outboxPage(
  given: OutboxContext,
  list: OutboxList,
  opened: OpenedMessage | undefined,
): string {
  const context = { ...given, words: plainWords(given.words) };
  const { title, words } = context;
  const { mailbox } = list;
  const language = wordsLanguage(context);
  const name = say(words, `outbox.title-${mailbox.words}`);
  return String(html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${opened ? `${opened.message.subject} · ` : ''}${name} · ${title}</title>
<link rel="icon" href="${context.icon}">
<link rel="stylesheet" href="${mailbox.style}">
<script src="${mailbox.words === 'outbox' ? '/outbox/outbox.js' : context.reload}" defer></script>
</head>
<body class="${opened ? 'reading' : 'listing'}" data-total="${list.total}">
<header>
<h1><a href="${mailbox.home}">${name}</a></h1>
<p>${say(words, `outbox.what-${mailbox.words}`)} <a href="/"${contentLanguage(context)}>${title}</a></p>
${
  mailbox.words === 'outbox'
    ? html`<form method="get" action="${mailbox.home}" role="search">
<label for="to">${say(words, 'outbox.search')}</label>
<input id="to" name="to" type="search" value="${list.filter}" autocomplete="off">
</form>`
    : ''
}
</header>
<nav aria-label="${say(words, 'outbox.messages')}">${messageList(context, list, opened)}</nav>
<main>${opened ? messageView(context, opened, list) : html`<p class="empty">${say(words, list.total ? 'outbox.pick' : 'outbox.empty')}</p>`}</main>
</body>
</html>`);
}

/** The publication's language and direction, for its texts on a page whose own words may be in another language. */
const contentLanguage = ({ language }: OutboxContext) =>
  html` lang="${language}" dir="${directionOf(language)}"`;

function messageList(context: OutboxContext, list: OutboxList, opened: OpenedMessage | undefined) {
  const { words } = context;
  return html`
<p class="count" aria-live="polite">${say(words, 'outbox.count', { count: list.total })}</p>
<ol>
${list.messages.map(
  (m) => html`<li class="${m.id === opened?.message.id ? 'open' : ''}">
<a href="${list.mailbox.root}/${m.id}${list.query}" aria-current="${m.id === opened?.message.id ? 'true' : 'false'}">
<span class="kind ${m.kind}">${say(words, `outbox.kind-${m.kind}`)}</span>
<strong${contentLanguage(context)}>${m.subject}</strong>
<span class="to">${m.to}</span>
<time datetime="${new Date(m.at).toISOString()}">${formatShortTime(m.at, context)}</time>
</a></li>`,
)}
</ol>
${list.older ? html`<p class="older"><a href="${list.older}">${say(words, 'outbox.older')}</a></p>` : ''}`;
}

function messageView(context: OutboxContext, opened: OpenedMessage, { mailbox, query }: OutboxList) {
  const { words } = context;
  const { message, view } = opened;
  const { root } = mailbox;
  const views = OUTBOX_VIEWS.filter((v) => mailbox.words === 'outbox' || (v !== 'headers' && v !== 'source'));
  return html`
<article>
<h2${contentLanguage(context)}>${message.subject}</h2>
${opened.weight === undefined ? '' : html`<p class="weight">${opened.weight}</p>`}
<ul class="views" aria-label="${say(words, 'outbox.views')}">
${views.map(
  (v) =>
    html`<li><a href="${root}/${message.id}?view=${v}${query.replace('?', '&')}" aria-current="${v === view ? 'page' : 'false'}">${say(words, `outbox.view-${v}`)}</a></li>`,
)}
${mailbox.words === 'outbox' ? html`<li><a href="${root}/${message.id}.eml" download>${say(words, 'outbox.download')}</a></li>` : ''}
</ul>
${messageBody(context, opened, root)}
</article>`;
}

function messageBody(
  context: OutboxContext,
  { message, view, headers, text, source }: OpenedMessage,
  root: string,
) {
  if (view === 'headers') {
    return html`<table><tbody>${headers.map((h) => html`<tr><th scope="row">${h.name}</th><td dir="auto">${h.value}</td></tr>`)}</tbody></table>`;
  }
  if (view === 'text')
    return html`<pre tabindex="0" class="text"${contentLanguage(context)}>${raw(linkUrls(text))}</pre>`;
  if (view === 'source') return html`<pre tabindex="0" class="source" dir="ltr">${source}</pre>`;
  // As in a mail client, the sandbox keeps the letter from scripts, forms and this site's origin. Its links open in a new tab.
  return html`<iframe class="${view}" title="${say(context.words, 'outbox.frame')}" src="${root}/${message.id}.html${view === 'dark' ? '?dark' : ''}" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`;
}

const linkUrls = (text: string): string =>
  escapeHtml(text).replace(
    /https?:\/\/[^\s&<>")]+(?:&amp;[^\s&<>")]+)*/g,
    (url) => `<a href="${url}">${url}</a>`,
  );

const formatShortTime = (at: Instant, context: OutboxContext): string =>
  new Intl.DateTimeFormat(localeOf(wordsLanguage(context)), {
    timeZone: context.timezone,
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(at);
