/** Redirects (301) to the present path of an article, an edition or an old address. */
import { cacheControl, PAGE_KEEPING } from '../http/headers.ts';
import type { Made, Site } from './site.ts';

/** The Location: a path for an address of this site, else a URL. Header values are ASCII, so other characters are encoded. */
function locationOf(base: string, to: string): string {
  const url = new URL(to, base);
  return url.origin === base ? `${url.pathname}${url.search}${url.hash}` : url.href;
}

export const redirectTo = (base: string, to: string): Made => ({
  text: '',
  type: 'text/plain; charset=utf-8',
  status: 301,
  fields: { Location: locationOf(base, to) },
});

/** A redirect that is not cached on the server: the client chooses the query, so there are endlessly many. */
export function redirect(site: Site, to: string): Response {
  const headers = {
    ...site.security,
    Location: locationOf(site.deps.base, to),
    'Cache-Control': cacheControl(PAGE_KEEPING, 0, undefined),
  };
  return new Response(null, { status: 301, headers });
}
