/** The clock: the real time, or a time that starts at CLOCK and runs on. */
import type { Clock } from '../domain/time/instant.ts';
import type { Config } from './config.ts';

/** `zero`: the real instant at which the clock read CLOCK; threads of one process share `zero`. */
export function createClock(config: Pick<Config, 'clock'>, zero: number = Date.now()): Clock {
  const { clock } = config;
  return clock === undefined ? () => Date.now() : () => clock + (Date.now() - zero);
}
