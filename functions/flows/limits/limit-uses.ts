/** Rate limits in use: several for one thing are all taken or none; a notice and a search go through within theirs; confirmations are counted. */
import { BroadsheetError } from '../../domain/error.ts';
import { type Brake, brakeOf, type Refusals } from '../../domain/limits/sign-up-tier.ts';
import type { NoticeRequest, Notify, RemarkNotice } from '../../domain/notices/notice.ts';
import type { Publication } from '../../domain/publication/publication.ts';
import type { Secrets } from '../../domain/secrets.ts';
import { limitKey } from '../../domain/subscribers/identity.ts';
import type { RateLimits } from '../../domain/subscribers/subscriber.ts';
import { type Clock, HOUR, type Instant } from '../../domain/time/instant.ts';

/** The ports that rate limits take. */
export type LimitPorts = {
  limits: RateLimits;
  secrets: Secrets;
  clock: Clock;
  notify: Notify;
  /** Of the release that is live. */
  publication(): Promise<Publication>;
};

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
  { limits }: { limits: RateLimits },
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

async function takeUse(
  limits: RateLimits,
  { key, limit, window, more }: Use,
  now: Instant,
): Promise<boolean> {
  if (await limits.take(key, limit, window, now)) return true;
  const added = (await more?.()) ?? 0;
  return added > 0 && limits.take(key, limit + added, window, now);
}

/** Whether each of them has one left, as it stands. */
export async function hasRoom(
  { limits }: { limits: RateLimits },
  uses: readonly Use[],
  now: Instant,
): Promise<boolean> {
  const used = await Promise.all(uses.map(({ key, window }) => limits.used(key, window, now)));
  return uses.every(({ limit }, i) => used[i]! < limit);
}

/** Over a limit nothing happens, silently. Throws `unavailable`: nothing was queued, and the try is not counted. */
export async function notifyWithin(
  ports: Pick<LimitPorts, 'limits' | 'clock' | 'notify'>,
  uses: readonly Use[],
  notice: NoticeRequest,
): Promise<void> {
  // Taken before, not counted after: else a hundred requests at once would all find room.
  const giveBack = await takeUses(ports, uses, ports.clock());
  if (!giveBack) return;
  try {
    await queue(ports, notice);
  } catch (error) {
    await giveBack();
    throw error;
  }
}

/** Throws `unavailable`, whatever kept it from being queued. */
export async function queue(
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

/** In an hour, for one reader. Somebody loses a file; an erasure that was cut short is said again. */
const AN_HOUR = { copy: 6, erase: 3 } as const;

/** undefined: it was done as often as it may be. What fails is not counted. */
export async function searchWithin<T>(
  ports: Pick<LimitPorts, 'limits' | 'secrets' | 'clock'>,
  id: string,
  kind: keyof typeof AN_HOUR,
  work: () => Promise<T>,
): Promise<T | undefined> {
  const key = limitKey(ports.secrets, `search-${kind}`, id);
  const giveBack = await takeUses(ports, [{ key, limit: AN_HOUR[kind], window: HOUR }], ports.clock());
  if (!giveBack) return undefined;
  try {
    return await work();
  } catch (error) {
    await giveBack();
    throw error;
  }
}

/** Counts of confirmations, in buckets that forget them after an hour and name nobody. */
const HANDED = 'confirmations';
const REFUSED = 'confirmations-refused';
/** Counts without an end: a limit that nobody meets. */
const ENDLESS = 1_000_000_000;

export async function readRefusals(limits: RateLimits, now: Instant): Promise<Refusals> {
  const [handed, refused] = await Promise.all([HANDED, REFUSED].map((key) => limits.used(key, HOUR, now)));
  return { handed: handed!, refused: refused! };
}

export const readBrake = async (limits: RateLimits, now: Instant): Promise<Brake> =>
  brakeOf(await readRefusals(limits, now));

/** One was handed over, whatever became of it. */
export async function countConfirmation({
  limits,
  clock,
}: Partial<Pick<LimitPorts, 'limits'>> & Pick<LimitPorts, 'clock'>): Promise<void> {
  await limits?.take(HANDED, ENDLESS, HOUR, clock());
}

export const countRefused = (limits: RateLimits, now: Instant): Promise<boolean> =>
  limits.take(REFUSED, ENDLESS, HOUR, now);
