/** A view over articles held in memory, and a site on it: for tests of what is shown, not of how releases are stored. */
import type { Entry, Fragment } from '../../../functions/domain/content/article.ts';
import type { Edition } from '../../../functions/domain/content/edition.ts';
import { BroadsheetError } from '../../../functions/domain/error.ts';
import type { Standing } from '../../../functions/domain/ledger/ledger.ts';
import type { Run } from '../../../functions/domain/ledger/run.ts';
import type { Publication } from '../../../functions/domain/publication/publication.ts';
import {
  type Changes,
  isGone,
  isVisible,
  newestFirst,
  type Release,
} from '../../../functions/domain/release/release.ts';
import { monthOf } from '../../../functions/domain/time/month.ts';
import type { Found, View } from '../../../functions/flows/release/view.ts';
import { createApp } from '../../../functions/web/app.ts';
import { createSite, type WebDeps } from '../../../functions/web/site/site.ts';
import { publishedViews } from './published.ts';
import { aFragment, anEntry, aPublication, NOON } from './small-publication.ts';

/** Everything may be changed between requests; `version` stands for the release's hash. */
export type SmallStore = {
  now: number;
  version: number;
  publication: Publication;
  entries: Entry[];
  fragments: Record<string, Fragment>;
  editions: Edition[];
  withdrawn: Set<string>;
  changes: Changes;
  runs: Record<string, Partial<Run>>;
  /** How many copies of a run have been handed over. */
  started: Record<string, number>;
  firstTick: number | undefined;
  files: Record<string, Uint8Array>;
};

export const aStore = (changes: Partial<SmallStore> = {}): SmallStore => ({
  now: NOON,
  version: 1,
  publication: aPublication(),
  entries: [],
  fragments: {},
  editions: [],
  withdrawn: new Set(),
  changes: { site: NOON - 1_000_000, articles: {}, editions: {}, removals: [] },
  runs: {},
  started: {},
  firstTick: undefined,
  files: {},
  ...changes,
});

const monthIn = (store: SmallStore, entry: Entry) => monthOf(entry.date, store.publication.timezone);

function releaseOf(store: SmallStore): Release {
  const sorted = [...store.entries].sort(newestFirst);
  return {
    hash: `release-${store.version}`,
    index: { publication: store.publication, words: {}, assets: {} },
    fragment: async (entry: Entry) => store.fragments[entry.id] ?? aFragment(`<p>${entry.title}</p>`),
    edition: async (id: string) => store.editions.find((e) => e.id === id || e.aliases.includes(id)),
    editions: async () => store.editions.map((e) => ({ ...e, articles: [] })),
    month: async (month: string) => sorted.filter((e) => monthIn(store, e) === month),
  } as unknown as Release;
}

export function viewOf(store: SmallStore): View {
  const { now, withdrawn, changes } = store;
  const sorted = [...store.entries].sort(newestFirst);
  const visible = sorted.filter((e) => isVisible(e, withdrawn, now));
  const toCome = sorted.filter((e) => !e.draft && e.date > now).map((e) => e.date);
  const found = (entry: Entry | undefined): Found | undefined => {
    if (!entry) return undefined;
    if (isGone(entry, withdrawn, now)) return { kind: 'gone', entry, note: entry.withdrawn?.note ?? '' };
    return { kind: isVisible(entry, withdrawn, now) ? 'visible' : 'hidden', entry };
  };
  return {
    release: releaseOf(store),
    pointer: { release: 'x', withdrawn: [], changes: '', commit: undefined, flippedAt: 0 },
    withdrawn,
    changes,
    now,
    key: JSON.stringify([store.version, [...withdrawn], visible[0]?.date, changes]),
    nextChange: toCome.length > 0 ? Math.min(...toCome) : undefined,
    newest: async ({ topic, limit }) => visible.filter((e) => !topic || e.topic === topic).slice(0, limit),
    since: async (from) => visible.filter((e) => e.date > from),
    month: async (month) => visible.filter((e) => monthIn(store, e) === month),
    months: async () =>
      [...Map.groupBy(visible, (e) => monthIn(store, e))].map(([month, all]) => ({
        month,
        count: all.length,
      })),
    hidden: async () => sorted.filter((e) => found(e)?.kind === 'hidden'),
    article: async (slug) => {
      const redirect = store.publication.redirects[slug];
      if (redirect !== undefined) return { kind: 'redirect', to: redirect };
      const moved = store.entries.find((e) => e.aliases.includes(slug));
      return moved
        ? { kind: 'redirect', to: `/articles/${moved.slug}` }
        : found(sorted.find((e) => e.slug === slug));
    },
    byId: async (id) => found(sorted.find((e) => e.id === id)),
    changedAt: (entries) =>
      Math.max(
        changes.site,
        ...entries.map((e) => Math.max(e.date, changes.articles[e.id] ?? 0)),
        ...changes.removals.map((r) => r.at),
      ),
  };
}

const ledgerOf = (store: SmallStore): WebDeps['ledger'] => ({
  run: async (id) => store.runs[id] as Run | undefined,
  runs: async ({ newsletter, states }) =>
    (Object.values(store.runs) as Run[]).filter(
      (run) => run.newsletter === newsletter && states!.includes(run.state),
    ),
  standing: async (id) => ({ started: store.started[id] ?? 0 }) as Standing,
  memory: async () => store.firstTick?.toString(),
});

/** The web application over a store; `reported` collects what it called its own fault. */
export function aSite(store: SmallStore, changes: Partial<WebDeps> = {}) {
  const reported: unknown[] = [];
  const views = publishedViews(store);
  const site = createSite({
    views,
    blobs: {
      get: async (key) => store.files[key],
      has: async (key) => key in store.files,
      put: async () => {
        throw new BroadsheetError('broken', 'The web writes nothing.');
      },
    },
    ledger: ledgerOf(store),
    clock: () => store.now,
    base: 'https://paper.example',
    preview: false,
    report: (error) => reported.push(error),
    routes: [],
    ...changes,
  });
  return { app: createApp(site.deps, site), site, reported };
}

const LONG = '<p>Ferries are back, and with them the gulls.</p>'.repeat(60);

/** Three articles in two months, a picture and a stylesheet. */
export const aFullStore = () =>
  aStore({
    entries: [
      anEntry({ id: 'one', title: 'One', date: NOON - 3_600_000 }),
      anEntry({ id: 'two', title: 'Two', date: NOON - 7_200_000, topic: 'business' }),
      anEntry({ id: 'old', title: 'Old', date: Date.parse('2026-10-05T09:00:00Z') }),
    ],
    fragments: { one: { html: LONG, text: '', pictures: [], folded: false } },
    files: {
      'media/harbour-0a1b-640.webp': new Uint8Array([1, 2, 3]),
      'assets/style.3f2a.css': new TextEncoder().encode('p{color:red}'.repeat(200)),
    },
  });
