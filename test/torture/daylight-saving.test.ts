import { describe, expect, it } from 'vitest';
import type { Newsletter } from '../../functions/domain/publication/publication.ts';
import { parseSchedule } from '../../functions/domain/publication/schedule.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../functions/domain/time/instant.ts';
import { parseInstant } from '../../functions/domain/time/local-time.ts';
import { createDelivery } from '../../functions/flows/delivery/delivery-loop.ts';
import { tick } from '../../functions/flows/schedule/tick.ts';
import { LONG } from '../support/builders/rounds.ts';
import { aPublication } from '../support/builders/small-publication.ts';
import { openDelivery } from '../support/hosts/delivery-fixture.ts';
import { digest, edition, entry } from '../support/hosts/watched-tick.ts';

/** Nights on which clocks change, and one zone where they never do; Cairo's change at midnight, Lord Howe's by half an hour. */
const NIGHTS = [
  ['Europe/London', '2026-03-29'],
  ['Europe/London', '2026-10-25'],
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['Asia/Kathmandu', '2026-03-29'],
  ['Africa/Cairo', '2026-04-24'],
  ['Africa/Cairo', '2026-10-30'],
] as const;

const SCHEDULES = [
  ...['daily at 00:30', 'daily at 01:30', 'daily at 02:15', 'daily at 02:30', 'weekdays at 02:30'],
  ...['Sunday at 02:30', 'Friday at 00:30'],
  ...(LONG
    ? ['daily at 00:00', 'daily at 02:00', 'daily at 03:00', 'daily at 23:45', 'Monday at 02:30']
    : []),
];
const newsletters: readonly Newsletter[] = SCHEDULES.map((text) => {
  const id = text.toLowerCase().replace(/\W+/g, '-');
  return digest({ id, name: text, schedule: parseSchedule(text)! });
});

const clocks = new Map<string, Intl.DateTimeFormat>();

/** `2026-03-29 02:30`, as Intl says it and nothing of ours. */
function localByIntl(instant: Instant, zone: string): string {
  const about = { timeZone: zone, dateStyle: 'short', timeStyle: 'short' } as const;
  const clock = clocks.get(zone) ?? new Intl.DateTimeFormat('sv-SE', about);
  clocks.set(zone, clock);
  return clock.format(instant);
}

/** The first minute at which clocks show the time of a slot or a later one, for each day of the schedule: read off a clock. */
function slotsByClock({ schedule }: Newsletter, zone: string, from: Instant, to: Instant): Instant[] {
  const two = (n: number) => String(n).padStart(2, '0');
  const time = `${two(schedule!.hour)}:${two(schedule!.minute)}`;
  const slots: Instant[] = [];
  let last = localByIntl(from, zone);
  for (let minute = from + MINUTE; minute <= to; minute += MINUTE) {
    const now = localByIntl(minute, zone);
    // A clock that was set back shows again what it has shown.
    if (now <= last) continue;
    for (const date of new Set([last.slice(0, 10), now.slice(0, 10)])) {
      const slot = `${date} ${time}`;
      const weekday = new Date(`${date}T00:00Z`).getUTCDay();
      if (last < slot && slot <= now && schedule!.days.some((day) => day === weekday)) slots.push(minute);
    }
    last = now;
  }
  return slots;
}

const NEWS = LONG ? 6 * HOUR : 3 * HOUR;
/** Long: a week on both sides, so that weekly ones cross it. */
const AROUND = LONG ? 8 * DAY : 30 * HOUR;

/** A publication on such a night: every few hours something new, and a digest for every schedule. Whoever opens it closes its `room`. */
function night(zone: string, date: string, every = NEWS, around = AROUND) {
  const middle = Date.parse(`${date}T00:00Z`);
  // No slot is at the very first tick.
  const [from, to] = [middle - around + 7 * MINUTE, middle + around];
  const entries = [];
  for (let hour = from - 30 * MINUTE; hour < to; hour += every)
    entries.push(entry(`news-${hour / MINUTE}`, hour));
  const publication = aPublication({ timezone: zone, newsletters: [...newsletters] });
  const room = openDelivery({ store: { now: from, publication, entries } });
  const { work } = createDelivery(room.ports);
  const pass = async (each: readonly number[]) => {
    for (let n = 0; room.store.now < to; n++) {
      await tick(room.ports);
      await work();
      room.store.now = Math.min(to, room.store.now + each[n % each.length]! * MINUTE);
    }
    await tick(room.ports);
  };
  return { room, from, to, pass };
}

describe.each(NIGHTS)('in %s around %s', (zone, date) => {
  it('every digest has every slot, once, and all that is new goes into one of each', async () => {
    const { room, from, to, pass } = night(zone, date);
    try {
      // Ticks as a machine makes them that sleeps now and then.
      await pass([1, 57, 44, 60, 29, 60, 52]);
      for (const newsletter of newsletters) {
        const runs = (await room.ports.ledger.runs({ newsletter: newsletter.id, limit: 99 })).toReversed();
        const slots = slotsByClock(newsletter, zone, from, to);
        expect.soft([newsletter.name, runs.length]).toEqual([newsletter.name, slots.length]);
        for (const [n, run] of runs.entries()) {
          expect.soft(run.createdAt, run.id).toBeGreaterThanOrEqual(slots[n]!);
          expect.soft(run.createdAt, run.id).toBeLessThanOrEqual(slots[n]! + HOUR);
        }
        const carried = runs.flatMap(({ articles }) => articles);
        expect.soft(new Set(carried).size, newsletter.name).toBe(carried.length);
        // From one cadence before the first slot on, without a hole.
        const times = carried.map((id) => Number(id.slice('news-'.length)) * MINUTE).sort((a, b) => a - b);
        const gaps = times.filter((time, n) => n > 0 && time - times[n - 1]! !== NEWS);
        expect.soft(gaps, newsletter.name).toEqual([]);
      }
    } finally {
      room.close();
    }
  });

  it('an edition goes once at the time its editor wrote, or is refused where clocks skip it', async () => {
    const { room, from, to, pass } = night(zone, date, DAY, 18 * HOUR);
    try {
      const written = ['00:00', '00:30', '01:30', '01:45', '02:00', '02:15', '02:30', '03:00'];
      const read = written.map((time) => ({ time, ...parseInstant(`${date} ${time}`, zone) }));
      const shown = (time: string) => {
        for (let minute = from; minute < to; minute += MINUTE)
          if (localByIntl(minute, zone) === `${date} ${time}`) return minute;
        return undefined;
      };
      expect(read.map((one) => ('instant' in one ? one.instant : undefined))).toEqual(written.map(shown));
      const gaps = read.flatMap((one) => ('fault' in one ? [one.fault.message] : []));
      expect(gaps.filter((message) => !message.includes('does not exist'))).toEqual([]);
      room.store.editions = read.flatMap((one) =>
        'instant' in one ? [edition({ id: one.time.replace(':', ''), sendAt: one.instant, items: [] })] : [],
      );
      room.store.publication.newsletters = [{ ...digest(), id: 'brief', kind: 'edited', minGap: 0 }];
      await pass([1, 13, 12]);
      const runs = await room.ports.ledger.runs({ newsletter: 'brief', limit: 99 });
      expect(runs.map(({ of }) => of).sort()).toEqual(room.store.editions.map(({ id }) => id).sort());
      for (const { of, createdAt } of runs) {
        const { sendAt } = room.store.editions.find(({ id }) => id === of)!;
        expect(createdAt - sendAt!).toBeLessThan(13 * MINUTE);
      }
    } finally {
      room.close();
    }
  });
});
