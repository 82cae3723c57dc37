/** Workers on AWS: how many deliver functions a send rate needs, and how fast the allowed number can send. */
import { WORKER_LIMITS } from '../publication/sending-limits.ts';

/** Letters a second that one worker sends, with 20 under way at 50 to 150 ms each. */
export const LETTERS_PER_WORKER = 100;

/** The most deliver functions at once where `hosting.workers` is not set: 5,000 letters a second. */
export const DEFAULT_MAX_WORKERS = 50;

/**
 * Functions besides fifty workers: two each for plan, confirmations and feedback, one for the tick, one for web (infra/delivery.ts,
 * infra/feedback.ts).
 */
export const OTHER_FUNCTIONS = 8;

/** Events a second that one feedback function records: a whole core takes about 0.3 seconds for a thousand. */
export const EVENTS_PER_LISTENER = 2500;

/** Feedback functions at once: a sent letter causes one event. Two suffice up to fifty workers. */
export const countListeners = (workers: number): number =>
  Math.max(WORKER_LIMITS.least, Math.ceil((workers * LETTERS_PER_WORKER) / EVENTS_PER_LISTENER));

/** Functions that may run at once besides so many workers. */
export const countOtherFunctions = (workers: number): number =>
  OTHER_FUNCTIONS - WORKER_LIMITS.least + countListeners(workers);

/** Plan functions at once. */
export const PLANNERS = 2;

/** Workers that `rate` letters a second need, since more would only wait. Without a known rate, all that are allowed. */
export const countNeededWorkers = (rate: number | undefined, allowed: number): number =>
  rate === undefined ? allowed : Math.max(1, Math.min(allowed, Math.ceil(rate / LETTERS_PER_WORKER)));

/** Workers that fit into an account that runs `concurrency` functions at once. */
export const countWorkersWithin = (concurrency: number): number =>
  Math.max(WORKER_LIMITS.least, Math.min(DEFAULT_MAX_WORKERS, Math.floor(concurrency) - OTHER_FUNCTIONS));

/**
 * Letters a second: the account's rate or the workers' capacity, whichever is less; undefined without a limit. `workers` is undefined on
 * one machine.
 */
export const limitRateByWorkers = (
  rate: number | undefined,
  workers: number | undefined,
): number | undefined =>
  workers === undefined ? rate : Math.min(rate ?? Number.POSITIVE_INFINITY, workers * LETTERS_PER_WORKER);

/** The allowed number of workers. `concurrency`: functions that the account runs at once; undefined if unknown. */
export const decideAllowedWorkers = (
  { workers }: { workers: number | undefined },
  concurrency: number | undefined,
): AllowedWorkers =>
  workers !== undefined
    ? { workers, isSet: true }
    : concurrency === undefined
      ? { workers: WORKER_LIMITS.least, isSet: false, isGuess: true }
      : { workers: countWorkersWithin(concurrency), isSet: false };

/**
 * `isSet`: the number stands in `hosting.workers`; else the account has room for so many. `isGuess`: the account could not be asked and
 * is treated as a new one.
 */
export type AllowedWorkers = { workers: number; isSet: boolean; isGuess?: true };

/** Says how to raise the workers' capacity if it is below the account's rate; undefined if it is not. */
export function describeShortage(
  rate: number | undefined,
  { workers, isSet, isGuess }: AllowedWorkers,
): { says: string; remedy: string } | undefined {
  if (rate === undefined || rate <= workers * LETTERS_PER_WORKER) return undefined;
  const enough = Math.min(
    isSet ? WORKER_LIMITS.most : DEFAULT_MAX_WORKERS,
    Math.ceil(rate / LETTERS_PER_WORKER),
  );
  const says = `${workers} workers send at most ${workers * LETTERS_PER_WORKER} a second; the account allows ${rate}`;
  if (isGuess)
    return {
      says: `${says}. This is a new account's number: how many functions this one runs could not be asked`,
      remedy: 'allow lambda:GetAccountSettings',
    };
  if (isSet || workers >= DEFAULT_MAX_WORKERS)
    return {
      says,
      remedy: `set hosting.workers to ${Math.min(WORKER_LIMITS.most, Math.ceil(rate / LETTERS_PER_WORKER))}`,
    };
  const room = `ask AWS for ${enough + OTHER_FUNCTIONS} concurrent executions`;
  return { says, remedy: `${room} (Service Quotas, AWS Lambda)` };
}
