/** Workers: how many deliver functions a rate needs, and how fast those that are allowed can send. */
import { WORKERS } from '../publication/sending-limits.ts';
/** Letters a second one worker keeps up with, at 20 under way and 50 to 150 ms each; more workers than the rate needs only wait. */
export const PER_WORKER = 100;

/** Deliver functions that the event source of a stage lets work at once where `hosting.workers` is left out: 5,000 letters a second. */
export const ROOM = 50;

/** Functions beside fifty workers: two for plan, confirmations and feedback each, the tick, one for web (infra/delivery.ts, infra/feedback.ts). */
export const BESIDE = 8;

/** Events a second that one feedback function writes down: a whole core takes some 0.3 seconds for a thousand. */
export const PER_LISTENER = 2500;

/** Feedback functions at once: as many events come as letters go. Two, unless `hosting.workers` is more than fifty. */
export const listenersFor = (workers: number): number =>
  Math.max(WORKERS.least, Math.ceil((workers * PER_WORKER) / PER_LISTENER));

/** Functions at once beside so many workers, each kind at its most. */
export const besideWorkers = (workers: number): number => BESIDE - WORKERS.least + listenersFor(workers);

/** Planners at once. */
export const PLANNERS = 2;

/** Workers that `rate` letters a second need; undefined: no limit is known, so all that are allowed. */
export const workersNeeded = (rate: number | undefined, allowed: number): number =>
  rate === undefined ? allowed : Math.max(1, Math.min(allowed, Math.ceil(rate / PER_WORKER)));

/** Workers that an account has room for when it runs `concurrency` functions at once. */
export const workersWithin = (concurrency: number): number =>
  Math.max(WORKERS.least, Math.min(ROOM, Math.floor(concurrency) - BESIDE));

/** Letters a second that go: what the account allows, or what the workers can do. undefined: no limit; no workers, one machine. */
export const rateOfWorkers = (rate: number | undefined, workers: number | undefined): number | undefined =>
  workers === undefined ? rate : Math.min(rate ?? Number.POSITIVE_INFINITY, workers * PER_WORKER);

/** `concurrency`: functions that the account runs at once; undefined: nobody knows. */
export const allowedBy = (
  { workers }: { workers: number | undefined },
  concurrency: number | undefined,
): Allowed =>
  workers !== undefined
    ? { workers, isSet: true }
    : concurrency === undefined
      ? { workers: WORKERS.least, isSet: false, isGuess: true }
      : { workers: workersWithin(concurrency), isSet: false };

/** `isSet`: `hosting.workers` says so many; else it is what the account has room for. `isGuess`: the account could not be asked, so it counts as a new one. */
export type Allowed = { workers: number; isSet: boolean; isGuess?: true };

/** Where the workers are slower than the account allows, what to do about it; undefined: they are not. */
export function workersFallShort(
  rate: number | undefined,
  { workers, isSet, isGuess }: Allowed,
): { says: string; remedy: string } | undefined {
  if (rate === undefined || rate <= workers * PER_WORKER) return undefined;
  const enough = Math.min(isSet ? WORKERS.most : ROOM, Math.ceil(rate / PER_WORKER));
  const says = `${workers} workers send at most ${workers * PER_WORKER} a second; the account allows ${rate}`;
  if (isGuess)
    return {
      says: `${says}. This is a new account's number: how many functions this one runs could not be asked`,
      remedy: 'allow lambda:GetAccountSettings',
    };
  if (isSet || workers >= ROOM)
    return { says, remedy: `set hosting.workers to ${Math.min(WORKERS.most, Math.ceil(rate / PER_WORKER))}` };
  const room = `ask AWS for ${enough + BESIDE} concurrent executions`;
  return { says, remedy: `${room} (Service Quotas, AWS Lambda)` };
}
