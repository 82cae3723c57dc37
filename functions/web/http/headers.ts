/** Headers of every answer (Content-Security-Policy …), and the Cache-Control of each kind of answer. */
import { type Instant, SECOND } from '../../domain/time/instant.ts';

const CONTENT_POLICY =
  "default-src 'none'; img-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** No page of the site uses camera, location or microphone. */
export const PERMISSIONS_POLICY = 'camera=(), geolocation=(), microphone=()';

/** The policy of a page with a script: the sign-up form that asks for a proof of work. */
export const SCRIPT_POLICY = `${CONTENT_POLICY}; script-src 'self'`;

/** The policy of the page of a search, whose script asks the site for results while somebody types. */
export const SEARCH_POLICY = `${SCRIPT_POLICY}; connect-src 'self'`;

/** Security headers of every answer, built once. The policy differs only in preview, where a script reloads the pages. */
export function securityHeaders(base: string, preview: boolean): Readonly<Record<string, string>> {
  const scripts = preview ? "; script-src 'self'; connect-src 'self'" : '';
  return {
    'Content-Security-Policy': `${CONTENT_POLICY}${scripts}`,
    // For browsers older than frame-ancestors (RFC 7034). A page that may be framed overrides both (outbox.ts).
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'X-Content-Type-Options': 'nosniff',
    'Permissions-Policy': PERMISSIONS_POLICY,
    // Without https the header is left out: a browser would keep it for localhost and then refuse every other server there.
    ...(base.startsWith('https:') ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  };
}

/** Seconds: `own` for browsers, `shared` for a CDN, whose time ends at the next publication instant. */
export type CachePolicy = { own: number; shared: number } | 'immutable' | 'no-cache' | 'no-store';

export const PAGE_CACHE_POLICY = { own: 300, shared: 300 };
/** Feed readers poll again after max-age (Miniflux takes the longest of ttl, max-age and Expires), so a long max-age delays articles. */
export const FEED_CACHE_POLICY = { own: 900, shared: 300 };
/** The archive of a past month changes only by corrections. */
export const ARCHIVE_CACHE_POLICY = { own: 3600, shared: 300 };
/** A search: one of many, each asked for rarely. */
export const SEARCH_CACHE_POLICY = { own: 60, shared: 60 };
/** 404: a later publication may fill the path. Browsers ask again every time, CloudFront after a minute. */
export const ABSENT_CACHE_POLICY = { own: 0, shared: 60 };
/** 410: a withdrawn article may come back. */
export const GONE_CACHE_POLICY = { own: 60, shared: 60 };

/** The field sets no stale-while-revalidate: a hub or feed reader that was notified of news would get the old feed. */
export function cacheControl(policy: CachePolicy, now: Instant, nextChange: Instant | undefined): string {
  if (policy === 'immutable') return 'public, max-age=31536000, immutable';
  if (typeof policy === 'string') return policy;
  const left = nextChange === undefined ? Infinity : Math.max(0, Math.floor((nextChange - now) / SECOND));
  return `public, max-age=${policy.own}, s-maxage=${Math.min(policy.shared, left)}`;
}
