/** Last-Modified of resources that show months rather than articles: which months there are, and how many stories each has. */
import type { Instant } from '../../domain/time/instant.ts';
import type { View } from './view.ts';

/**
 * The last change of the months and their counts. Every edit counts, although most change no count, because a story dated back shows
 * in no other way. The instant may be late, but never early.
 */
export async function findMonthsChange(view: View): Promise<Instant> {
  const published = view.changedAt(await view.newest({ limit: 1 }), {});
  return Object.values(view.changes.articles)
    .filter((instant) => instant <= view.now)
    .reduce((latest, instant) => Math.max(latest, instant), published);
}

/**
 * The instant since which all these months can be linked (`entriesOf`: of a topic, its own articles alone). A month exists since the earliest change of its stories. A month that is gone is
 * a removal, which the list's own scope counts.
 */
export async function findLinkedSince(
  view: View,
  months: readonly (string | undefined)[],
  entriesOf: View['month'] = view.month,
): Promise<Instant> {
  const linked = months.filter((month) => month !== undefined);
  const entries = await Promise.all(linked.map((month) => entriesOf(month)));
  const since = entries.map((all) => Math.min(...all.map((entry) => view.changedAt([entry]))));
  return Math.max(0, ...since);
}
