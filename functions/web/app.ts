/** The web application as a value: content routes without middleware, for speed, and behind them everything else. */
import { type Context, Hono } from 'hono';
import { archiveFeedPath, FEED_FORMATS, feedPath } from '../domain/paths.ts';
import { type FeedWanted, feedPathOf } from '../flows/make-feed.ts';
import { sitemapPath } from '../flows/make-sitemap.ts';
import type { View } from '../flows/view.ts';
import { makeArticle } from './articles.ts';
import { makeEdition, showNewsletter } from './editions.ts';
import { answerError } from './errors.ts';
import { createFallback } from './fallback.ts';
import { makeFeedResource, makeOpml, makeRobots, makeSitemapResource } from './feeds.ts';
import { createFiles } from './files.ts';
import { makeArchive, makeFeedsPage, makeHome, makeMonth, makeTopic } from './lists.ts';
import { createSite, type Made, type Site, type WebDeps } from './site.ts';

export type { WebDeps };

export function createApp(deps: WebDeps): Hono {
  const app = new Hono();
  const site = createSite(deps);
  mountPages(app, site);
  mountFeeds(app, site);
  mountFiles(app, site);
  const fallback = createFallback(site, app);
  app.notFound((c) => fallback.fetch(c.req.raw, c.env));
  app.onError((error, c) => answerError(site, c, error));
  return app;
}

function mountPages(app: Hono, site: Site): void {
  const { show } = site;
  /** A resource for each value of the last part of a path. */
  const each = (folder: string, make: (site: Site, view: View, id: string) => Promise<Made>) =>
    app.get(`${folder}/:id`, (c) => {
      const id = c.req.param('id');
      // A blank stands in no other resource's name, and `id` may hold a slash: `/topics/world%2Ffeed.xml` is not the feed.
      return show(c, `${folder} ${id}`, (view) => make(site, view, id));
    });
  app.get('/', (c) => show(c, '/', (view) => makeHome(site, view)));
  app.get('/archive', (c) => show(c, '/archive', (view) => makeArchive(site, view)));
  app.get('/feeds', (c) => show(c, '/feeds', (view) => makeFeedsPage(site, view)));
  each('/articles', makeArticle);
  each('/topics', makeTopic);
  each('/archive', makeMonth);
  each('/editions', makeEdition);
  app.get('/newsletters/:id', (c) => showNewsletter(site, c, c.req.param('id')));
}

function mountFeeds(app: Hono, site: Site): void {
  const feed = (c: Context, wanted: FeedWanted) =>
    site.show(c, feedPathOf(wanted), (view) => makeFeedResource(site, view, wanted));
  for (const format of FEED_FORMATS) {
    app.get(feedPath(format), (c) => feed(c, { format }));
    app.get(feedPath(format, ':topic') as '/:topic', (c) => feed(c, { format, topic: c.req.param('topic') }));
    app.get(archiveFeedPath(format, ':month') as '/:month', (c) =>
      feed(c, { format, month: c.req.param('month') }),
    );
  }
  app.get('/feeds.opml', (c) => site.show(c, '/feeds.opml', (view) => makeOpml(site, view)));
  app.get('/sitemap.xml', (c) => site.show(c, '/sitemap.xml', (view) => makeSitemapResource(site, view)));
  app.get('/sitemaps/:file{[a-z0-9-]+\\.xml}', (c) => {
    const part = c.req.param('file').replace(/\.xml$/, '');
    return site.show(c, sitemapPath(part), (view) => makeSitemapResource(site, view, part));
  });
  app.get('/robots.txt', (c) => site.show(c, '/robots.txt', (view) => makeRobots(site, view)));
}

function mountFiles(app: Hono, site: Site): void {
  const files = createFiles(site);
  app.get('/media/:name', (c) => files.show(c.req.raw, 'media', c.req.param('name')));
  app.get('/assets/:name', (c) => files.show(c.req.raw, 'assets', c.req.param('name')));
  app.get('/healthz', async (c) => {
    const { release } = await site.deps.views.current();
    return c.text(`ok ${release.hash}\n`, 200, { ...site.security, 'Cache-Control': 'no-store' });
  });
}
