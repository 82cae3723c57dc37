/** Last-Modified of what shows months rather than articles: that one is there at all, and how many stories it has. */
import type { Instant } from '../../domain/time/instant.ts';
import type { View } from './view.ts';

/**
 * Of all months and their counts. An edit counts too, which changes no count: what is dated back is known by nothing else.
 * Late at worst, never wrong.
 */
export async function monthsChangedAt(view: View): Promise<Instant> {
  const published = view.changedAt(await view.newest({ limit: 1 }), {});
  return Object.values(view.changes.articles)
    .filter((instant) => instant <= view.now)
    .reduce((latest, instant) => Math.max(latest, instant), published);
}

/**
 * Since when there are links to these months: each since its first story, and what came or changed later is not earlier.
 * That a month is gone is a removal, for the list's own scope to count.
 */
export async function linkedSince(view: View, months: readonly (string | undefined)[]): Promise<Instant> {
  const linked = months.filter((month) => month !== undefined);
  const entries = await Promise.all(linked.map((month) => view.month(month)));
  const since = entries.map((all) => Math.min(...all.map((entry) => view.changedAt([entry]))));
  return Math.max(0, ...since);
}
