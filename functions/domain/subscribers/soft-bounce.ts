/** Soft bounces: letters that came back for now, and what is remembered of them on a subscriber's row. */
import type { SoftBounce, Subscriber } from './subscriber.ts';

/**
 * Letters in a row after which a reader is set aside. SendGrid, Mailchimp and others take five to fifteen: fewer would take a full
 * mailbox of two weeks for one that nobody empties any more.
 */
export const MAX_SOFT_BOUNCES = 7;

/** Oldest first, as the runs began; ids settle a tie. */
const inOrder = (a: SoftBounce, b: SoftBounce): number => a.at - b.at || (a.run < b.run ? -1 : 1);

export const isBetween = (one: SoftBounce, list: readonly SoftBounce[]): boolean =>
  list.length > 0 && inOrder(list[0]!, one) < 0 && inOrder(one, list.at(-1)!) < 0;

/** Newest first. */
export const sortSoftBounces = (list: readonly SoftBounce[]): SoftBounce[] =>
  list.toSorted((a, b) => inOrder(b, a));

/** With one more run, whatever the order they are told in; no more are kept than decide. undefined: nothing changes. */
export function withSoftBounce(s: Subscriber, one: SoftBounce): Subscriber | undefined {
  const before = s.softBounces ?? [];
  if (before.some(({ run }) => run === one.run)) return undefined;
  const softBounces = [...before, one].toSorted(inOrder).slice(-MAX_SOFT_BOUNCES);
  return softBounces.includes(one) ? { ...s, softBounces } : undefined;
}

/** A letter was taken: only what came back after it still counts. */
export const since = (s: Subscriber, taken: SoftBounce): Subscriber => ({
  ...s,
  softBounces: (s.softBounces ?? []).filter((one) => inOrder(taken, one) < 0),
});
