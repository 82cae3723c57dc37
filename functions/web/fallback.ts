/** Answers what no content route answered: mounted routes (forms, previews), redirects of old addresses, 405 and 404. */
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { BroadsheetError } from '../domain/error.ts';
import { decodePath } from '../domain/site/decoded-path.ts';
import { normalizePath } from '../domain/site/paths.ts';
import { isOpenPath } from '../domain/site/public-paths.ts';
import { trimEnd } from '../domain/text/trim.ts';
import { answerError } from './errors.ts';
import { PREFLIGHT_FIELDS } from './http/cross-origin.ts';
import { answerRedirect } from './site/redirects.ts';
import type { Site } from './site/site.ts';

/** Bytes. A form of the site is a few hundred bytes long; a one-click unsubscribe posts 26. */
const MAX_BODY_BYTES = 64 * 1024;

/** Wraps the mounted routes with the site's security headers, body limit and error answers. */
export async function createFallback(site: Site, content: Hono): Promise<Hono> {
  const app = new Hono();
  const tooLarge = () => {
    throw new BroadsheetError('too-large', 'The request body is larger than the site accepts.');
  };
  const limit = bodyLimit({ maxSize: MAX_BODY_BYTES, onError: tooLarge });
  app.use('*', (c, next) => (isRead(c) ? next() : limit(c, next)));
  app.use('*', async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(site.security))
      if (!c.res.headers.has(name)) c.header(name, value);
    // The answers of these routes are for one person.
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store');
  });
  for (const mount of site.deps.routes) await mount(app);
  app.onError((error, c) => answerError(site, c, error));
  app.notFound((c) => answerUnmatched(site, c, [content, app]));
  return app;
}

async function answerUnmatched(site: Site, c: Context, apps: readonly Hono[]): Promise<Response> {
  const { pathname, search } = new URL(c.req.url);
  const reads = isRead(c);
  if (c.req.method === 'OPTIONS' && isOpenPath(decodePath(pathname)))
    return new Response(null, { status: 204, headers: { ...site.security, ...PREFLIGHT_FIELDS } });
  const allowed = methodsOf(apps, pathname);
  if (!reads && allowed.length > 0) return answerWrongMethod(site, c, allowed);
  if (reads) {
    const shorter = trimEnd(pathname, /\//);
    // Only pages of content lose their slash: a letter's link must arrive as the letter has it.
    const isPage = shorter !== pathname && methodsOf(apps.slice(0, 1), shorter || '/').includes('GET');
    if (isPage) return answerRedirect(site, `${shorter || '/'}${search}`);
    const known = await findOldAddress(site, pathname);
    if (known) return known;
    if (allowed.length > 0 && !allowed.includes('GET')) return answerWrongMethod(site, c, allowed);
  }
  return answerError(site, c, new BroadsheetError('not-found', 'There is nothing at this address.'));
}

const isRead = (c: Context): boolean => c.req.method === 'GET' || c.req.method === 'HEAD';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** The methods that a path answers. Middleware matches every path and method, so only routes of exactly that method count. */
function methodsOf(apps: readonly Hono[], path: string): string[] {
  const hasRoute = (method: string) =>
    apps.some((app) => app.router.match(method, path)[0].some(([[, route]]) => route.method === method));
  return METHODS.filter(hasRoute).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
}

/** RFC 9110 §15.5.6: a 405 lists the allowed methods. */
const answerWrongMethod = (site: Site, c: Context, allowed: readonly string[]): Promise<Response> =>
  answerError(site, c, new BroadsheetError('method', 'The path does not answer this method.'), {
    Allow: allowed.join(', '),
  });

/** Redirects from `redirects` of the publication and from old paths of articles, with or without a slash at their end. */
async function findOldAddress(site: Site, pathname: string): Promise<Response | undefined> {
  const view = await site.deps.views.current();
  const path = trimEnd(normalizePath(pathname), /\//);
  for (const candidate of [path, `${path}/`]) {
    const found = await view.article(candidate);
    if (found?.kind === 'redirect') return answerRedirect(site, found.to);
  }
  return undefined;
}
