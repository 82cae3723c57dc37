/** Headers of every answer (Content-Security-Policy …), and the Cache-Control of each kind of answer. */
import { type Instant, SECOND } from '../../domain/time/instant.ts';

const POLICY =
  "default-src 'none'; img-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** No page of the site uses camera, location or microphone. */
export const PERMISSIONS = 'camera=(), geolocation=(), microphone=()';

/** The policy of the one page with a script: the sign-up form that asks for a proof of work. */
export const SCRIPT_POLICY = `${POLICY}; script-src 'self'`;

/** Security headers of every answer, built once. The policy differs only in preview, where a script reloads the pages. */
export function securityHeaders(base: string, preview: boolean): Readonly<Record<string, string>> {
  const scripts = preview ? "; script-src 'self'; connect-src 'self'" : '';
  return {
    'Content-Security-Policy': `${POLICY}${scripts}`,
    // For browsers older than frame-ancestors (RFC 7034). A page that may be framed overrides both (outbox.ts).
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'X-Content-Type-Options': 'nosniff',
    'Permissions-Policy': PERMISSIONS,
    // Without https the header is left out: a browser would keep it for localhost and then refuse every other server there.
    ...(base.startsWith('https:') ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  };
}

/** Seconds: `own` for browsers, `shared` for a CDN, whose time ends at the next publication instant. */
export type CachePolicy = { own: number; shared: number } | 'immutable' | 'no-cache' | 'no-store';

export const PAGE_KEEPING = { own: 300, shared: 300 };
/** Feed readers poll again after max-age (Miniflux takes the longest of ttl, max-age and Expires), so a long max-age delays articles. */
export const FEED_KEEPING = { own: 900, shared: 300 };
/** The archive of a past month changes only by corrections. */
export const ARCHIVE_KEEPING = { own: 3600, shared: 300 };
/** 404: a later publication may fill the path. Browsers ask again every time, CloudFront after a minute. */
export const ABSENT_KEEPING = { own: 0, shared: 60 };
/** 410: a withdrawn article may come back. */
export const GONE_KEEPING = { own: 60, shared: 60 };

/** The field sets no stale-while-revalidate: a hub or feed reader that was notified of news would get the old feed. */
export function cacheControl(keeping: CachePolicy, now: Instant, nextChange: Instant | undefined): string {
  if (keeping === 'immutable') return 'public, max-age=31536000, immutable';
  if (typeof keeping === 'string') return keeping;
  const left = nextChange === undefined ? Infinity : Math.max(0, Math.floor((nextChange - now) / SECOND));
  return `public, max-age=${keeping.own}, s-maxage=${Math.min(keeping.shared, left)}`;
}
