/** The clock: now, or one that starts at CLOCK and runs on. */
import type { Clock } from '../domain/time/instant.ts';
import type { Config } from './config.ts';

/** `zero` is the real instant at which CLOCK was the time; threads of one process share it. */
export function createClock(config: Pick<Config, 'clock'>, zero: number = Date.now()): Clock {
  const { clock } = config;
  return clock === undefined ? () => Date.now() : () => clock + (Date.now() - zero);
}
