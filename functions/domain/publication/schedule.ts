/** Schedules by recurrence ("weekdays at 07:00"): parses one, and computes its times (slots) in the publication's time zone. */
import { DAY, HOUR, type Instant, instantOf, localOf, MINUTE, SECOND } from '../time/instant.ts';
import type { Schedule, Weekday } from './publication.ts';

const DAY_NAMES = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
/** A Map, here and below, because a plain object would find `constructor` if publication.yaml said so. */
const DAY_SETS: ReadonlyMap<string, readonly Weekday[]> = new Map<string, readonly Weekday[]>([
  ['daily', [0, 1, 2, 3, 4, 5, 6]],
  ['every day', [0, 1, 2, 3, 4, 5, 6]],
  ['weekdays', [1, 2, 3, 4, 5]],
  ['weekends', [0, 6]],
]);

export const SCHEDULE_EXAMPLES =
  '"weekdays at 07:00", "daily at 6:30", "Saturday at 09:00" or "Monday, Wednesday and Friday at 07:00"';

/** Accepts names of days in full or as three letters, also "Mondays", and 24-hour times. Undefined if the text is no schedule. */
export function parseSchedule(text: string): Schedule | undefined {
  const [, days, hours, minutes] =
    /^(.+?)\s+(?:at\s+)?(\d{1,2}):(\d{2})$/.exec(text.trim().toLowerCase().replace(/\s+/g, ' ')) ?? [];
  const hour = Number(hours);
  const minute = Number(minutes);
  const found = days === undefined ? undefined : parseDays(days.replace(/^(every|on) (?!day)/, ''));
  return found && hour < 24 && minute < 60 ? { days: found, hour, minute } : undefined;
}

function parseDays(text: string): readonly Weekday[] | undefined {
  const set = DAY_SETS.get(text);
  if (set) return set;
  const days = text.split(/\s*,\s*(?:and\s+)?|\s+and\s+/).map(parseDay);
  return days.includes(-1) ? undefined : ([...new Set(days)].sort() as Weekday[]);
}

function parseDay(text: string): number {
  const name = text.replace(/s$/, '');
  return DAY_NAMES.findIndex((day) => day === name || (name.length === 3 && day.startsWith(name)));
}

/** The scheduled time on a local date. If daylight saving skips that time, the first minute after the gap. */
function slotOn(
  date: { year: number; month: number; day: number },
  schedule: Schedule,
  zone: string,
): Instant {
  const { hour, minute } = schedule;
  for (let late = 0; ; late++) {
    const instant = instantOf({ ...date, hour, minute: minute + late, second: 0 }, zone);
    if (instant !== undefined) return instant;
    // Nearly everywhere a gap is an hour or less. The limit ends the search in zones that once skipped a whole day.
    if (late > 24 * 60) return Date.UTC(date.year, date.month - 1, date.day, hour, minute);
  }
}

/** The scheduled times after `after` and up to `until`, ascending. */
export function slotsBetween(schedule: Schedule, zone: string, after: Instant, until: Instant): Instant[] {
  const slots: Instant[] = [];
  const first = localOf(after, zone);
  for (let day = Date.UTC(first.year, first.month - 1, first.day); day <= until + DAY; day += DAY) {
    const date = new Date(day);
    if (!schedule.days.includes(date.getUTCDay() as Weekday)) continue;
    const local = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
    const slot = slotOn(local, schedule, zone);
    if (slot > after && slot <= until) slots.push(slot);
  }
  return slots;
}

/** The last scheduled time at or before `now`. */
export const slotBefore = (schedule: Schedule, zone: string, now: Instant): Instant =>
  slotsBetween(schedule, zone, now - 8 * DAY, now).at(-1)!;

/** The first scheduled time after `now`. */
export const slotAfter = (schedule: Schedule, zone: string, now: Instant): Instant =>
  slotsBetween(schedule, zone, now, now + 9 * DAY)[0]!;

const DURATION_UNITS: ReadonlyMap<string, number> = new Map([
  ['second', SECOND],
  ['minute', MINUTE],
  ['min', MINUTE],
  ['hour', HOUR],
  ['h', HOUR],
  ['day', DAY],
  ['d', DAY],
]);

/** Milliseconds of "10 minutes", "2 hours" or "90 seconds". */
export function parseDuration(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,6})\s*([a-z]+?)s?$/.exec(text.trim().toLowerCase()) ?? [];
  const length = DURATION_UNITS.get(unit ?? '');
  return length === undefined ? undefined : Number(count) * length;
}
