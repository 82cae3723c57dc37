/** What every content route works with: the view of this moment, the context of its pages, and the resources made of it. */
import type { Context, Hono } from 'hono';
import { entityTag } from '../domain/etag.ts';
import type { Clock, Instant } from '../domain/instant.ts';
import type { Problem } from '../domain/problem.ts';
import type { Blobs } from '../domain/release.ts';
import { createSentEditions, type SentEditions, type SentPorts } from '../flows/sent-editions.ts';
import type { View, Views } from '../flows/view.ts';
import type { PageContext } from '../pages/context.ts';
import { createCache } from './cache.ts';
import { type Keeping, PAGE_KEEPING, securityHeaders } from './headers.ts';
import { createResource, type Resource, respond } from './resource.ts';

export type WebDeps = {
  views: Views;
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
  /** Sign-up, links of letters, outbox: mounted with the same headers, limits and errors. */
  routes: readonly ((app: Hono) => void)[];
};

/** What a route makes of a view: a text with its type, and how it may be kept. */
export type Made = {
  text: string;
  type?: string;
  status?: 200 | 301 | 410;
  keeping?: Keeping;
  modified?: Instant;
  nextChange?: Instant | undefined;
  fields?: Readonly<Record<string, string>>;
};

export type Site = {
  deps: WebDeps;
  sent: SentEditions;
  security: Readonly<Record<string, string>>;
  context(view: View): PageContext;
  /** `name` stands for the resource among all of this view. */
  show(c: Context, name: string, make: (view: View) => Promise<Made>): Response | Promise<Response>;
};

/** Room for bodies and their compressed forms: some thousand pages. */
const ROOM = 96 * 1024 * 1024;
/** How long a view is taken for the current one without asking: one await less on nearly every request. */
const FRESH = 200;

export function createSite(deps: WebDeps): Site {
  const cache = createCache(ROOM);
  const security = securityHeaders(deps.base, deps.preview);
  const memory = { view: undefined as View | undefined, until: 0 };

  const context = (view: View): PageContext => {
    const { publication, words, assets } = view.release.index;
    const problems = deps.preview ? (deps.problems?.() ?? []) : [];
    const { base, preview } = deps;
    return { publication, words, assets, base, now: view.now, preview, problems };
  };

  async function current(): Promise<View> {
    const view = await deps.views.current();
    const until = deps.preview ? 0 : deps.clock() + FRESH;
    Object.assign(memory, { view, until: Math.min(until, view.nextChange ?? Infinity) });
    return view;
  }

  /** Problems are shown on pages and are no part of the release. */
  const stampOf = (view: View): string => {
    const problems = deps.preview ? (deps.problems?.() ?? []) : [];
    return problems.length === 0 ? view.key : `${view.key} ${entityTag(JSON.stringify(problems))}`;
  };

  async function showLater(c: Context, name: string, make: (view: View) => Promise<Made>) {
    const view = await current();
    const resource = await cache.take(name, stampOf(view), async () =>
      resourceOf(await make(view), view, security, deps.preview),
    );
    return respond(resource, c.req.raw, deps.clock());
  }

  return {
    deps,
    sent: createSentEditions(deps),
    security,
    context,
    show(c, name, make) {
      const now = deps.clock();
      // The hot path: no await, one look-up, headers made before.
      const { view, until } = memory;
      // A clock that was set back must not keep an old view for as long.
      const found = view && view.now <= now && now < until ? cache.peek(name, view.key) : undefined;
      return found ? respond(found, c.req.raw, now) : showLater(c, name, make);
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
