/**
 * The route table: every path that the public site answers. The router, the sitemap, the check of links, CloudFront's behaviours and
 * the limits of API Gateway read it; test/domain/site/public-paths.test.ts compares it with the application's routes.
 */
import { decodePath } from './decoded-path.ts';
import { archiveFeedPath, FEED_FORMATS, type FeedFormat, feedPath } from './paths.ts';
import { TAXONOMIES, termFeedPattern } from './terms.ts';

/**
 * `page`, `file`: exist with any content, for people and for programs, and links may lead there. `item`: exists if the content has it.
 * `service`: exists, but no link leads there.
 */
type ContentKind = 'page' | 'file' | 'item' | 'service';

/** Paths with one answer for all, which is cached. `:id` stands for one part of a path. Links may lead to a month without articles. */
const KIND_BY_PATH = {
  '/': 'page',
  '/archive': 'page',
  '/feeds': 'page',
  '/articles/:id': 'item',
  '/topics/:id': 'item',
  '/authors/:id': 'item',
  '/tags/:id': 'item',
  '/series/:id': 'item',
  '/archive/:month': 'page',
  '/feeds.opml': 'file',
  '/search': 'file',
  '/opensearch.xml': 'service',
  '/sitemap.xml': 'file',
  '/sitemaps/:file': 'item',
  '/robots.txt': 'service',
  '/healthz': 'service',
  '/favicon.ico': 'service',
  '/apple-touch-icon.png': 'service',
  '/.well-known/security.txt': 'service',
  '/editions/:id': 'item',
  '/newsletters/:id': 'item',
  '/media/:name': 'item',
  '/assets/:name': 'item',
} as const satisfies Readonly<Record<string, ContentKind>>;

export type ContentPath = keyof typeof KIND_BY_PATH;
export const CONTENT_PATHS = Object.keys(KIND_BY_PATH) as readonly ContentPath[];

/** Content paths whose answer depends on these fields of the query too: CloudFront's cache holds one answer for each of their values. */
export const QUERY_FIELDS_BY_PATH: Partial<Record<ContentPath, readonly string[]>> = {
  '/search': ['q', 'page'],
};

/** Content paths of feeds, in each format: the whole site, a topic, a month, a topic's month, a term. */
export const FEED_PATHS: readonly { path: string; format: FeedFormat; kind: 'file' | 'item' }[] =
  FEED_FORMATS.flatMap((format) => [
    { path: feedPath(format), format, kind: 'file' },
    { path: feedPath(format, ':topic'), format, kind: 'item' },
    { path: archiveFeedPath(format, ':month'), format, kind: 'item' },
    { path: archiveFeedPath(format, ':month', ':topic'), format, kind: 'item' },
    ...TAXONOMIES.map((taxonomy) => ({
      path: termFeedPattern(format, taxonomy),
      format,
      kind: 'item' as const,
    })),
  ]);

/** Paths that programs of any origin may read in a browser (CORS): feeds, and the files that list feeds and pages. */
export const OPEN_PATHS: readonly string[] = [
  ...FEED_PATHS.map(({ path }) => path),
  ...(['/feeds.opml', '/sitemap.xml', '/sitemaps/:file'] satisfies ContentPath[]),
];

const OPEN_PATTERNS = OPEN_PATHS.map(
  (path) => new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`),
);

export const isOpenPath = (path: string): boolean => OPEN_PATTERNS.some((pattern) => pattern.test(path));

/** `isPage`: links may lead there. `slowed`: API Gateway throttles the path's POST more than pages, by one of two limits. */
type PersonalPath = { isPage?: true; slowed?: 'sign-ups' | 'forms' };

/** One reader's own forms and links, never cached. Unsubscribing is not throttled: mail services post many at once (RFC 8058). */
export const PERSONAL_PATHS: Readonly<Record<string, PersonalPath>> = {
  '/subscribe': { isPage: true, slowed: 'sign-ups' },
  '/confirm/:token': {},
  '/unsubscribe/:token': {},
  '/preferences/:token': { slowed: 'forms' },
  '/manage/:token': { slowed: 'forms' },
  '/stop/:token': {},
  '/release/:token': {},
};

/** First parts of paths that only an editor's machine answers. */
export const LOCAL_PARTS: readonly string[] = ['outbox', 'preview'];

const contentPathsOf = (kind: ContentKind) => CONTENT_PATHS.filter((path) => KIND_BY_PATH[path] === kind);
const formPages = Object.keys(PERSONAL_PATHS).filter((path) => PERSONAL_PATHS[path]?.isPage);

const allPages: readonly string[] = [...contentPathsOf('page'), ...formPages];

/** Pages that have one address each: the sitemap lists them. */
export const FIXED_PAGES = allPages.filter((path) => !path.includes(':'));

const linkedPaths = new Set([
  ...FIXED_PAGES,
  ...contentPathsOf('file'),
  ...FEED_PATHS.flatMap(({ path, kind }) => (kind === 'file' ? path : [])),
]);
const PAGE_PATTERNS = allPages.filter((path) => path.includes(':')).map(patternOf);

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(':month', '\\d{4}-\\d{2}').replace(/:\w+/, '[^/]+')}$`);
}

/** True if a link may lead to this path with any content. */
export const isFixedPath = (path: string): boolean =>
  linkedPaths.has(path) || PAGE_PATTERNS.some((pattern) => pattern.test(path));

/** The first part of each personal path: CloudFront, the application and its errors cache nothing below. */
export const PERSONAL_PARTS: readonly string[] = Object.keys(PERSONAL_PATHS).map(
  (path) => path.split('/')[1]!,
);

const PERSONAL_PART_SET: ReadonlySet<string> = new Set(PERSONAL_PARTS);

/** True if any part of the path is a personal part, even if the path is percent-encoded, in capitals, or has too many slashes. */
export const isPersonalPath = (path: string): boolean =>
  decodePath(path)
    .toLowerCase()
    .split(/[/\\]/)
    .some((part) => PERSONAL_PART_SET.has(part.replace(/[.;].*$/, '')));
