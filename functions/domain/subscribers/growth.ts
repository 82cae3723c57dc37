/** Growth: who came and who went, by week, newsletter and source, from the daily counts, which name nobody. */
import { DAY } from '../time/instant.ts';
import type { DailyCount } from './subscriber.ts';

export type Counted = Readonly<Record<string, number>>;

/** Of a week that starts on Monday. Whoever chose two newsletters is counted in both. */
export type Growth = {
  week: string;
  /** Empty: of none in particular, such as a sign-up that was taken back or an erasure. */
  newsletter: string;
  source: string;
  joined: number;
  confirmed: number;
  /** By which way: `sign-up` (which a list is, too), `preferences`, `undo`, `command`. */
  confirmedBy: Counted;
  left: number;
  /** By which way: `one-click`, `page`, `preferences`, `command` … */
  leftBy: Counted;
  /** What they said, as far as they did. */
  reasons: Counted;
  bounced: number;
  complained: number;
  erased: number;
  /** Confirmed, less who left, bounced or complained; 0 where no newsletter is named: nobody was confirmed there. */
  net: number;
};

const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The Monday of a day's week. */
export function weekOf(day: string): string {
  const at = Date.parse(day);
  return dayText(at - ((new Date(at).getUTCDay() + 6) % 7) * DAY);
}

/** The Monday `weeks` ago, this week counted as one. */
export const weeksBack = (today: string, weeks: number): string =>
  dayText(Date.parse(weekOf(today)) - (weeks - 1) * 7 * DAY);

function emptyGrowth(week: string, newsletter: string, source: string) {
  const counts = { joined: 0, confirmed: 0, left: 0, bounced: 0, complained: 0, erased: 0 };
  const ways = () => ({}) as Record<string, number>;
  return { week, newsletter, source, ...counts, confirmedBy: ways(), leftBy: ways(), reasons: ways() };
}
type Tally = ReturnType<typeof emptyGrowth>;

function addCount(tally: Tally, { event, reason, count }: DailyCount): void {
  const ways = event === 'reason' ? tally.reasons : event === 'left' ? tally.leftBy : tally.confirmedBy;
  const way = reason || 'sign-up';
  if (event === 'reason' || event === 'left' || event === 'confirmed') ways[way] = (ways[way] ?? 0) + count;
  if (event !== 'reason') tally[event] += count;
}

const grown = (tally: Tally): Growth => ({
  ...tally,
  net: tally.newsletter === '' ? 0 : tally.confirmed - tally.left - tally.bounced - tally.complained,
});

const keyOf = ({ week, newsletter, source }: Pick<Growth, 'week' | 'newsletter' | 'source'>): string =>
  JSON.stringify([week, newsletter, source]);

/** Newest week first, newsletters and sources by name. A week in which nothing happened has no row. */
export function growthOf(counts: readonly DailyCount[]): readonly Growth[] {
  const rows = new Map<string, Tally>();
  for (const count of counts) {
    const { newsletter, source } = count;
    const empty = emptyGrowth(weekOf(count.day), newsletter, source);
    const tally = rows.get(keyOf(empty)) ?? empty;
    rows.set(keyOf(empty), tally);
    addCount(tally, count);
  }
  const order = (a: Tally, b: Tally) =>
    compare(b.week, a.week) || compare(a.newsletter, b.newsletter) || compare(a.source, b.source);
  return [...rows.values()].sort(order).map(grown);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
