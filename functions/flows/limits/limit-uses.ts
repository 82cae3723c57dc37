/** Several limits for one thing: all of them are used, or none. */
import type { Limits } from '../../domain/subscribers/subscriber.ts';
import type { Instant } from '../../domain/time/instant.ts';

export type Use = {
  key: string;
  limit: number;
  /** Milliseconds. */
  window: number;
  /** What is added to the limit, asked only where the limit alone is used up. */
  more?: () => Promise<number>;
};

/**
 * One after the other, in their order: what the first limit refuses uses none of the next. Returns what gives all of them back;
 * undefined: one was used up, and those before it are given back.
 */
export async function takeUses(
  { limits }: { limits: Limits },
  uses: readonly Use[],
  now: Instant,
): Promise<(() => Promise<void>) | undefined> {
  const taken: Use[] = [];
  const giveBack = async () => {
    for (const { key, window } of taken) await limits.giveBack(key, window, now);
  };
  for (const use of uses) {
    if (!(await takeUse(limits, use, now))) {
      await giveBack();
      return undefined;
    }
    taken.push(use);
  }
  return giveBack;
}

async function takeUse(limits: Limits, { key, limit, window, more }: Use, now: Instant): Promise<boolean> {
  if (await limits.take(key, limit, window, now)) return true;
  const added = (await more?.()) ?? 0;
  return added > 0 && limits.take(key, limit + added, window, now);
}

/** Whether each of them has one left, as it stands. */
export async function hasRoom(
  { limits }: { limits: Limits },
  uses: readonly Use[],
  now: Instant,
): Promise<boolean> {
  const used = await Promise.all(uses.map(({ key, window }) => limits.used(key, window, now)));
  return uses.every(({ limit }, i) => used[i]! < limit);
}
