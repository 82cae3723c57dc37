/** Slots: the instants a digest is due, by its schedule in the publication's zone, daylight saving included. */
import { DAY, HOUR, type Instant, instantOf, type Local, localOf } from './instant.ts';
import type { Schedule, Weekday } from './publication.ts';

/** `key` is the wall clock's time, `20261123T0700`: the same slot whatever the zone's rules become. */
export type Slot = { at: Instant; key: string };

const two = (n: number): string => String(n).padStart(2, '0');

/** An hour that daylight saving swallows is kept an hour later: a digest at 02:30 comes at 03:30 that night. */
function slotOn(day: Local, schedule: Schedule, zone: string): Slot | undefined {
  const { year, month, day: date } = day;
  if (!schedule.days.includes(new Date(Date.UTC(year, month - 1, date)).getUTCDay() as Weekday))
    return undefined;
  const local = { year, month, day: date, hour: schedule.hour, minute: schedule.minute, second: 0 };
  const at = instantOf(local, zone) ?? instantOf({ ...local, hour: local.hour + 1 }, zone);
  if (at === undefined) return undefined;
  return { at, key: `${year}${two(month)}${two(date)}T${two(schedule.hour)}${two(schedule.minute)}` };
}

/** Local noon is never in a gap, and `days` later it is another calendar day. */
const dayFrom = (instant: Instant, days: number, zone: string): Local => {
  const { year, month, day } = localOf(instant, zone);
  const moved = new Date(Date.UTC(year, month - 1, day + days));
  return {
    year: moved.getUTCFullYear(),
    month: moved.getUTCMonth() + 1,
    day: moved.getUTCDate(),
    hour: 12,
    minute: 0,
    second: 0,
  };
};

/** The last slot at or before `now`. */
export function slotBefore(schedule: Schedule, zone: string, now: Instant): Slot | undefined {
  for (let back = 0; back <= 8; back++) {
    const slot = slotOn(dayFrom(now, -back, zone), schedule, zone);
    if (slot && slot.at <= now) return slot;
  }
  return undefined;
}

/** The first slot after `now`. */
export function slotAfter(schedule: Schedule, zone: string, now: Instant): Slot | undefined {
  for (let on = 0; on <= 8; on++) {
    const slot = slotOn(dayFrom(now, on, zone), schedule, zone);
    if (slot && slot.at > now) return slot;
  }
  return undefined;
}

/** How much news a first digest holds: back to the slot before, or a day where there is none. */
export const cadenceBack = (schedule: Schedule, zone: string, slot: Instant): Instant =>
  slotBefore(schedule, zone, slot - HOUR)?.at ?? slot - DAY;
