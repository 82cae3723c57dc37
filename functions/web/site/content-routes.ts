/** Content routes: how the resource of each content path is made, without a Request and without Hono. */
import { ownProperty } from '../../domain/release/lookup-table.ts';
import { type FeedFormat, type FeedRequest, WELL_KNOWN_ICONS } from '../../domain/site/paths.ts';
import {
  CONTENT_PATHS,
  type ContentPath,
  FEED_PATHS,
  QUERY_FIELDS_BY_PATH,
} from '../../domain/site/public-paths.ts';
import { TAXONOMIES, type Taxonomy } from '../../domain/site/terms.ts';
import type { View } from '../../flows/release/view.ts';
import { PAGE_CACHE_POLICY } from '../http/headers.ts';
import { isDownloadPath } from './downloads.ts';
import { createResource, type Resource } from './resource.ts';
import type { RouteOutput, Site } from './site.ts';

type PathValues = Readonly<Record<string, string>>;

export type Route = {
  /** `:id` stands for one segment of the path. */
  path: string;
  /** True if `resource` reads the query, too: its `path` then ends with it. */
  readsQuery?: boolean;
  /** `path`: decoded. Throws errors with the codes of the table in errors.ts. */
  resource(site: Site, path: string, wanted: PathValues): Promise<Resource>;
};

type MakeOutput = (site: Site, view: View, wanted: PathValues) => Promise<RouteOutput>;

const pageRoute =
  (make: MakeOutput): Route['resource'] =>
  (site, at, wanted) =>
    site.getOrMake(at, (view) => make(site, view, wanted));

const fileRoute =
  (folder: 'media' | 'assets'): Route['resource'] =>
  (site, _, { name = '' }) =>
    site.files.getOrRead(folder, name);

/** Icons have fixed addresses, so they are cached as pages are. */
const iconRoute =
  (asset: string): Route['resource'] =>
  async (site, at) => {
    const { release } = await site.deps.views.current();
    const path = ownProperty(release.index.assets, asset) ?? `assets/${at.slice(1)}`;
    return createResource({
      ...(await site.files.getOrRead('assets', path.slice('assets/'.length))),
      cachePolicy: PAGE_CACHE_POLICY,
    });
  };

// Modules that make pages are loaded by the first request for such a page, so that no start waits for them.
const loadLists = () => import('./lists.ts');
const loadFeeds = () => import('./feeds.ts');
const loadSearch = () => import('./search.ts');

const termRoute = (taxonomy: Taxonomy): Route['resource'] =>
  pageRoute(async (site, view, { id = '' }) =>
    (await loadLists()).makeTerm(site, view, { taxonomy, slug: id }),
  );

const RESOURCE_BY_PATH: Readonly<Record<ContentPath, Route['resource']>> = {
  '/': pageRoute(async (site, view) => (await loadLists()).makeHome(site, view)),
  '/archive': pageRoute(async (site, view) => (await loadLists()).makeArchive(site, view)),
  '/feeds': pageRoute(async (site, view) => (await loadLists()).makeFeedsPage(site, view)),
  '/articles/:id': pageRoute(async (site, view, { id = '' }) =>
    (await import('./articles.ts')).makeArticle(site, view, id),
  ),
  '/topics/:id': pageRoute(async (site, view, { id = '' }) => (await loadLists()).makeTopic(site, view, id)),
  '/authors/:id': termRoute('author'),
  '/tags/:id': termRoute('tag'),
  '/series/:id': termRoute('series'),
  '/archive/:month': pageRoute(async (site, view, { month = '' }) =>
    (await loadLists()).makeMonth(site, view, month),
  ),
  '/feeds.opml': pageRoute(async (site, view) => (await loadFeeds()).makeOpml(site, view)),
  '/search': async (site, at) => (await loadSearch()).getSearch(site, at),
  '/opensearch.xml': pageRoute(async (site, view) => (await loadSearch()).makeOpenSearch(site, view)),
  '/sitemap.xml': pageRoute(async (site, view) => (await loadFeeds()).makeSitemapResource(site, view)),
  '/sitemaps/:file': pageRoute(async (site, view, wanted) =>
    (await loadFeeds()).makeSitemapResource(site, view, /^(.+)\.xml$/.exec(wanted.file ?? '')?.[1] ?? ''),
  ),
  '/robots.txt': pageRoute(async (site, view) => (await loadFeeds()).makeRobots(site, view)),
  '/healthz': pageRoute(async (_, { release }) => ({
    text: `ok ${release.hash}\n`,
    type: 'text/plain; charset=utf-8',
    cachePolicy: 'no-store',
  })),
  '/favicon.ico': iconRoute(WELL_KNOWN_ICONS['/favicon.ico']),
  '/apple-touch-icon.png': iconRoute(WELL_KNOWN_ICONS['/apple-touch-icon.png']),
  '/.well-known/security.txt': async (site) => (await import('./security-txt.ts')).makeSecurityTxt(site),
  '/editions/:id': async (site, _, { id = '' }) => (await import('./editions.ts')).getEdition(site, id),
  '/newsletters/:id': async (site, _, { id = '' }) => (await import('./editions.ts')).getNewsletter(site, id),
  '/media/:name': fileRoute('media'),
  '/assets/:name': fileRoute('assets'),
};

const feedRoute = (format: FeedFormat): Route['resource'] =>
  pageRoute(async (site, view, { topic, month, ...term }) => {
    for (const taxonomy of TAXONOMIES) {
      const slug = term[taxonomy];
      if (slug !== undefined)
        return (await loadFeeds()).makeTermFeedResource(site, view, format, { taxonomy, slug });
    }
    const wanted: FeedRequest = { format, ...(topic && { topic }), ...(month && { month }) };
    return (await loadFeeds()).makeFeedResource(site, view, wanted);
  });

export const CONTENT_ROUTE_LIST: readonly Route[] = [
  ...CONTENT_PATHS.map((path) => ({
    path,
    resource: RESOURCE_BY_PATH[path],
    readsQuery: path in QUERY_FIELDS_BY_PATH,
  })),
  ...FEED_PATHS.map(({ path, format }) => ({ path, resource: feedRoute(format) })),
];

const ROUTE_PATTERNS = CONTENT_ROUTE_LIST.map((route) => ({
  route,
  pattern: new RegExp(`^${route.path.replaceAll('.', '\\.').replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`),
}));

/** A path of letters, digits, `/` and `._-` alone is the same encoded and decoded. */
const PLAIN_PATH = /^[\w./-]+$/;

/** undefined if the path is no content, or has characters that only the app decodes. */
export function findResource(site: Site, path: string): Promise<Resource> | undefined {
  const asked = path.indexOf('?');
  const plain = asked < 0 ? path : path.slice(0, asked);
  if (!PLAIN_PATH.test(plain) || (site.deps.ranges && isDownloadPath(plain))) return undefined;
  for (const { route, pattern } of ROUTE_PATTERNS) {
    const match = asked >= 0 && !route.readsQuery ? null : pattern.exec(plain);
    if (match) return route.resource(site, path, match.groups ?? {});
  }
  return undefined;
}
