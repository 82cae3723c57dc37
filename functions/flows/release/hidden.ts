/** Drafts and what is to come: what a preview shows besides. */
import type { Entry } from '../../domain/content/article.ts';
import { isGone, newestFirst } from '../../domain/release/release.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { Visibility } from './visibility.ts';

/** Reads only the months that hold drafts. */
export async function hiddenIn(seen: Visibility, now: Instant): Promise<readonly Entry[]> {
  const { months, leaving } = seen.release.index;
  const drafts: Entry[] = [];
  for (const { month, count, plain } of months) {
    if (count === plain + leaving.filter((l) => l.month === month).length) continue;
    const entries = await seen.release.month(month);
    drafts.push(...entries.filter((e) => e.draft && e.date <= now));
  }
  const ahead = seen.upcoming.filter((e) => e.draft || !isGone(e, seen.withdrawn, now));
  return [...ahead, ...drafts].sort(newestFirst);
}
