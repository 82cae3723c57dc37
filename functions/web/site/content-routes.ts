/** Content routes: how the resource of each content path is made, without a Request and without Hono. */
import type { FeedFormat, FeedWanted } from '../../domain/site/paths.ts';
import { CONTENT_PATHS, type ContentPath, FEED_PATHS } from '../../domain/site/public-paths.ts';
import type { View } from '../../flows/release/view.ts';
import type { Resource } from './resource.ts';
import type { Made, Site } from './site.ts';

type Wanted = Readonly<Record<string, string>>;

export type Route = {
  /** `:id` stands for one segment of the path. */
  path: string;
  /** `path`: decoded. Throws errors with the codes of the table in errors.ts. */
  resource(site: Site, path: string, wanted: Wanted): Promise<Resource>;
};

type Make = (site: Site, view: View, wanted: Wanted) => Promise<Made>;

const shown =
  (make: Make): Route['resource'] =>
  (site, at, wanted) =>
    site.take(at, (view) => make(site, view, wanted));

const file =
  (folder: 'media' | 'assets'): Route['resource'] =>
  (site, _, { name = '' }) =>
    site.files.take(folder, name);

// Modules that make pages are loaded by the first request for such a page, so that no start waits for them.
const lists = () => import('./lists.ts');
const feeds = () => import('./feeds.ts');

const CONTENT_ROUTES: Readonly<Record<ContentPath, Route['resource']>> = {
  '/': shown(async (site, view) => (await lists()).makeHome(site, view)),
  '/archive': shown(async (site, view) => (await lists()).makeArchive(site, view)),
  '/feeds': shown(async (site, view) => (await lists()).makeFeedsPage(site, view)),
  '/articles/:id': shown(async (site, view, { id = '' }) =>
    (await import('./articles.ts')).makeArticle(site, view, id),
  ),
  '/topics/:id': shown(async (site, view, { id = '' }) => (await lists()).makeTopic(site, view, id)),
  '/archive/:month': shown(async (site, view, { month = '' }) =>
    (await lists()).makeMonth(site, view, month),
  ),
  '/feeds.opml': shown(async (site, view) => (await feeds()).makeOpml(site, view)),
  '/sitemap.xml': shown(async (site, view) => (await feeds()).makeSitemapResource(site, view)),
  '/sitemaps/:file': shown(async (site, view, wanted) =>
    (await feeds()).makeSitemapResource(site, view, /^(.+)\.xml$/.exec(wanted.file ?? '')?.[1] ?? ''),
  ),
  '/robots.txt': shown(async (site, view) => (await feeds()).makeRobots(site, view)),
  '/healthz': shown(async (_, { release }) => ({
    text: `ok ${release.hash}\n`,
    type: 'text/plain; charset=utf-8',
    keeping: 'no-store',
  })),
  '/.well-known/security.txt': async (site) => (await import('./security-txt.ts')).makeSecurityTxt(site),
  '/editions/:id': async (site, _, { id = '' }) => (await import('./editions.ts')).takeEdition(site, id),
  '/newsletters/:id': async (site, _, { id = '' }) =>
    (await import('./editions.ts')).takeNewsletter(site, id),
  '/media/:name': file('media'),
  '/assets/:name': file('assets'),
};

const feed = (format: FeedFormat): Route['resource'] =>
  shown(async (site, view, { topic, month }) => {
    const wanted: FeedWanted = { format, ...(topic && { topic }), ...(month && { month }) };
    return (await feeds()).makeFeedResource(site, view, wanted);
  });

export const CONTENT: readonly Route[] = [
  ...CONTENT_PATHS.map((path) => ({ path, resource: CONTENT_ROUTES[path] })),
  ...FEED_PATHS.map(({ path, format }) => ({ path, resource: feed(format) })),
];

const PATTERNS = CONTENT.map((route) => ({
  route,
  pattern: new RegExp(`^${route.path.replaceAll('.', '\\.').replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`),
}));

/** A path of letters, digits, `/` and `._-` alone is the same encoded and decoded. */
const PLAIN = /^[\w./-]+$/;

/** undefined if the path is no content, or has characters that only the app decodes. */
export function resourceAt(site: Site, path: string): Promise<Resource> | undefined {
  if (!PLAIN.test(path)) return undefined;
  for (const { route, pattern } of PATTERNS) {
    const match = pattern.exec(path);
    if (match) return route.resource(site, path, match.groups ?? {});
  }
  return undefined;
}
