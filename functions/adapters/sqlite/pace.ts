/** Pace (the rate limiter) in SQLite: one row for each stream; `lane` is the stored name. */
import { MAX_AHEAD, type Pace } from '../../domain/ledger/ledger.ts';
import { HOUR, type Instant, SECOND } from '../../domain/time/instant.ts';
import type { Database } from './database.ts';

type Row = { next: Instant; pushed: number; factor: number; slow_until: Instant };
const FREE_STREAM = { next: 0, pushed: 0 };

/** Books a slot with two statements that act as one, because the first takes the write lock. */
export function createPace({ db, transaction }: Database): Pace {
  const row = db.prepare('SELECT next, pushed, factor, slow_until FROM pace WHERE lane = ?');
  const advance = db.prepare(`INSERT INTO pace (lane, next, pushed) VALUES (:stream, :next, :pushed)
    ON CONFLICT DO UPDATE SET next = excluded.next, pushed = excluded.pushed`);
  const slow = db.prepare(`INSERT INTO pace (lane, factor, slow_until) VALUES (:stream, :factor, :until)
    ON CONFLICT DO UPDATE SET factor = excluded.factor, slow_until = excluded.slow_until`);
  const read = (stream: string) => row.get(stream) as Row | undefined;
  /** A slot further ahead than any booking was written by a wrong clock, or at a rate of nothing, and is ignored. */
  const slotOf = (next: Instant, now: Instant, takes: number): Instant =>
    next > now + MAX_AHEAD + Math.min(takes, HOUR) ? now : Math.max(next, now);
  return {
    async take(stream, n, perSecond, now, within) {
      return transaction(() => {
        const { next, pushed } = read(stream) ?? FREE_STREAM;
        const takes = (n / perSecond) * SECOND;
        const at = slotOf(next, now, takes);
        if (at - now <= within) advance.run({ stream, next: at + takes, pushed });
        return { at, pushed };
      });
    },
    async push(stream, n, perSecond, now) {
      transaction(() => {
        const { next, pushed } = read(stream) ?? FREE_STREAM;
        const by = Math.min((n / perSecond) * SECOND, HOUR);
        advance.run({ stream, next: slotOf(next, now, by) + by, pushed: pushed + by });
      });
    },
    pushed: async (stream) => read(stream)?.pushed ?? 0,
    async slowed(stream, now) {
      const found = read(stream);
      return found && found.slow_until > now ? { factor: found.factor, until: found.slow_until } : undefined;
    },
    async slow(stream, { factor, until }) {
      slow.run({ stream, factor, until });
    },
  };
}
