/** Headers of every answer (Content-Security-Policy …), and the Cache-Control of each kind of answer. */
import { type Instant, SECOND } from '../../domain/time/instant.ts';

const POLICY =
  "default-src 'none'; img-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Nothing here looks, listens or asks where somebody is. */
export const PERMISSIONS = 'camera=(), geolocation=(), microphone=()';

/** Of the one page that runs a script of ours: the crowded sign-up form. */
export const SCRIPT_POLICY = `${POLICY}; script-src 'self'`;

/** Built once: the policy differs only in preview, where pages reload themselves. */
export function securityHeaders(base: string, preview: boolean): Readonly<Record<string, string>> {
  const scripts = preview ? "; script-src 'self'; connect-src 'self'" : '';
  return {
    'Content-Security-Policy': `${POLICY}${scripts}`,
    // For browsers older than frame-ancestors (RFC 7034); who lets itself be framed says both otherwise (outbox.ts).
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'X-Content-Type-Options': 'nosniff',
    'Permissions-Policy': PERMISSIONS,
    // A browser would keep it for localhost, and then refuse every other server there.
    ...(base.startsWith('https:') ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  };
}

/** Seconds; `shared` is what a CDN may keep, cut at the next publication instant. */
export type CachePolicy = { own: number; shared: number } | 'immutable' | 'no-cache' | 'no-store';

export const PAGE_KEEPING = { own: 300, shared: 300 };
/** Feed readers poll again after max-age (Miniflux takes the longest of ttl, max-age and Expires), so a long one delays articles. */
export const FEED_KEEPING = { own: 900, shared: 300 };
/** A month that is over changes only by corrections. */
export const ARCHIVE_KEEPING = { own: 3600, shared: 300 };
/** 404: a publication adds what was not there; browsers ask again, CloudFront after a minute. */
export const ABSENT_KEEPING = { own: 0, shared: 60 };
/** 410: what was taken down may come back. */
export const GONE_KEEPING = { own: 60, shared: 60 };

/** No stale-while-revalidate: a hub or a reader that was told of news would be shown the old. */
export function cacheControl(keeping: CachePolicy, now: Instant, nextChange: Instant | undefined): string {
  if (keeping === 'immutable') return 'public, max-age=31536000, immutable';
  if (typeof keeping === 'string') return keeping;
  const left = nextChange === undefined ? Infinity : Math.max(0, Math.floor((nextChange - now) / SECOND));
  return `public, max-age=${keeping.own}, s-maxage=${Math.min(keeping.shared, left)}`;
}
