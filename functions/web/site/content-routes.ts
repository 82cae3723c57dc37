/** What there is to read: every path of it, and how what is there is made. Nothing of it needs a Request, or Hono. */
import {
  archiveFeedPath,
  FEED_FORMATS,
  type FeedFormat,
  type FeedWanted,
  feedPath,
} from '../../domain/site/paths.ts';
import type { View } from '../../flows/release/view.ts';
import type { Resource } from './resource.ts';
import type { Made, Site } from './site.ts';

type Wanted = Readonly<Record<string, string>>;

export type Route = {
  /** `:id` stands for one part of it. */
  path: string;
  /** `path`: decoded. Throws what the error table knows. */
  resource(site: Site, path: string, wanted: Wanted): Promise<Resource>;
};

type Make = (site: Site, view: View, wanted: Wanted) => Promise<Made>;

const shown = (path: string, make: Make): Route => ({
  path,
  resource: (site, at, wanted) => site.take(at, (view) => make(site, view, wanted)),
});

const file = (folder: 'media' | 'assets'): Route => ({
  path: `/${folder}/:name`,
  resource: (site, _, { name = '' }) => site.files.take(folder, name),
});

// What makes a page is loaded when the first of its kind is wanted: no start waits for it.
const lists = () => import('./lists.ts');
const feeds = () => import('./feeds.ts');

const feed = (path: string, format: FeedFormat): Route =>
  shown(path, async (site, view, { topic, month }) => {
    const wanted: FeedWanted = { format, ...(topic && { topic }), ...(month && { month }) };
    return (await feeds()).makeFeedResource(site, view, wanted);
  });

export const CONTENT: readonly Route[] = [
  shown('/', async (site, view) => (await lists()).makeHome(site, view)),
  shown('/archive', async (site, view) => (await lists()).makeArchive(site, view)),
  shown('/feeds', async (site, view) => (await lists()).makeFeedsPage(site, view)),
  shown('/articles/:id', async (site, view, { id = '' }) =>
    (await import('./articles.ts')).makeArticle(site, view, id),
  ),
  shown('/topics/:id', async (site, view, { id = '' }) => (await lists()).makeTopic(site, view, id)),
  shown('/archive/:id', async (site, view, { id = '' }) => (await lists()).makeMonth(site, view, id)),
  ...FEED_FORMATS.flatMap((format) => [
    feed(feedPath(format), format),
    feed(feedPath(format, ':topic'), format),
    feed(archiveFeedPath(format, ':month'), format),
  ]),
  shown('/feeds.opml', async (site, view) => (await feeds()).makeOpml(site, view)),
  shown('/sitemap.xml', async (site, view) => (await feeds()).makeSitemapResource(site, view)),
  shown('/sitemaps/:file', async (site, view, wanted) =>
    (await feeds()).makeSitemapResource(site, view, /^(.+)\.xml$/.exec(wanted.file ?? '')?.[1] ?? ''),
  ),
  shown('/robots.txt', async (site, view) => (await feeds()).makeRobots(site, view)),
  shown('/healthz', async (_, { release }) => ({
    text: `ok ${release.hash}\n`,
    type: 'text/plain; charset=utf-8',
    keeping: 'no-store',
  })),
  {
    path: '/.well-known/security.txt',
    resource: async (site) => (await import('./security-txt.ts')).makeSecurityTxt(site),
  },
  {
    path: '/editions/:id',
    resource: async (site, _, { id = '' }) => (await import('./editions.ts')).takeEdition(site, id),
  },
  {
    path: '/newsletters/:id',
    resource: async (site, _, { id = '' }) => (await import('./editions.ts')).takeNewsletter(site, id),
  },
  file('media'),
  file('assets'),
];

const PATTERNS = CONTENT.map((route) => ({
  route,
  pattern: new RegExp(`^${route.path.replaceAll('.', '\\.').replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`),
}));

/** What is made of letters, digits and `._-` alone is the same decoded and as it came. */
const PLAIN = /^[\w./-]+$/;

/** undefined: not content, or an address that somebody has to look at more closely. */
export function resourceAt(site: Site, path: string): Promise<Resource> | undefined {
  if (!PLAIN.test(path)) return undefined;
  for (const { route, pattern } of PATTERNS) {
    const match = pattern.exec(path);
    if (match) return route.resource(site, path, match.groups ?? {});
  }
  return undefined;
}
