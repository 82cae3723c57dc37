/** Finds dates of articles that lie ahead of the clock where a slip is likely: `updated`, corrections, and a `date` more than a year away. */

import type { Entry } from '../../domain/content/article.ts';
import { type Release, revisionsOf } from '../../domain/release/release.ts';
import { DAY, formatLocalTime, type Instant } from '../../domain/time/instant.ts';
import type { IdentityFault } from './identity-fault.ts';

/** A year and a month: a newsroom plans an anniversary, hardly more. */
const MAX_PLANNED_AHEAD = 396 * DAY;

/** Reads only the months that may hold such a date. */
export async function findDatesAhead(release: Release, now: Instant): Promise<IdentityFault[]> {
  const zone = release.index.publication.timezone;
  const faults: IdentityFault[] = [];
  for await (const entry of release.entries()) {
    if (entry.date <= now + MAX_PLANNED_AHEAD) break;
    faults.push(describeFarDate(entry, zone));
  }
  for (const { month, revised = 0 } of release.index.months)
    if (revised > now)
      for (const entry of await release.month(month)) faults.push(...describeRevisions(entry, zone, now));
  return faults;
}

const written = (instant: Instant, zone: string): string => formatLocalTime(instant, zone).replace('T', ' ');

const warningOf = ({ slug }: Entry, key: string, message: string, remedy: string): IdentityFault => ({
  ...{ of: { article: slug }, key, level: 'warning', message, remedy },
});

const describeFarDate = (entry: Entry, zone: string): IdentityFault =>
  warningOf(
    entry,
    'date',
    `\`date\` lies more than a year ahead (${written(entry.date, zone)}): nobody sees the article before.`,
    'Mend the year, or let it stand if it is meant.',
  );

/** The newest is named. A correction that comes with its article, or before, is no slip. */
function describeRevisions(entry: Entry, zone: string, now: Instant): IdentityFault[] {
  const isAhead = (instant: Instant) => instant > Math.max(now, entry.date);
  const ahead = revisionsOf(entry).filter(isAhead);
  if (ahead.length === 0) return [];
  const key = entry.corrections.some(({ date }) => isAhead(date)) ? 'corrections' : 'updated';
  const what = key === 'updated' ? '`updated`' : 'A correction';
  const message = `${what} lies ahead (${written(Math.max(...ahead), zone)}): it counts from then on, and is shown nowhere before.`;
  return [warningOf(entry, key, message, 'Mend the date, or let it stand if it is meant.')];
}
