/** The local month of an instant, by which archives are grouped. */
import { HOUR, type Instant, localText } from './instant.ts';

/** The greatest distance of a zone from UTC (tz database: −12 to +14). */
const FURTHEST = 14 * HOUR;

function utcMonth(instant: Instant): string {
  const date = new Date(instant);
  const month = date.getUTCMonth() + 1;
  return `${String(date.getUTCFullYear()).padStart(4, '0')}-${month < 10 ? '0' : ''}${month}`;
}

/** The month as `2026-11`. Intl takes a hundred times as long, so it is asked only near a month's ends. */
export function monthOf(instant: Instant, zone: string): string {
  const early = utcMonth(instant - FURTHEST);
  return early === utcMonth(instant + FURTHEST) ? early : localText(instant, zone).slice(0, 7);
}
