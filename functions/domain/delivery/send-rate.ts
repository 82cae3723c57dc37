/** The rate limit and the daily quota: how fast letters may go, and how many of them today. */
import { CHUNK_SIZE } from '../ledger/batch.ts';
import type { Slowed } from '../ledger/ledger.ts';
import type { Sending } from '../publication/publication.ts';
import type { Instant } from '../time/instant.ts';
import type { Quota } from './mailer.ts';
import { recovered, UNLIMITED } from './throttle.ts';

/**
 * Messages a second; undefined: as fast as they can be made. `slowed`: by a throttle of late, from which it has recovered by `now` in
 * part; without `now`, as it was then.
 */
export function perSecond(
  sending: Pick<Sending, 'perSecond'>,
  quota: Quota,
  slowed?: Slowed,
  now: Instant = Number.NEGATIVE_INFINITY,
): number | undefined {
  const limits = [sending.perSecond, quota.perSecond].filter((limit) => limit !== undefined);
  const factor = slowed ? recovered(slowed, limits.length > 0, now) : 1;
  if (limits.length > 0) return Math.min(...limits) * factor;
  return factor === 1 ? undefined : UNLIMITED * factor;
}

/** Letters left today, when the reserve for confirmations is kept; undefined: no limit. */
export const lettersLeft = (sending: Pick<Sending, 'reserve'>, quota: Quota): number | undefined =>
  quota.perDay === undefined
    ? undefined
    : Math.max(0, Math.floor(quota.perDay * (1 - sending.reserve)) - quota.sentLastDay);

/** Days of 24 hours that so many take, the one that has begun included; undefined: no limit. */
export function daysFor(
  letters: number,
  sending: Pick<Sending, 'reserve'>,
  quota: Quota,
): number | undefined {
  const left = lettersLeft(sending, quota);
  if (left === undefined) return undefined;
  if (letters <= left) return 1;
  return 1 + Math.ceil((letters - left) / Math.max(1, lettersLeft(sending, { ...quota, sentLastDay: 0 })!));
}

/** Where a rate is kept, at least so many chunks of a worker's are under way: while one waits for its answers, the other goes. */
export const LANES_AT_A_RATE = 2;
/** From a chunk's last message to the next chunk's first: an answer of SES, a few of the store. Seconds. */
const ROUND = 0.2;

/**
 * How many chunks a worker has under way: as many as the mailer takes messages, and at a rate no more than keep it. A worker that is
 * alone must be able to use all of it; more would only book slots that are far away.
 */
export function lanesFor(rate: number | undefined, concurrency: number): number {
  const most = Math.floor(concurrency / CHUNK_SIZE);
  if (rate === undefined) return Math.max(1, most);
  return Math.max(LANES_AT_A_RATE, Math.min(most, 1 + Math.ceil((rate * ROUND) / CHUNK_SIZE)));
}

/**
 * A chunk is never more than a second's worth: whoever stops a run does not want to wait for the rest of one. `concurrency`: messages
 * that the mailer takes at once.
 */
export const chunkSize = (rate: number | undefined, concurrency: number): number =>
  rate === undefined
    ? CHUNK_SIZE
    : Math.max(1, Math.min(CHUNK_SIZE, Math.floor(rate), Math.floor(concurrency / LANES_AT_A_RATE)));
