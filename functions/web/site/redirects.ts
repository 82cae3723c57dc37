/** Redirects (301) to the present path of an article, an edition or an old address. */
import { isOpenPath } from '../../domain/site/public-paths.ts';
import { OPEN_FIELDS } from '../http/cross-origin.ts';
import { cacheControl, PAGE_CACHE_POLICY } from '../http/headers.ts';
import type { RouteOutput, Site } from './site.ts';

/** The Location: a path for an address of this site, else a URL. Header values are ASCII, so other characters are encoded. */
function locationOf(base: string, to: string): string {
  const url = new URL(to, base);
  return url.origin === base ? `${url.pathname}${url.search}${url.hash}` : url.href;
}

export const makeRedirect = (base: string, to: string): RouteOutput => ({
  text: '',
  type: 'text/plain; charset=utf-8',
  status: 301,
  fields: { Location: locationOf(base, to) },
});

/** A redirect that is not cached on the server: the client chooses the query, so there are endlessly many. */
export function answerRedirect(site: Site, to: string): Response {
  const location = locationOf(site.deps.base, to);
  const headers = {
    ...site.security,
    // A browser follows a redirect across origins only if each answer on the way is open, too.
    ...(isOpenPath(location) ? OPEN_FIELDS : {}),
    Location: location,
    'Cache-Control': cacheControl(PAGE_CACHE_POLICY, 0, undefined),
  };
  return new Response(null, { status: 301, headers });
}
