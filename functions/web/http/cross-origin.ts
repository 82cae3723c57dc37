/**
 * Cross-origin sharing (CORS, fetch.spec.whatwg.org §3.3): feeds, OPML and sitemaps are for programs everywhere, browsers included. The
 * answers are the same for every Origin, so that a shared cache has one of each; no cookie and no person is in them.
 */

/** Beside these, a browser lets a program see Cache-Control, Content-Type and Last-Modified. */
const EXPOSED = 'ETag, Link, Last-Modified';
const ANY_ORIGIN = { 'Access-Control-Allow-Origin': '*' };

export const OPEN_FIELDS = { ...ANY_ORIGIN, 'Access-Control-Expose-Headers': EXPOSED };

/** A day, in seconds. Browsers keep the answer for two hours to a day, whatever it says. */
const PREFLIGHT_SECONDS = '86400';

/** The answer to OPTIONS: a validator in a request makes a browser ask first. */
export const PREFLIGHT_FIELDS = {
  ...ANY_ORIGIN,
  'Access-Control-Allow-Methods': 'GET, HEAD',
  'Access-Control-Allow-Headers': 'If-None-Match, If-Modified-Since',
  'Access-Control-Max-Age': PREFLIGHT_SECONDS,
};
