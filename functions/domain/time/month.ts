/** The local month of an instant, by which archives are grouped. */
import { formatLocalTime, HOUR, type Instant } from './instant.ts';

/** The greatest distance of a zone from UTC (tz database: −12 to +14). */
const MAX_UTC_OFFSET = 14 * HOUR;

function utcMonthOf(instant: Instant): string {
  const date = new Date(instant);
  const month = date.getUTCMonth() + 1;
  return `${String(date.getUTCFullYear()).padStart(4, '0')}-${month < 10 ? '0' : ''}${month}`;
}

/** The month as `2026-11`. Intl takes a hundred times as long, so it is asked only near a month's ends. */
export function monthOf(instant: Instant, zone: string): string {
  const early = utcMonthOf(instant - MAX_UTC_OFFSET);
  return early === utcMonthOf(instant + MAX_UTC_OFFSET) ? early : formatLocalTime(instant, zone).slice(0, 7);
}
