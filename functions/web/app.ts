/** The web application as a value: content routes have no middleware, for speed; the fallback app has all other routes. */
import { type Context, Hono } from 'hono';
import { answerError } from './errors.ts';
import { CONTENT_ROUTE_LIST, type Route } from './site/content-routes.ts';
import { type Resource, respond } from './site/resource.ts';
import { createSite, type Site, type WebDeps } from './site/site.ts';

/** `site`: given if answer-content.ts answers from the same resources, too. */
export function createApp(deps: WebDeps, site: Site = createSite(deps)): Hono {
  const app = new Hono();
  for (const route of CONTENT_ROUTE_LIST) app.get(route.path, (c) => showContent(site, c, route));
  let fallback: Promise<Hono> | undefined;
  const openFallback = async () => (await import('./fallback.ts')).createFallback(site, app);
  app.notFound(async (c) => {
    // A failed load is forgotten, so that the next request tries again.
    fallback ??= openFallback().catch((error: unknown) => {
      fallback = undefined;
      throw error;
    });
    return (await fallback).fetch(c.req.raw, c.env);
  });
  app.onError((error, c) => answerError(site, c, error));
  return app;
}

function showContent(site: Site, c: Context, route: Route): Response | Promise<Response> {
  const wanted: Record<string, string> = c.req.param();
  // The parts are encoded again, because a slash within a part names no other resource (`/topics/world%2Ffeed.xml` is no feed).
  const plain = route.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(wanted[name]!));
  const path = route.readsQuery ? `${plain}${new URL(c.req.url).search}` : plain;
  const answer = (resource: Resource) => respond(resource, c.req.raw, site.deps.clock());
  const held = site.getCached(path);
  return held ? answer(held) : route.resource(site, path, wanted).then(answer);
}
