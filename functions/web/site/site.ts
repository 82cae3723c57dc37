/** The site that every content route works with: the current view, the context of its pages, and the cache of resources. */
import type { Hono } from 'hono';
import { entityTagOf } from '../../domain/hash.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Blobs } from '../../domain/release/release.ts';
import type { Clock, Instant } from '../../domain/time/instant.ts';
import type { LiveViews, View } from '../../flows/release/view.ts';
import { createSentEditions, type SentEditions, type SentPorts } from '../../flows/site/sent-editions.ts';
import { type PageContext, pageContext } from '../../pages/parts/context.ts';
import { type CachePolicy, PAGE_CACHE_POLICY, securityHeaders } from '../http/headers.ts';
import { createResourceCache } from './cache.ts';
import { createFiles, type Files } from './files.ts';
import { createResource, type Resource } from './resource.ts';

export type WebDeps = {
  views: Pick<LiveViews, 'current' | 'key'>;
  /** The store of media and assets. */
  blobs: Blobs;
  /** The ledger tells which editions were sent. */
  ledger: SentPorts['ledger'];
  clock: Clock;
  /** Absolute origin without a trailing slash. */
  base: string;
  /** True on an editor's machine: drafts and future articles are shown with a banner, and browsers revalidate HTML every time. */
  preview: boolean;
  /** Shown on every page in preview. */
  problems?: () => readonly Problem[];
  /** Gets the errors that are Broadsheet's own fault (5xx). Must not throw. */
  report: (error: unknown) => void;
  /** Sign-up, links of letters, outbox: the first request for one of them mounts them all, with the same headers, limits and errors. */
  routes: readonly ((app: Hono) => unknown)[];
};

/** The output of a route: a text with its type and cache policy. */
export type RouteOutput = {
  text: string;
  type?: string;
  status?: 200 | 301 | 404 | 410;
  cachePolicy?: CachePolicy;
  modified?: Instant;
  nextChange?: Instant | undefined;
  /** Milliseconds after which the server makes it again. Sending changes no view, so a page that shows what was sent has them. */
  freshFor?: number;
  fields?: Readonly<Record<string, string>>;
};

export type Site = {
  deps: WebDeps;
  sent: SentEditions;
  security: Readonly<Record<string, string>>;
  files: Files;
  context(view: View): PageContext;
  /** The cached resource, by its name or, for a file, its path; undefined if there is none. The hot path: one look-up, no await. */
  getCached(name: string): Resource | undefined;
  /** The resource of the current view, made if it is not cached. `name` identifies the resource within the view. */
  getOrMake(name: string, make: (view: View) => Promise<RouteOutput>): Promise<Resource>;
};

/** Bytes for bodies and their compressed forms: room for some thousand pages. */
const MAX_CACHED_BYTES = 96 * 1024 * 1024;
/** Results of searches have a cache of their own, so that a flood of queries evicts no page. */
const MAX_SEARCH_BYTES = 4 * 1024 * 1024;

export function createSite(deps: WebDeps): Site {
  const pages = createResourceCache(MAX_CACHED_BYTES, deps.clock);
  const searches = createResourceCache(MAX_SEARCH_BYTES, deps.clock);
  const cacheOf = (name: string) => (name.startsWith('/search?') ? searches : pages);
  const security = securityHeaders(deps.base, deps.preview);
  const files = createFiles(deps.blobs, security);
  const problemsNow = () => (deps.preview ? (deps.problems?.() ?? []) : []);
  let stamped = { problems: problemsNow(), stamp: '' };

  const context = (view: View): PageContext => {
    const { base, preview } = deps;
    return pageContext(view, { base, now: view.now, preview, problems: problemsNow() });
  };

  /** The key of the cache. Problems are shown on pages but are no part of the release, so they are part of the key. */
  const cacheKeyOf = (key: string): string => {
    const problems = problemsNow();
    if (problems.length === 0) return key;
    if (problems !== stamped.problems) stamped = { problems, stamp: entityTagOf(JSON.stringify(problems)) };
    return `${key} ${stamped.stamp}`;
  };

  return {
    deps,
    sent: createSentEditions(deps),
    security,
    files,
    context,
    getCached: (name) => {
      const key = deps.views.key();
      const page = key === undefined ? undefined : cacheOf(name).getCached(name, cacheKeyOf(key));
      return page ?? files.getCached(name);
    },
    getOrMake: async (name, make) => {
      const view = await deps.views.current();
      return cacheOf(name).getOrMake(name, cacheKeyOf(view.key), async () =>
        toResource(await make(view), view, security, deps.preview),
      );
    },
  };
}

const HTML_TYPE = 'text/html; charset=utf-8';

function toResource(made: RouteOutput, view: View, security: Site['security'], preview: boolean): Resource {
  const {
    text,
    type = HTML_TYPE,
    status = 200,
    cachePolicy = PAGE_CACHE_POLICY,
    modified,
    freshFor,
    fields,
  } = made;
  const edited = preview && type === HTML_TYPE;
  return createResource({
    status,
    bytes: new TextEncoder().encode(text),
    type,
    cachePolicy: edited && typeof cachePolicy === 'object' ? 'no-cache' : cachePolicy,
    // Drafts and problems change pages without a change of Last-Modified, so a preview sends the ETag alone.
    ...(modified === undefined || edited ? {} : { modified }),
    nextChange: earliest(view.nextChange, made.nextChange),
    staleAt: freshFor === undefined ? undefined : view.now + freshFor,
    fields: { ...security, ...fields },
  });
}

const earliest = (a: Instant | undefined, b: Instant | undefined): Instant | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a;
