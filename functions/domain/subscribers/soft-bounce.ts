/** Soft bounces (temporary failures of delivery): a subscriber's row keeps the latest ones, and too many in a row stop its letters. */
import type { SoftBounce, Subscriber } from './subscriber.ts';

/**
 * Soft bounces in a row after which a subscriber is set aside (gets no letters). SendGrid, Mailchimp and others take five to fifteen:
 * with fewer, a mailbox that is full for two weeks would count as abandoned.
 */
export const MAX_SOFT_BOUNCES = 7;

/** Compares by the start of the run, oldest first; run ids break a tie. */
const compareSoftBounces = (a: SoftBounce, b: SoftBounce): number => a.at - b.at || (a.run < b.run ? -1 : 1);

export const isBetween = (one: SoftBounce, list: readonly SoftBounce[]): boolean =>
  list.length > 0 && compareSoftBounces(list[0]!, one) < 0 && compareSoftBounces(one, list.at(-1)!) < 0;

/** Sorts by the start of the run, newest first. */
export const sortSoftBounces = (list: readonly SoftBounce[]): SoftBounce[] =>
  list.toSorted((a, b) => compareSoftBounces(b, a));

/** Adds the soft bounce of one run; events may come in any order. The newest MAX_SOFT_BOUNCES are kept. undefined if nothing changes. */
export function addSoftBounce(s: Subscriber, one: SoftBounce): Subscriber | undefined {
  const before = s.softBounces ?? [];
  if (before.some(({ run }) => run === one.run)) return undefined;
  const softBounces = [...before, one].toSorted(compareSoftBounces).slice(-MAX_SOFT_BOUNCES);
  return softBounces.includes(one) ? { ...s, softBounces } : undefined;
}

/** Drops the soft bounces before an accepted letter: only later ones still count. */
export const keepSoftBouncesSince = (s: Subscriber, taken: SoftBounce): Subscriber => ({
  ...s,
  softBounces: (s.softBounces ?? []).filter((one) => compareSoftBounces(taken, one) < 0),
});
