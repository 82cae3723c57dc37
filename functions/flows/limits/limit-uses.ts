/** Uses of rate limits: takes all limits of an action or none, queues notices and searches within theirs, and counts confirmations. */
import { BroadsheetError } from '../../domain/error.ts';
import { type BreakerLevel, breakerLevelOf, type RefusalCounts } from '../../domain/limits/sign-up-tier.ts';
import type { NoticeRequest, Notify, RemarkNotice } from '../../domain/notices/notice.ts';
import type { Publication } from '../../domain/publication/publication.ts';
import type { Secrets } from '../../domain/secrets.ts';
import { limitKey } from '../../domain/subscribers/identity.ts';
import type { RateLimits } from '../../domain/subscribers/subscriber.ts';
import { type Clock, HOUR, type Instant } from '../../domain/time/instant.ts';

export type LimitPorts = {
  limits: RateLimits;
  secrets: Secrets;
  clock: Clock;
  notify: Notify;
  /** From the live release. */
  publication(): Promise<Publication>;
};

export type LimitUse = {
  key: string;
  limit: number;
  /** Milliseconds. */
  window: number;
  /** Added to the limit; asked for only once the limit alone is used up. */
  more?: () => Promise<number>;
};

/**
 * Takes the uses in their order, and returns a function that gives all of them back. If a limit is used up, the uses before it are given
 * back, and the result is undefined.
 */
export async function takeUses(
  { limits }: { limits: RateLimits },
  uses: readonly LimitUse[],
  now: Instant,
): Promise<(() => Promise<void>) | undefined> {
  const taken: LimitUse[] = [];
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

async function takeUse(
  limits: RateLimits,
  { key, limit, window, more }: LimitUse,
  now: Instant,
): Promise<boolean> {
  if (await limits.take(key, limit, window, now)) return true;
  const added = (await more?.()) ?? 0;
  return added > 0 && limits.take(key, limit + added, window, now);
}

/** Whether each limit has a use left now; takes none. */
export async function hasRoom(
  { limits }: { limits: RateLimits },
  uses: readonly LimitUse[],
  now: Instant,
): Promise<boolean> {
  const used = await Promise.all(uses.map(({ key, window }) => limits.countUses(key, window, now)));
  return uses.every(({ limit }, i) => used[i]! < limit);
}

/** Queues a notice within its limits; over a limit nothing happens, silently. Throws `unavailable`, and counts no use then. */
export async function notifyWithinLimits(
  ports: Pick<LimitPorts, 'limits' | 'clock' | 'notify'>,
  uses: readonly LimitUse[],
  notice: NoticeRequest,
): Promise<void> {
  // The uses are taken first: if they were counted afterwards, a hundred requests at once would all find room.
  const giveBack = await takeUses(ports, uses, ports.clock());
  if (!giveBack) return;
  try {
    await notifyOrFail(ports, notice);
  } catch (error) {
    await giveBack();
    throw error;
  }
}

/** Throws `unavailable`, whatever the cause. */
export async function notifyOrFail(
  { notify }: Pick<LimitPorts, 'notify'>,
  notice: NoticeRequest | RemarkNotice,
): Promise<void> {
  try {
    await notify(notice);
  } catch (cause) {
    throw new BroadsheetError('unavailable', 'The mail could not be queued.', {
      remedy: 'Try again in a moment.',
      cause,
    });
  }
}

/** Searches an hour for one subscriber, who may lose the file of a copy, or repeat an erasure that was cut short. */
const MAX_SEARCHES_PER_HOUR = { copy: 6, erase: 3 } as const;

/** Runs `work` within the hourly limit of its kind; undefined if the limit is used up. Work that fails is not counted. */
export async function searchWithinLimit<T>(
  ports: Pick<LimitPorts, 'limits' | 'secrets' | 'clock'>,
  id: string,
  kind: keyof typeof MAX_SEARCHES_PER_HOUR,
  work: () => Promise<T>,
): Promise<T | undefined> {
  const key = limitKey(ports.secrets, `search-${kind}`, id);
  const giveBack = await takeUses(
    ports,
    [{ key, limit: MAX_SEARCHES_PER_HOUR[kind], window: HOUR }],
    ports.clock(),
  );
  if (!giveBack) return undefined;
  try {
    return await work();
  } catch (error) {
    await giveBack();
    throw error;
  }
}

/** Keys of the counters of confirmations. A counter forgets a use after an hour, and names no address. */
const HANDED_KEY = 'confirmations';
const REFUSED_KEY = 'confirmations-refused';
/** A limit that no counter reaches. */
export const UNLIMITED = 1_000_000_000;

export async function readRefusals(limits: RateLimits, now: Instant): Promise<RefusalCounts> {
  const [handed, refused] = await Promise.all(
    [HANDED_KEY, REFUSED_KEY].map((key) => limits.countUses(key, HOUR, now)),
  );
  return { handed: handed!, refused: refused! };
}

export const readBreakerLevel = async (limits: RateLimits, now: Instant): Promise<BreakerLevel> =>
  breakerLevelOf(await readRefusals(limits, now));

/** Counts a confirmation that was handed over, whatever its outcome. */
export async function countConfirmation({
  limits,
  clock,
}: Partial<Pick<LimitPorts, 'limits'>> & Pick<LimitPorts, 'clock'>): Promise<void> {
  await limits?.take(HANDED_KEY, UNLIMITED, HOUR, clock());
}

export const countRefusedConfirmation = (limits: RateLimits, now: Instant): Promise<boolean> =>
  limits.take(REFUSED_KEY, UNLIMITED, HOUR, now);
