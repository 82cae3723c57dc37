/** "404 Not Found" of what everybody may read: made once a view, and kept by CloudFront until something may appear there. */
import { BroadsheetError, isBroadsheetError } from '../../domain/error.ts';
import { isPersonalPath } from '../../domain/site/public-paths.ts';
import { errorPage } from '../../pages/error.ts';
import { ABSENT_KEEPING } from '../http/headers.ts';
import type { Resource } from './resource.ts';
import type { Made, Site } from './site.ts';

/** Not there yet, and due at any moment: such a 404 must not be kept. */
export class NotYet extends BroadsheetError {
  constructor(message: string) {
    super('not-found', message);
  }
}

type Kind = 'html' | 'json' | 'text';

/** CloudFront keeps one answer a path, whatever a client accepts: so the path alone says what kind it is. */
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

/** Whether a 404 at this path may be kept: not in a preview, and not where a reader's own pages are. */
export const mayKeepAbsence = (site: Site, path: string): boolean =>
  !site.deps.preview && !isPersonalPath(path);

/** By kind, not by path: names that are not there fill no memory. Throws where no release can be read. */
export const takeAbsence = (site: Site, path: string): Promise<Resource> => {
  const kind = kindOf(path);
  return site.take(`404 ${kind}`, async (view) => ({
    ...MAKE[kind](site, view),
    status: 404,
    keeping: ABSENT_KEEPING,
  }));
};

/** What somebody has to look at more closely: a slash at its end, a query, anything in code. */
const PLAIN = /^\/([\w.-]+\/)*[\w.-]+$/;

/**
 * What is neither content nor anything else is 404 without router, forms or secrets: what scanners ask for costs a look-up. `error`:
 * why content could not be had. undefined: that is for the app to say.
 */
export async function absenceAt(site: Site, path: string, error?: unknown): Promise<Resource | undefined> {
  const isThere = error !== undefined && !(isBroadsheetError(error) && error.code === 'not-found');
  if (isThere || error instanceof NotYet || !PLAIN.test(path) || !mayKeepAbsence(site, path))
    return undefined;
  const view = await site.deps.views.current();
  // An old address of the publication, which leads on with or without a slash at its end.
  for (const old of [path, `${path}/`]) if ((await view.article(old))?.kind === 'redirect') return undefined;
  return takeAbsence(site, path);
}
