/** Every public page, with one given text in all places that show text. */
import type { Entry, Fragment } from '../../../functions/domain/content/article.ts';
import { FOLD_MARK, pictureMark } from '../../../functions/domain/content/fragment.ts';
import type { Newsletter } from '../../../functions/domain/publication/publication.ts';
import { escapeHtml } from '../../../functions/domain/text/escape.ts';
import { archivePage, monthPage } from '../../../functions/pages/archive.ts';
import { articlePage } from '../../../functions/pages/article.ts';
import { confirmExpiredPage, confirmedPage, confirmPage } from '../../../functions/pages/confirm.ts';
import { editionPage } from '../../../functions/pages/edition.ts';
import { errorPage, gonePage, WORDED_ERROR_CODES } from '../../../functions/pages/error.ts';
import { feedsPage } from '../../../functions/pages/feeds.ts';
import { homePage } from '../../../functions/pages/home.ts';
import { managePage } from '../../../functions/pages/manage.ts';
import { newsletterPage } from '../../../functions/pages/newsletter.ts';
import { NOTES, notePage } from '../../../functions/pages/note.ts';
import type { PageContext } from '../../../functions/pages/parts/context.ts';
import { formerSubscriberPage, preferencesPage } from '../../../functions/pages/preferences.ts';
import { searchPage } from '../../../functions/pages/search.ts';
import { releasePage, stopPage, stoppedPage } from '../../../functions/pages/stop.ts';
import { type SignUpProblem, subscribePage } from '../../../functions/pages/subscribe.ts';
import { topicPage } from '../../../functions/pages/topic.ts';
import { unsubscribedPage, unsubscribePage } from '../../../functions/pages/unsubscribe.ts';
import { anEntry, aPicture, aPublication, NOON } from './small-publication.ts';
import { readWords } from './words.ts';

const words = readWords('en');

const everyday = { days: [0, 1, 2, 3, 4, 5, 6], hour: 7, minute: 0 } as const;
const newsletterOf = (text: string): Newsletter => ({
  ...aPublication().newsletters[0]!,
  name: text,
  description: text,
  schedule: everyday,
  topics: ['world'],
});

export function pageContext(text = 'The Small Paper', changes: Partial<PageContext> = {}): PageContext {
  const publication = aPublication({
    title: text,
    description: text,
    postalAddress: [text],
    topics: [{ id: 'world', name: text, retired: false }],
    newsletters: [newsletterOf(text), { ...newsletterOf(text), kind: 'edited', id: 'brief' }],
    logo: { light: 'logo.svg', dark: 'logo.svg', alt: text },
  });
  const assets = {
    'style.css': 'assets/style.1.css',
    'logo.svg': 'assets/logo.1.svg',
    'search.js': 'assets/search.1.js',
  };
  return { publication, words, assets, base: 'https://paper.example', now: NOON, preview: false, ...changes };
}

export const entryOf = (text: string, changes: Partial<Entry> = {}): Entry =>
  anEntry({
    title: text,
    summary: text,
    authors: [text, text],
    tags: [text],
    updated: NOON,
    image: aPicture({ alt: text, caption: text, credit: text }),
    corrections: [{ date: NOON, text }],
    canonical: `https://elsewhere.example/${encodeURIComponent(text)}`,
    ...changes,
  });

/** A fragment as the Markdown adapter makes one: escaped text, with marks where page, feed and letter differ. */
export const fragmentOf = (text: string): Fragment => ({
  html: `<p>${escapeHtml(text)}</p><table><tr><td>${escapeHtml(text)}</td></tr></table>${FOLD_MARK}${pictureMark(0)}<p>rest</p>`,
  text: '',
  pictures: [aPicture({ alt: text, caption: text, credit: text })],
  folded: true,
});

const CROWD = {
  challenge: '{"parameters":{}}',
  ticket: { text: 'a.b.c', seconds: 60 },
  ...{ isAgain: false, isEarly: false },
};
const PROBLEMS: readonly SignUpProblem[] = ['email', 'newsletter', 'stamp', 'too-many'];

function searchPages(context: PageContext, text: string): Record<string, string> {
  const excerpt = {
    pieces: [
      { text, hit: true },
      { text, hit: false },
    ],
    hits: 1,
  };
  const results = [{ entry: entryOf(text), title: excerpt, excerpt }];
  const meant = new Map([[text, text]]);
  const answer = {
    ...{ hasWords: true, total: 21, results, page: 2, pages: 3, meant },
    partial: true,
    cut: true,
  };
  const nothing = { ...answer, total: 0, results: [], page: 1, pages: 1 };
  return {
    search: searchPage(context, { query: '', answer: undefined }),
    searchFound: searchPage(context, { query: text, answer }),
    searchNone: searchPage(context, { query: text, answer: nothing }),
    searchNoWords: searchPage(context, { query: text, answer: { ...nothing, hasWords: false } }),
  };
}

function contentPages(context: PageContext, text: string): Record<string, string> {
  const { newsletters, topics } = context.publication;
  const entry = entryOf(text);
  const fragment = fragmentOf(text);
  const many = Array.from({ length: 14 }, (_, i) => entryOf(text, { id: `n${i}` }));
  const hidden = [entryOf(text, { draft: true }), entryOf(text, { date: NOON + 1 })];
  const months = [
    { month: '2026-11', count: 1 },
    { month: '2025-01', count: 2 },
  ];
  const preview = { ...context, preview: true };
  const edition = { id: 'e1', subject: text, preheader: text, date: NOON, words: 1024, minutes: 4 };
  return {
    home: homePage(context, { newest: many, hidden: [], months }),
    preview: homePage(preview, { newest: many, hidden, months }),
    empty: homePage(context, { newest: [], hidden: [], months: [] }),
    article: articlePage(context, { entry, fragment, newer: entry, older: entry, state: 'visible' }),
    draft: articlePage(preview, {
      entry: hidden[0]!,
      fragment,
      newer: undefined,
      older: entry,
      state: 'hidden',
    }),
    letterOnly: articlePage(context, {
      entry: { ...entry, access: 'letter' },
      fragment,
      newer: undefined,
      older: undefined,
      state: 'visible',
    }),
    topic: topicPage(context, { topic: topics[0]!, entries: many, hidden }),
    archive: archivePage(context, { months }),
    ...searchPages(context, text),
    month: monthPage(context, { month: '2026-11', entries: many, newer: '2026-12', older: '2026-10' }),
    edition: editionPage(context, {
      ...edition,
      newsletter: newsletters[0]!,
      intro: fragment,
      signoff: fragment,
      parts: [
        { kind: 'article', entry, fragment, as: 'whole', label: undefined },
        { kind: 'sponsor', sponsor: { name: text, url: 'https://example.com', body: fragment }, label: text },
        { kind: 'text', body: fragment, label: text },
        { kind: 'article', entry, as: 'headline', label: text },
        { kind: 'article', entry, fragment, as: 'brief', label: undefined },
      ],
      state: 'hidden',
      changed: [
        { entry, at: NOON },
        { entry: undefined, at: undefined },
      ],
      later: NOON,
    }),
    newsletter: newsletterPage(context, {
      newsletter: newsletters[0]!,
      editions: [{ ...edition, date: NOON }],
    }),
    feeds: feedsPage(context),
  };
}

function formPages(context: PageContext, text: string): Record<string, string> {
  const { newsletters } = context.publication;
  const newsletter = newsletters[0]!;
  const choice = { token: 't', masked: text, newsletters: ['daily'], topics: ['world'] };
  const empty = { email: text, newsletters: [], topics: [], stamp: text };
  const alert = { subject: text, newsletter: text, count: 2, run: 'a_harbour' };
  const leaving = { token: 't', masked: text, preferences: 'p' };
  return {
    subscribe: subscribePage(context, { ...empty, suggestion: text }),
    ...Object.fromEntries(
      PROBLEMS.map((problem) => [`subscribe ${problem}`, subscribePage(context, { ...empty, problem })]),
    ),
    crowded: subscribePage(context, { ...empty, crowd: CROWD }),
    ...Object.fromEntries(
      [true, false].flatMap((isEarly) =>
        [CROWD.ticket, undefined].map((ticket) => [
          `crowded, ${ticket ? 'waiting' : 'by script'}, ${isEarly}`,
          subscribePage(context, {
            ...empty,
            crowd: { ...CROWD, ticket, isEarly, challenge: isEarly ? text : undefined },
          }),
        ]),
      ),
    ),
    confirm: confirmPage(context, { token: 't', newsletters }),
    confirmExpired: confirmExpiredPage(context, { token: 't' }),
    confirmed: confirmedPage(context, { newsletters, preferences: 'p' }),
    ...Object.fromEntries(
      (['more', 'move', 'join'] as const).flatMap((kind) => [
        [`confirm ${kind}`, confirmPage(context, { token: 't', newsletters, kind })],
        [`confirmed ${kind}`, confirmedPage(context, { newsletters, preferences: 'p', kind })],
      ]),
    ),
    preferences: preferencesPage(context, { ...choice, pausedUntil: undefined, said: 'saved' }),
    saidWhy: preferencesPage(context, { ...choice, pausedUntil: undefined, said: 'saved', why: 'x' }),
    paused: preferencesPage(context, { ...choice, pausedUntil: NOON + 1, said: 'paused' }),
    resumed: preferencesPage(context, { ...choice, pausedUntil: undefined, said: 'resumed' }),
    noneLeft: preferencesPage(context, { ...choice, pausedUntil: undefined, said: 'none-left' }),
    away: formerSubscriberPage(context, { token: 't', masked: text, said: 'link-sent' }),
    unsubscribe: unsubscribePage(context, { ...leaving, newsletter }),
    unsubscribeAll: unsubscribePage(context, { ...leaving, newsletter: undefined }),
    unsubscribed: unsubscribedPage(context, { token: 't', newsletter, undo: 'u', thanked: false }),
    unsubscribedAll: unsubscribedPage(context, {
      token: 't',
      newsletter: undefined,
      undo: 'u',
      thanked: true,
    }),
    manage: managePage(context, { token: 't', masked: text, problem: 'email', email: text }),
    manageSure: managePage(context, { token: 't', masked: text, problem: 'sure' }),
    stop: stopPage(context, { token: 't', subject: text, newsletter: text, count: 2, until: NOON }),
    'stop begun': stopPage(context, { ...alert, token: 't', until: undefined, begun: true }),
    stopped: stoppedPage(context, { ...alert, token: 't' }),
    'stopped long ago': stoppedPage(context, { ...alert, token: '' }),
    release: releasePage(context, { ...alert, token: 't' }),
    ...Object.fromEntries(NOTES.map((note) => [`note ${note}`, notePage(context, { note })])),
    ...Object.fromEntries(
      [...WORDED_ERROR_CODES, 'usage' as const].map((code) => [
        code,
        errorPage(context, { status: 400, code, detail: text }),
      ]),
    ),
    gone: gonePage(context, { note: text }),
  };
}

/** Pages by name. In preview they also show problems of the content. */
export function everyPage(text: string, changes: Partial<PageContext> = {}): Record<string, string> {
  const problems = [{ file: text, line: 1, level: 'error' as const, message: text, remedy: text }];
  const context = pageContext(text, { problems, ...changes });
  return { ...contentPages(context, text), ...formPages(context, text) };
}
