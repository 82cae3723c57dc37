/** What no content route answered: others' routes, old addresses, wrong methods, and at last "not found". */
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { BroadsheetError } from '../domain/error.ts';
import { decodedPath } from '../domain/site/decoded-path.ts';
import { trimEnd } from '../domain/text/trim.ts';
import { answerError } from './errors.ts';
import { redirect } from './site/redirects.ts';
import type { Site } from './site/site.ts';

/** A form of ours is a few hundred bytes; one-click posts 26. */
const BODY_LIMIT = 64 * 1024;

/** Others' routes with our headers, limits and errors around them. */
export async function createFallback(site: Site, content: Hono): Promise<Hono> {
  const app = new Hono();
  const tooLarge = () => {
    throw new BroadsheetError('too-large', 'That is more than we take.');
  };
  const limit = bodyLimit({ maxSize: BODY_LIMIT, onError: tooLarge });
  app.use('*', (c, next) => (isRead(c) ? next() : limit(c, next)));
  app.use('*', async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(site.security))
      if (!c.res.headers.has(name)) c.header(name, value);
    // What these routes say is for one person.
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store');
  });
  for (const mount of site.deps.routes) await mount(app);
  app.onError((error, c) => answerError(site, c, error));
  app.notFound((c) => unknown(site, c, [content, app]));
  return app;
}

async function unknown(site: Site, c: Context, apps: readonly Hono[]): Promise<Response> {
  const { pathname, search } = new URL(c.req.url);
  const reads = isRead(c);
  const allowed = methodsOf(apps, pathname);
  if (!reads && allowed.length > 0) return wrongMethod(site, c, allowed);
  if (reads) {
    const shorter = trimEnd(pathname, /\//);
    // Pages of content only: a letter's link must arrive as it was written.
    const isPage = shorter !== pathname && methodsOf(apps.slice(0, 1), shorter || '/').includes('GET');
    if (isPage) return redirect(site, `${shorter || '/'}${search}`);
    const known = await oldAddress(site, pathname);
    if (known) return known;
    if (allowed.length > 0 && !allowed.includes('GET')) return wrongMethod(site, c, allowed);
  }
  return answerError(site, c, new BroadsheetError('not-found', 'There is nothing at this address.'));
}

const isRead = (c: Context): boolean => c.req.method === 'GET' || c.req.method === 'HEAD';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Middleware matches every path and is no answer: only routes of the very method count. */
function methodsOf(apps: readonly Hono[], path: string): string[] {
  const answers = (method: string) =>
    apps.some((app) => app.router.match(method, path)[0].some(([[, route]]) => route.method === method));
  return METHODS.filter(answers).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
}

/** RFC 9110 §15.5.6: a 405 names what is allowed. */
const wrongMethod = (site: Site, c: Context, allowed: readonly string[]): Promise<Response> =>
  answerError(site, c, new BroadsheetError('method', 'That cannot be done here.'), {
    Allow: allowed.join(', '),
  });

/** `redirects` of the publication, and old paths of articles, with or without the slash they ended in. */
async function oldAddress(site: Site, pathname: string): Promise<Response | undefined> {
  const view = await site.deps.views.current();
  const path = trimEnd(decodedPath(pathname), /\//);
  for (const candidate of [path, `${path}/`]) {
    const found = await view.article(candidate);
    if (found?.kind === 'redirect') return redirect(site, found.to);
  }
  return undefined;
}
