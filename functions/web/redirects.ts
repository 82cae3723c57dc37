/** Where things are now. */
import type { Made } from './site.ts';

/** 301. A path of ours stays a path; header values are ASCII, so letters beyond it are encoded. */
export function moved(base: string, to: string): Made {
  const url = new URL(to, base);
  const location = url.origin === base ? `${url.pathname}${url.search}${url.hash}` : url.href;
  return { text: '', type: 'text/plain; charset=utf-8', status: 301, fields: { Location: location } };
}
