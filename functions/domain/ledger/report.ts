/** A report: the outcomes of a run, in numbers. */
import { DAY, formatLocalTime, type Instant, SECOND } from '../time/instant.ts';
import type { Batch } from './batch.ts';
import type { Tally } from './compacted-run.ts';
import type { Run } from './run.ts';

/** Days in the publication's time zone, both inclusive. */
export type Days = { from: string; to: string };

export type Report = Pick<Run, 'id' | 'kind' | 'newsletter' | 'subject' | 'state' | 'reason'> & {
  began: Instant;
  ended: Instant | undefined;
} & Omit<Tally, 'lastStarted'> & {
    /** Subscribers that left the newsletter in the run's own days. A departure names no letter, so days are the best attribution. */
    left: Days & { count: number };
    /**
     * Reasons given in those days for leaving that newsletter, or all newsletters at once on the preferences page, with their counts. A
     * subscriber with two reasons counts in both.
     */
    reasons: Readonly<Record<string, number>>;
    /**
     * Per cent of the accepted copies; undefined if none was accepted. A single rate is undefined where it would exceed 100 %: subscribers
     * that left in those days need not have had a copy.
     */
    percent: Readonly<Record<'bounced' | 'complained' | 'left', number | undefined>> | undefined;
    /** From the cut-off to the last copy of the first pass, pauses included; undefined if no copy was sent. */
    seconds: number | undefined;
    perSecond: number | undefined;
  };

export const emptyTally = (): Tally => ({
  ...{ planned: 0, later: 0, accepted: 0, setAside: 0, rejected: 0, unknown: 0, again: 0, waiting: 0 },
  ...{ bounced: 0, complained: 0, lastStarted: 0 },
});

/** Adds a batch to `tally`. */
export function addBatch(tally: Tally, { pass, members, outcomes, again, startedAt }: Batch): void {
  const { accepted, departed, rejected, bounced, complained } = outcomes;
  const unknown = [...outcomes.unknown].filter((position) => !accepted.has(position));
  const first = pass === 1;
  tally[first ? 'planned' : 'later'] += members.length;
  tally.accepted += accepted.size;
  tally.setAside += departed.size;
  tally.rejected += rejected.size;
  tally.unknown += unknown.length;
  tally.again += again.size;
  tally.bounced += bounced.size;
  tally.complained += complained.size;
  const decided = new Set([...accepted, ...departed, ...rejected, ...unknown]);
  tally.waiting += members.length - decided.size;
  if (first) tally.lastStarted = Math.max(tally.lastStarted, startedAt);
}

/** Days after which a departure is no longer attributed to a letter. */
const ATTRIBUTION_DAYS = 7;

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

/** A run's own days. They end before the newsletter's next run begins, after a week, or today. */
export function ownDaysOf(
  run: Pick<Run, 'createdAt'>,
  next: Instant | undefined,
  now: Instant,
  zone: string,
): Days {
  const day = (instant: Instant) => formatLocalTime(instant, zone).slice(0, 10);
  const from = day(run.createdAt);
  const ends = [
    dayAfter(from, ATTRIBUTION_DAYS - 1),
    day(now),
    ...(next === undefined ? [] : [dayAfter(day(next), -1)]),
  ];
  // The day on which the run began is its own, even if another run follows on that day.
  return { from, to: [ends.toSorted()[0]!, from].toSorted()[1]! };
}

const percentOf = (part: number, whole: number): number | undefined =>
  part > whole ? undefined : Number(((part / whole) * 100).toFixed(2));

export function makeReport(
  run: Run,
  { lastStarted, ...tally }: Tally,
  left: Report['left'],
  reasons: Report['reasons'] = {},
): Report {
  const { accepted, bounced, complained } = tally;
  const { id, kind, newsletter, subject, state, reason } = run;
  const seconds = lastStarted === 0 ? undefined : Math.max(0, lastStarted - run.cutoff) / SECOND;
  return {
    ...{ id, kind, newsletter, subject, state, reason },
    began: run.createdAt,
    ended: run.endedAt,
    ...tally,
    left,
    reasons,
    percent:
      accepted === 0
        ? undefined
        : {
            bounced: percentOf(bounced, accepted),
            complained: percentOf(complained, accepted),
            left: percentOf(left.count, accepted),
          },
    seconds,
    // A rate measured over less than a second says nothing.
    perSecond: seconds === undefined || seconds < 1 ? undefined : Number((accepted / seconds).toFixed(1)),
  };
}
