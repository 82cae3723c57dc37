/** Redirects (301): where an article, an edition or an old path is now. */
import { cacheControl, PAGE_KEEPING } from '../http/headers.ts';
import type { Made, Site } from './site.ts';

/** A path of ours stays a path; header values are ASCII, so letters beyond it are encoded. */
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

/** At once and not remembered: what follows the `?` is the asker's, and without end. */
export function redirect(site: Site, to: string): Response {
  const headers = {
    ...site.security,
    Location: locationOf(site.deps.base, to),
    'Cache-Control': cacheControl(PAGE_KEEPING, 0, undefined),
  };
  return new Response(null, { status: 301, headers });
}
