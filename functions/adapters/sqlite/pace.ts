/** Pace (the rate limiter) in SQLite: one row for each stream (lane). */
import { MAX_AHEAD, type Pace } from '../../domain/ledger/ledger.ts';
import { HOUR, type Instant, SECOND } from '../../domain/time/instant.ts';
import type { Database } from './database.ts';

type Row = { next: Instant; pushed: number; factor: number; slow_until: Instant };
const FREE = { next: 0, pushed: 0 };

/** Books a slot with two statements that act as one, because the first takes the write lock. */
export function createPace({ db, transaction }: Database): Pace {
  const row = db.prepare('SELECT next, pushed, factor, slow_until FROM pace WHERE lane = ?');
  const advance = db.prepare(`INSERT INTO pace (lane, next, pushed) VALUES (:lane, :next, :pushed)
    ON CONFLICT DO UPDATE SET next = excluded.next, pushed = excluded.pushed`);
  const slow = db.prepare(`INSERT INTO pace (lane, factor, slow_until) VALUES (:lane, :factor, :until)
    ON CONFLICT DO UPDATE SET factor = excluded.factor, slow_until = excluded.slow_until`);
  const read = (lane: string) => row.get(lane) as Row | undefined;
  /** A slot further ahead than any booking was written by a wrong clock, or at a rate of nothing, and is ignored. */
  const slotOf = (next: Instant, now: Instant, takes: number): Instant =>
    next > now + MAX_AHEAD + Math.min(takes, HOUR) ? now : Math.max(next, now);
  return {
    async take(lane, n, perSecond, now, within) {
      return transaction(() => {
        const { next, pushed } = read(lane) ?? FREE;
        const takes = (n / perSecond) * SECOND;
        const at = slotOf(next, now, takes);
        if (at - now <= within) advance.run({ lane, next: at + takes, pushed });
        return { at, pushed };
      });
    },
    async push(lane, n, perSecond, now) {
      transaction(() => {
        const { next, pushed } = read(lane) ?? FREE;
        const by = Math.min((n / perSecond) * SECOND, HOUR);
        advance.run({ lane, next: slotOf(next, now, by) + by, pushed: pushed + by });
      });
    },
    pushed: async (lane) => read(lane)?.pushed ?? 0,
    async slowed(lane, now) {
      const found = read(lane);
      return found && found.slow_until > now ? { factor: found.factor, until: found.slow_until } : undefined;
    },
    async slow(lane, { factor, until }) {
      slow.run({ lane, factor, until });
    },
  };
}
