/** The latest editions on the front page, with what they do to its validators: sending changes no view. */
import { isBroadsheetError } from '../../domain/error.ts';
import { SECOND } from '../../domain/time/instant.ts';
import type { View } from '../../flows/release/view.ts';
import { findLatestEdition } from '../../flows/site/near-editions.ts';
import type { SentEdition } from '../../flows/site/sent-editions.ts';
import type { LatestEdition } from '../../pages/parts/latest-letters.ts';
import type { CachePolicy } from '../http/headers.ts';
import type { RouteOutput, Site } from './site.ts';

/** Milliseconds for which the server keeps a page that shows what was sent. */
export const SENT_FRESH_FOR = 30 * SECOND;

/** Without letters the page is no news, so browsers ask again every time, and shared caches soon. */
const OUTAGE_CACHE_POLICY: CachePolicy = { own: 0, shared: SENT_FRESH_FOR / SECOND };

/** A sent edition changed the page when its run ended; while copies go, nobody can tell when the first of them went. */
export type SentChanges = readonly (Pick<SentEdition, 'id' | 'settled'> | undefined)[];

/** Last-Modified of a page that also shows these editions; undefined, so that the ETag alone counts, while copies of one still go. */
export function modifiedWithSent(view: View, modified: number, sent: SentChanges): number | undefined {
  let latest = modified;
  for (const one of sent) {
    if (!one) continue;
    if (one.settled === undefined) return undefined;
    const edited = Object.hasOwn(view.changes.editions, one.id) ? view.changes.editions[one.id]! : 0;
    latest = Math.max(latest, one.settled, edited);
  }
  return Math.min(latest, view.now);
}

/** `letters` is undefined if the ledger does not answer: the front page is then shown without them, and kept only for a moment. */
export async function readLatestLetters(
  site: Site,
  view: View,
): Promise<{ letters: readonly LatestEdition[] | undefined; sent: SentChanges }> {
  const open = view.release.index.publication.newsletters.filter((newsletter) => !newsletter.retired);
  try {
    const sent = await Promise.all(open.map(({ id }) => findLatestEdition(site.sent, view, id)));
    const letters = open.flatMap((newsletter, i): LatestEdition[] => {
      const found = sent[i];
      return found ? [{ newsletter, id: found.id, subject: found.subject, date: found.date }] : [];
    });
    return { letters, sent };
  } catch (error) {
    if (!isBroadsheetError(error) || error.code !== 'unavailable') throw error;
    site.deps.report(error);
    return { letters: undefined, sent: [] };
  }
}

/** The part of a front page's output that depends on letters. */
export const validatorsWithSent = (
  view: View,
  modified: number,
  { letters, sent }: Awaited<ReturnType<typeof readLatestLetters>>,
): Pick<RouteOutput, 'modified' | 'freshFor' | 'cachePolicy'> => {
  // Each attempt waits for the ledger's own retries, so not every reader of a bad hour may make one.
  if (letters === undefined) return { cachePolicy: OUTAGE_CACHE_POLICY, freshFor: SENT_FRESH_FOR };
  const known = modifiedWithSent(view, modified, sent);
  return { freshFor: SENT_FRESH_FOR, ...(known !== undefined && { modified: known }) };
};
