/** A small store of articles and editions that a test may change, and a site that shows its published content. */
import type { Entry, Fragment } from '../../../functions/domain/content/article.ts';
import type { Edition } from '../../../functions/domain/content/edition.ts';
import { BroadsheetError } from '../../../functions/domain/error.ts';
import type { RunCounts } from '../../../functions/domain/ledger/ledger.ts';
import type { Run } from '../../../functions/domain/ledger/run.ts';
import type { Publication } from '../../../functions/domain/publication/publication.ts';
import { createApp } from '../../../functions/web/app.ts';
import { createSite, type WebDeps } from '../../../functions/web/site/site.ts';
import { publishedViews } from './published.ts';
import { anEntry, aPublication, NOON } from './small-publication.ts';

/** A test may change every field between requests; the next request publishes the change. */
export type SmallStore = {
  now: number;
  publication: Publication;
  entries: Entry[];
  fragments: Record<string, Fragment>;
  editions: Edition[];
  withdrawn: Set<string>;
  runs: Record<string, Partial<Run>>;
  /** The number of copies of a run that have been handed over. */
  started: Record<string, number>;
  firstTick: number | undefined;
  files: Record<string, Uint8Array>;
};

export const aStore = (changes: Partial<SmallStore> = {}): SmallStore => ({
  now: NOON,
  publication: aPublication(),
  entries: [],
  fragments: {},
  editions: [],
  withdrawn: new Set(),
  runs: {},
  started: {},
  firstTick: undefined,
  files: {},
  ...changes,
});

const ledgerOf = (store: SmallStore): WebDeps['ledger'] => ({
  run: async (id) => store.runs[id] as Run | undefined,
  runs: async ({ newsletter, states }) =>
    (Object.values(store.runs) as Run[]).filter(
      (run) => run.newsletter === newsletter && states!.includes(run.state),
    ),
  counts: async (id) => ({ started: store.started[id] ?? 0 }) as RunCounts,
  getState: async () => store.firstTick?.toString(),
});

/** The web application over a store; `reported` collects the errors that it reported as its own fault (5xx). */
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
