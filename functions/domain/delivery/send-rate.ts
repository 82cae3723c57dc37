/** The send rate: how many letters may go a second (rate limit), and how many are left of the daily quota. */
import { CHUNK_SIZE } from '../ledger/batch.ts';
import type { Slowed } from '../ledger/ledger.ts';
import type { SendingSettings } from '../publication/publication.ts';
import type { Instant } from '../time/instant.ts';
import type { Quota } from './mailer.ts';
import { factorAt, UNKNOWN_RATE_BASE } from './throttle.ts';

/**
 * Messages a second; undefined means as fast as they can be made. `slowed`: a recent throttle, from which the rate has partly recovered
 * by `now`; without `now` the rate is the one right after the throttle.
 */
export function perSecond(
  sending: Pick<SendingSettings, 'perSecond'>,
  quota: Quota,
  slowed?: Slowed,
  now: Instant = Number.NEGATIVE_INFINITY,
): number | undefined {
  const limits = [sending.perSecond, quota.perSecond].filter((limit) => limit !== undefined);
  const factor = slowed ? factorAt(slowed, limits.length > 0, now) : 1;
  if (limits.length > 0) return Math.min(...limits) * factor;
  return factor === 1 ? undefined : UNKNOWN_RATE_BASE * factor;
}

/** Letters left of the daily quota, less the reserve for confirmations; undefined if there is no quota. */
export const countLettersLeft = (
  sending: Pick<SendingSettings, 'reserve'>,
  quota: Quota,
): number | undefined =>
  quota.perDay === undefined
    ? undefined
    : Math.max(0, Math.floor(quota.perDay * (1 - sending.reserve)) - quota.sentLastDay);

/** Days of 24 hours that so many letters take, the current one included; undefined if there is no quota. */
export function countDaysFor(
  letters: number,
  sending: Pick<SendingSettings, 'reserve'>,
  quota: Quota,
): number | undefined {
  const left = countLettersLeft(sending, quota);
  if (left === undefined) return undefined;
  if (letters <= left) return 1;
  return (
    1 + Math.ceil((letters - left) / Math.max(1, countLettersLeft(sending, { ...quota, sentLastDay: 0 })!))
  );
}

/** The least number of chunks that a worker has under way at a limited rate: while one waits for its answers, the other sends. */
export const MIN_CONCURRENT_CHUNKS = 2;
/** Seconds from a chunk's last message to the next chunk's first: one answer of SES and a few of the store. */
const ROUND_TRIP_SECONDS = 0.2;

/**
 * How many chunks a worker has under way: at most the mailer's concurrency, and at a limited rate only as many as keep that rate up. A
 * single worker must be able to use the whole rate; more chunks would only book slots far ahead.
 */
export function countConcurrentChunks(rate: number | undefined, concurrency: number): number {
  const most = Math.floor(concurrency / CHUNK_SIZE);
  if (rate === undefined) return Math.max(1, most);
  return Math.max(
    MIN_CONCURRENT_CHUNKS,
    Math.min(most, 1 + Math.ceil((rate * ROUND_TRIP_SECONDS) / CHUNK_SIZE)),
  );
}

/**
 * Messages of a chunk: never more than a second's worth, since stopping a run waits for the chunk's end. `concurrency`: messages that
 * the mailer takes at once.
 */
export const chunkSizeAt = (rate: number | undefined, concurrency: number): number =>
  rate === undefined
    ? CHUNK_SIZE
    : Math.max(1, Math.min(CHUNK_SIZE, Math.floor(rate), Math.floor(concurrency / MIN_CONCURRENT_CHUNKS)));
