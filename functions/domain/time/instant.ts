/** Converts instants (milliseconds since 1970, UTC) to local times in the publication's zone and back, DST nights included. */

/** Milliseconds since 1970-01-01T00:00Z. */
export type Instant = number;
/** A clock is an argument everywhere: `() => Date.now()`, or one that the setting CLOCK starts at another time. */
export type Clock = () => Instant;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A wall-clock time without a zone. `month` 1–12. */
export type LocalTime = {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
};

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  let found = formatters.get(zone);
  if (!found) {
    // The smallest format: each further field takes milliseconds to set up, and every command waits for them.
    found = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    formatters.set(zone, found);
  }
  return found;
}

export function isZone(zone: string): boolean {
  try {
    formatter(zone);
    return true;
  } catch {
    return false;
  }
}

export function localOf(instant: Instant, zone: string): LocalTime {
  const shifted = new Date(instant + offsetAt(instant, zone));
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
  };
}

const asUtc = (l: LocalTime): Instant => Date.UTC(l.year, l.month - 1, l.day, l.hour, l.minute, l.second);

/** The zone's offset at an instant, in milliseconds east of UTC. */
function offsetAt(instant: Instant, zone: string): number {
  const day = Math.floor(instant / DAY);
  const offset = offsetAtStart(day, zone);
  // No zone has ever changed its clocks forth and back within a day, so equal offsets at both ends hold in between.
  return offset === offsetAtStart(day + 1, zone) ? offset : offsetByIntl(instant, zone);
}

/** Matches `1/1/1970, GMT` and `…, GMT+05:30`, with seconds for old solar times (CLDR: the long localized GMT format). */
const OFFSET = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/;

function offsetByIntl(instant: Instant, zone: string): number {
  const [, sign, hours = 0, minutes = 0, seconds = 0] = OFFSET.exec(formatter(zone).format(instant))!;
  const offset = Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND;
  return sign === '-' ? -offset : offset;
}

/**
 * A cache, zone → UTC day → offset at the day's start: Intl takes 10 µs, and a build asks four times for every article. The days of a build
 * lie close together, so a full cache is cleared at once, without the order of use of domain/bounded-cache.ts.
 */
const offsets = new Map<string, Map<number, number>>();
const MOST_DAYS = 20_000;

function offsetAtStart(day: number, zone: string): number {
  let days = offsets.get(zone);
  if (!days || days.size > MOST_DAYS) {
    days = new Map();
    offsets.set(zone, days);
  }
  const known = days.get(day);
  if (known !== undefined) return known;
  const offset = offsetByIntl(day * DAY, zone);
  days.set(day, offset);
  return offset;
}

/**
 * The instant of a local time. If the time occurs twice (autumn), the first is meant; undefined if a daylight-saving gap swallows the
 * time (spring).
 */
export function instantOf(local: LocalTime, zone: string): Instant | undefined {
  const naive = asUtc(local);
  const candidates = [offsetAt(naive - DAY, zone), offsetAt(naive + DAY, zone)]
    .map((offset) => naive - offset)
    .filter((instant) => asUtc(localOf(instant, zone)) === naive);
  return candidates.length === 0 ? undefined : Math.min(...candidates);
}

/** `2026-11-23T07:00` in the zone, for keys and people; with seconds unless they are zero. */
export function localText(instant: Instant, zone: string): string {
  const l = localOf(instant, zone);
  const two = (n: number) => String(n).padStart(2, '0');
  const time = `${two(l.hour)}:${two(l.minute)}${l.second ? `:${two(l.second)}` : ''}`;
  return `${String(l.year).padStart(4, '0')}-${two(l.month)}-${two(l.day)}T${time}`;
}

/** RFC 3339 in UTC without fractions, as feeds and records want it. */
export const rfc3339 = (instant: Instant): string => `${new Date(instant).toISOString().slice(0, 19)}Z`;
