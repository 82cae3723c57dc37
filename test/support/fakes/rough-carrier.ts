/** SES in a rough world, in simulated time: a token bucket of what the account really gives, refusals at random, bad minutes. */
import type { Mailer, Outcome } from '../../../functions/domain/delivery/mailer.ts';
import { SECOND } from '../../../functions/domain/time/instant.ts';
import type { SimulatedTime } from './simulated-time.ts';

export type RoughConditions = {
  /** What the account tells, messages a second; undefined: nothing. */
  told: number | undefined;
  /** What it gives. */
  real: number;
  /** Seconds of it that the bucket holds. */
  holds?: number;
  /** Share of calls that are throttled at random. */
  noise?: number;
  /** Everything is throttled then. */
  outage?: (now: number) => boolean;
};

const LATENCY = { least: 50, most: 150 };

export type RoughProvider = Mailer & { arrived: { at: number; taken: boolean; to: string }[] };

export function createRoughProvider(
  { told, real, holds = 1, noise = 0, outage = () => false }: RoughConditions,
  time: SimulatedTime,
  random: () => number,
): RoughProvider {
  const bucket = { tokens: real * holds, at: time.now() };
  const arrived: RoughProvider['arrived'] = [];
  const take = (now: number): boolean => {
    bucket.tokens = Math.min(real * holds, bucket.tokens + ((now - bucket.at) / SECOND) * real);
    bucket.at = now;
    if (random() < noise || outage(now) || bucket.tokens < 1) return false;
    bucket.tokens--;
    return true;
  };
  return {
    ...{ name: 'ses', concurrency: 50, arrived },
    async send({ to }): Promise<Outcome> {
      const latency = LATENCY.least + random() * (LATENCY.most - LATENCY.least);
      await time.sleep(latency / 2);
      const taken = take(time.now());
      arrived.push({ at: time.now(), taken, to });
      await time.sleep(latency / 2);
      return taken ? { kind: 'accepted', id: '1' } : { kind: 'throttled', reason: 'Too fast.' };
    },
    quota: async () => ({ perSecond: told, perDay: undefined, sentLastDay: 0, sandbox: false }),
    close: async () => {},
  };
}
