/** Parses dates as other services write them. A date with two possible readings is refused. */
import { type Instant, instantOf } from '../time/instant.ts';

type DateParts = { year: number; month: number; day: number; hour: number; minute: number; second: number };

const TIME_PATTERN = String.raw`(?:[T ,]+(?:at )?(\d{1,2}):(\d\d)(?::(\d\d)([.,]\d{1,9})?)?(?: ?([AaPp])\.?[Mm]\.?)?)?`;
/** `Z`, `UTC`, `+00`, `+0000`, `+00:00`, and the pair `+0000 UTC`, which Go and Ruby write. */
const ZONE_PATTERN = String.raw`(?: ?(Z|UTC|GMT|z)|(?: ?(?:UTC|GMT)?([+-]\d\d)(?::?(\d\d))?(?: [A-Z]{1,5})?))?`;
const MONTH_NAMES = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const MONTH_PATTERN = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?';

const datePattern = (day: string) =>
  new RegExp(`^(?:[a-z]{3,9},? )?${day}${TIME_PATTERN}${ZONE_PATTERN}$`, 'i');
const YEAR_FIRST = datePattern(String.raw`(\d{4})([-/.])(\d{1,2})\2(\d{1,2})`);
const DAY_NAMED = datePattern(String.raw`(\d{1,2})(?:st|nd|rd|th|\.)?[ -]${MONTH_PATTERN},?[ -](\d{4})`);
const MONTH_NAMED = datePattern(String.raw`${MONTH_PATTERN} (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})`);
const YEAR_LAST = datePattern(String.raw`(\d{1,2})([-/.])(\d{1,2})\2(\d{4})`);
/** Seconds or milliseconds since 1970, for the years 2001 to 2286. */
const EPOCH_PATTERN = /^[1-9](\d{9}|\d{12})$/;

/**
 * Reads `2025-03-01 09:30:00+00`, `1 Mar 2025`, `Sat, 01 Mar 2025 09:30:00 +0000`. Day and month in digits before the year need a single
 * possible reading. A date without a zone is local to `timezone`. undefined for any other text, or a date before 1970.
 */
export function readDate(text: string, timezone: string): Instant | undefined {
  if (EPOCH_PATTERN.test(text)) return text.length === 10 ? Number(text) * 1000 : Number(text);
  const at = readKnownForms(text, timezone);
  return at !== undefined && at >= 0 ? at : undefined;
}

function readKnownForms(text: string, timezone: string): Instant | undefined {
  let m = YEAR_FIRST.exec(text);
  if (m) return toInstant([m[1]!, m[3]!, m[4]!], m.slice(5), timezone);
  m = DAY_NAMED.exec(text);
  if (m) return toInstant([m[3]!, monthOf(m[2]!), m[1]!], m.slice(4), timezone);
  m = MONTH_NAMED.exec(text);
  if (m) return toInstant([m[3]!, monthOf(m[1]!), m[2]!], m.slice(4), timezone);
  m = YEAR_LAST.exec(text);
  return m ? readYearLast(m, timezone) : undefined;
}

const monthOf = (name: string): string => String(MONTH_NAMES.indexOf(name.slice(0, 3).toLowerCase()) + 1);

/** 25/12/2024 has one reading, 03/04/2024 has two. */
function readYearLast(m: RegExpExecArray, timezone: string): Instant | undefined {
  const [first, second, year] = [m[1]!, m[3]!, m[4]!];
  if (Number(first) <= 12 && Number(second) <= 12 && first !== second) return undefined;
  const [day, month] = Number(first) > 12 ? [first, second] : [second, first];
  return toInstant([year, month, day], m.slice(5), timezone);
}

type TimeGroups = readonly (string | undefined)[];

function toInstant([year, month, day]: string[], rest: TimeGroups, timezone: string): Instant | undefined {
  const [hour, minute, second, fraction, half, utc, hours, minutes] = rest;
  const parts: DateParts = {
    ...{ year: Number(year), month: Number(month), day: Number(day) },
    ...{ hour: hourOf(hour, half), minute: Number(minute ?? 0), second: Number(second ?? 0) },
  };
  if (!isRealDate(parts)) return undefined;
  const whole = utc || hours ? toUtc(parts) - offsetOf(hours, minutes) : instantOf(parts, timezone);
  return whole === undefined ? undefined : whole + Number((fraction ?? '').slice(1, 4).padEnd(3, '0'));
}

function hourOf(hour: string | undefined, half: string | undefined): number {
  const given = Number(hour ?? 0);
  if (!half) return given;
  return given < 1 || given > 12 ? Number.NaN : (given % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

/** A zone's offset in milliseconds; `minutes` has the sign of `hours`. */
const offsetOf = (hours = '+00', minutes = '00'): number =>
  (hours.startsWith('-') ? -1 : 1) * (Math.abs(Number(hours)) * 60 + Number(minutes)) * 60_000;

const toUtc = ({ year, month, day, hour, minute, second }: DateParts): Instant =>
  Date.UTC(year, month - 1, day, hour, minute, second);

/** True for a date that exists. Date.UTC accepts the 30th of February and minute 61, and reads the year 50 as 1950. */
function isRealDate(parts: DateParts): boolean {
  const at = new Date(toUtc(parts));
  if (parts.year < 100 || Number.isNaN(at.getTime())) return false;
  return (
    at.getUTCMonth() + 1 === parts.month &&
    at.getUTCDate() === parts.day &&
    at.getUTCHours() === parts.hour &&
    at.getUTCMinutes() === parts.minute
  );
}
