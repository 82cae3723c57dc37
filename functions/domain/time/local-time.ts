/** Parses dates as editors write them, local to the publication's zone. */
import { type Instant, instantOf, isZone, type LocalTime, MINUTE } from './instant.ts';

export type TimeFault = { message: string; remedy: string };
export type TimeReading = { instant: Instant } | { fault: TimeFault };

const FORM =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|z|[+-]\d{2}:?\d{2})?)?$/;

const EXAMPLE = 'Write it as `2026-11-20` or `2026-11-20 07:00`.';

/**
 * Parses `2026-11-20` (the first moment of the day), `2026-11-20 07:00` and `2026-11-20T07:00:30`. A time with `Z` or `+01:00` needs no
 * zone: the only way to name the second of two 01:30s in autumn.
 */
export function parseInstant(text: string, zone: string): TimeReading {
  const match = FORM.exec(text.trim());
  if (!match) return { fault: { message: `\`${text}\` is not a date.`, remedy: EXAMPLE } };
  const [, year, month, day, hour, minute, second, offset] = match;
  const local = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
  };
  if (!exists(local))
    return { fault: { message: `\`${text}\` is on no calendar and no clock.`, remedy: EXAMPLE } };
  if (offset) return { instant: instantOf(local, 'UTC')! - offsetOf(offset) };
  if (hour === undefined) return { instant: startOfDay(local, zone) };
  return atWallClock(text, local, zone);
}

function exists({ year, month, day, hour, minute, second }: LocalTime): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  const sameDay = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return year >= 1000 && sameDay && hour < 24 && minute < 60 && second < 60;
}

function offsetOf(text: string): number {
  if (/z/i.test(text)) return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return (text.startsWith('-') ? -minutes : minutes) * MINUTE;
}

function atWallClock(text: string, local: LocalTime, zone: string): TimeReading {
  const instant = instantOf(local, zone);
  if (instant !== undefined) return { instant };
  const message = `${text} does not exist in ${zone}: clocks go forward over it that night.`;
  return { fault: { message, remedy: 'Choose a time before or after the gap.' } };
}

/** The first moment of a local day, which is later than midnight if the zone changes its clocks then. */
function startOfDay(local: LocalTime, zone: string): Instant {
  for (let minute = 0; minute <= 180; minute += 15) {
    const instant = instantOf({ ...local, minute }, zone);
    if (instant !== undefined) return instant;
  }
  return instantOf(local, 'UTC')!;
}

export const zoneFault = (zone: string): TimeFault | undefined =>
  isZone(zone) && /^(UTC|[A-Za-z]+\/[A-Za-z_+\-0-9/]+)$/.test(zone)
    ? undefined
    : {
        message: `\`${zone}\` is not a time zone.`,
        remedy: 'Name one of the IANA database, such as `Europe/London`, `America/New_York` or `UTC`.',
      };
