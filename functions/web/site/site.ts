/** What every content route works with: the view of this moment, the context of its pages, and the resources made of it. */
import type { Hono } from 'hono';
import { entityTag } from '../../domain/hash.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Blobs } from '../../domain/release/release.ts';
import type { Clock, Instant } from '../../domain/time/instant.ts';
import type { LiveViews, View } from '../../flows/release/view.ts';
import { createSentEditions, type SentEditions, type SentPorts } from '../../flows/site/sent-editions.ts';
import { type PageContext, pageContext } from '../../pages/parts/context.ts';
import { type CachePolicy, PAGE_KEEPING, securityHeaders } from '../http/headers.ts';
import { createCache } from './cache.ts';
import { createFiles, type Files } from './files.ts';
import { createResource, type Resource } from './resource.ts';

export type WebDeps = {
  views: Pick<LiveViews, 'current' | 'key'>;
  /** Media and assets. */
  blobs: Blobs;
  /** Says which editions were sent. */
  ledger: SentPorts['ledger'];
  clock: Clock;
  /** Absolute origin, no trailing slash. */
  base: string;
  /** Drafts and what is to come are shown, bannered; HTML is asked for again every time. */
  preview: boolean;
  /** Shown on every page in preview. */
  problems?: () => readonly Problem[];
  /** Told of what is our own fault (5xx). Must not throw. */
  report: (error: unknown) => void;
  /** Sign-up, links of letters, outbox: mounted with the same headers, limits and errors, when first one of them is wanted. */
  routes: readonly ((app: Hono) => unknown)[];
};

/** What a route makes of a view: a text with its type, and how it may be kept. */
export type Made = {
  text: string;
  type?: string;
  status?: 200 | 301 | 404 | 410;
  keeping?: CachePolicy;
  modified?: Instant;
  nextChange?: Instant | undefined;
  fields?: Readonly<Record<string, string>>;
};

export type Site = {
  deps: WebDeps;
  sent: SentEditions;
  security: Readonly<Record<string, string>>;
  files: Files;
  context(view: View): PageContext;
  /** What is made already and still true, by its name or, for a file, its path. The hot path: no await, a look-up. */
  held(name: string): Resource | undefined;
  /** Of the current view; made where it is not held. `name` stands for it among all of that view. */
  take(name: string, make: (view: View) => Promise<Made>): Promise<Resource>;
};

/** Room for bodies and their compressed forms: some thousand pages. */
const ROOM = 96 * 1024 * 1024;

export function createSite(deps: WebDeps): Site {
  const cache = createCache(ROOM);
  const security = securityHeaders(deps.base, deps.preview);
  const files = createFiles(deps.blobs, security);
  const problemsNow = () => (deps.preview ? (deps.problems?.() ?? []) : []);
  let stamped = { problems: problemsNow(), stamp: '' };

  const context = (view: View): PageContext => {
    const { base, preview } = deps;
    return pageContext(view, { base, now: view.now, preview, problems: problemsNow() });
  };

  /** Problems are shown on pages and are no part of the release. */
  const stampOf = (key: string): string => {
    const problems = problemsNow();
    if (problems.length === 0) return key;
    if (problems !== stamped.problems) stamped = { problems, stamp: entityTag(JSON.stringify(problems)) };
    return `${key} ${stamped.stamp}`;
  };

  return {
    deps,
    sent: createSentEditions(deps),
    security,
    files,
    context,
    held: (name) => {
      const key = deps.views.key();
      const page = key === undefined ? undefined : cache.peek(name, stampOf(key));
      return page ?? files.held(name);
    },
    take: async (name, make) => {
      const view = await deps.views.current();
      return cache.take(name, stampOf(view.key), async () =>
        resourceOf(await make(view), view, security, deps.preview),
      );
    },
  };
}

const HTML = 'text/html; charset=utf-8';

function resourceOf(made: Made, view: View, security: Site['security'], preview: boolean): Resource {
  const { text, type = HTML, status = 200, keeping = PAGE_KEEPING, modified, fields } = made;
  const edited = preview && type === HTML;
  return createResource({
    status,
    bytes: new TextEncoder().encode(text),
    type,
    keeping: edited && typeof keeping === 'object' ? 'no-cache' : keeping,
    // Drafts and problems change pages of which Last-Modified knows nothing: in preview only the ETag counts.
    ...(modified === undefined || edited ? {} : { modified }),
    nextChange: earliest(view.nextChange, made.nextChange),
    fields: { ...security, ...fields },
  });
}

const earliest = (a: Instant | undefined, b: Instant | undefined): Instant | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a;
