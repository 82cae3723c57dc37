/** Pace in SQLite: one row per lane. */
import { HOUR, type Instant, SECOND } from '../../domain/instant.ts';
import { FARTHEST, type Pace } from '../../domain/ledger.ts';
import type { Database } from './database.ts';

/** Two statements read and advance the lane as one, because the first takes the write lock. */
export function createPace({ db, transaction }: Database): Pace {
  const row = db.prepare('SELECT next, factor, slow_until FROM pace WHERE lane = ?');
  const advance = db.prepare(
    'INSERT INTO pace (lane, next) VALUES (:lane, :next) ON CONFLICT DO UPDATE SET next = excluded.next',
  );
  const slow = db.prepare(`INSERT INTO pace (lane, factor, slow_until) VALUES (:lane, :factor, :until)
    ON CONFLICT DO UPDATE SET factor = excluded.factor, slow_until = excluded.slow_until`);
  const read = (lane: string) =>
    row.get(lane) as { next: Instant; factor: number; slow_until: Instant } | undefined;
  return {
    async take(lane, n, perSecond, now, within) {
      return transaction(() => {
        const next = read(lane)?.next ?? 0;
        const takes = (n / perSecond) * SECOND;
        // Further ahead than anybody books: by a clock that was wrong, or at a rate of nothing.
        const slot = next > now + FARTHEST + Math.min(takes, HOUR) ? now : Math.max(next, now);
        if (slot - now <= within) advance.run({ lane, next: slot + takes });
        return slot;
      });
    },
    async slowed(lane, now) {
      const found = read(lane);
      return found && found.slow_until > now ? { factor: found.factor, until: found.slow_until } : undefined;
    },
    async slow(lane, { factor, until }) {
      slow.run({ lane, factor, until });
    },
  };
}
