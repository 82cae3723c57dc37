/** 404 Not Found of public paths: made once per view, and kept by CloudFront for a minute at most. */
import { BroadsheetError, isBroadsheetError } from '../../domain/error.ts';
import { isPersonalPath } from '../../domain/site/public-paths.ts';
import { errorPage } from '../../pages/error.ts';
import { ABSENT_KEEPING } from '../http/headers.ts';
import type { Resource } from './resource.ts';
import type { Made, Site } from './site.ts';

/** Not found yet, but due at any moment: no cache may keep this 404. */
export class NotYet extends BroadsheetError {
  constructor(message: string) {
    super('not-found', message);
  }
}

type Kind = 'html' | 'json' | 'text';

/** CloudFront caches one answer per path and ignores Accept, so the path alone decides the kind of body. */
const kindOf = (path: string): Kind =>
  /\.json$/.test(path) ? 'json' : /\.(xml|opml|txt)$/.test(path) ? 'text' : 'html';

const MAKE: Readonly<Record<Kind, (site: Site, view: Parameters<Site['context']>[0]) => Made>> = {
  html: (site, view) => ({
    text: errorPage(site.context(view), { code: 'not-found', status: 404 }),
  }),
  json: () => ({
    text: JSON.stringify({ error: { code: 'not-found', message: '404 not-found' } }),
    type: 'application/json; charset=utf-8',
  }),
  text: () => ({ text: '404 not-found\n', type: 'text/plain; charset=utf-8' }),
};

/** True if caches may keep a 404 of this path: not in preview, and not below personal paths. */
export const mayKeepAbsence = (site: Site, path: string): boolean =>
  !site.deps.preview && !isPersonalPath(path);

/** The 404 of a path, cached by kind and not by path, so that invented paths fill no cache. Throws if no release can be read. */
export const takeAbsence = (site: Site, path: string): Promise<Resource> => {
  const kind = kindOf(path);
  return site.take(`404 ${kind}`, async (view) => ({
    ...MAKE[kind](site, view),
    status: 404,
    keeping: ABSENT_KEEPING,
  }));
};

/** Paths that need no closer look. A trailing slash, a query or percent-encoding is left to the app. */
const PLAIN = /^\/([\w.-]+\/)*[\w.-]+$/;

/**
 * The 404 of a path that is no content, without router, forms or secrets, so that a scanner's request costs one look-up. `error`: why the
 * content route failed. undefined if the app must answer.
 */
export async function absenceAt(site: Site, path: string, error?: unknown): Promise<Resource | undefined> {
  const isThere = error !== undefined && !(isBroadsheetError(error) && error.code === 'not-found');
  if (isThere || error instanceof NotYet || !PLAIN.test(path) || !mayKeepAbsence(site, path))
    return undefined;
  const view = await site.deps.views.current();
  // An old address of the publication redirects, with or without a slash at its end.
  for (const old of [path, `${path}/`]) if ((await view.article(old))?.kind === 'redirect') return undefined;
  return takeAbsence(site, path);
}
