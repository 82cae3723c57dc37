/** Growth (sign-ups, confirmations and churn) by week, newsletter and source, added up from daily counts without personal data. */
import { DAY } from '../time/instant.ts';
import type { DailyCount } from './subscriber.ts';

export type CountsByWay = Readonly<Record<string, number>>;

/** The counts of a week that starts on Monday. A subscriber of two newsletters is counted in both. */
export type Growth = {
  week: string;
  /** Empty for events of no particular newsletter: an erasure, or an unsubscribe before the confirmation. */
  newsletter: string;
  source: string;
  joined: number;
  confirmed: number;
  /** `confirmed` by way: `sign-up` (imports included), `preferences`, `undo`, `command`. */
  confirmedBy: CountsByWay;
  left: number;
  /** `left` by way: `one-click`, `page`, `preferences`, `command` … */
  leftBy: CountsByWay;
  /** Reasons that subscribers gave for unsubscribing. */
  reasons: CountsByWay;
  bounced: number;
  complained: number;
  erased: number;
  /** `confirmed` less `left`, `bounced` and `complained`; 0 without a newsletter, because every confirmation names one. */
  net: number;
};

const formatDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The Monday of a day's week. */
export function weekOf(day: string): string {
  const at = Date.parse(day);
  return formatDay(at - ((new Date(at).getUTCDay() + 6) % 7) * DAY);
}

/** The Monday on which the last `weeks` weeks began, this week included. */
export const findFirstWeek = (today: string, weeks: number): string =>
  formatDay(Date.parse(weekOf(today)) - (weeks - 1) * 7 * DAY);

function createTally(week: string, newsletter: string, source: string) {
  const counts = { joined: 0, confirmed: 0, left: 0, bounced: 0, complained: 0, erased: 0 };
  const ways = () => ({}) as Record<string, number>;
  return { week, newsletter, source, ...counts, confirmedBy: ways(), leftBy: ways(), reasons: ways() };
}
type Tally = ReturnType<typeof createTally>;

function addCount(tally: Tally, { event, reason, count }: DailyCount): void {
  const ways = event === 'reason' ? tally.reasons : event === 'left' ? tally.leftBy : tally.confirmedBy;
  const way = reason || 'sign-up';
  if (event === 'reason' || event === 'left' || event === 'confirmed') ways[way] = (ways[way] ?? 0) + count;
  if (event !== 'reason') tally[event] += count;
}

const growthOfTally = (tally: Tally): Growth => ({
  ...tally,
  net: tally.newsletter === '' ? 0 : tally.confirmed - tally.left - tally.bounced - tally.complained,
});

const tallyKey = ({ week, newsletter, source }: Pick<Growth, 'week' | 'newsletter' | 'source'>): string =>
  JSON.stringify([week, newsletter, source]);

/** Rows by week (newest first), newsletter and source. A week without events has no row. */
export function sumGrowth(counts: readonly DailyCount[]): readonly Growth[] {
  const rows = new Map<string, Tally>();
  for (const count of counts) {
    const { newsletter, source } = count;
    const empty = createTally(weekOf(count.day), newsletter, source);
    const tally = rows.get(tallyKey(empty)) ?? empty;
    rows.set(tallyKey(empty), tally);
    addCount(tally, count);
  }
  const order = (a: Tally, b: Tally) =>
    compareTexts(b.week, a.week) ||
    compareTexts(a.newsletter, b.newsletter) ||
    compareTexts(a.source, b.source);
  return [...rows.values()].sort(order).map(growthOfTally);
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
