/**
 * Rate limits in SQLite (sliding window): one row per key and slot in use (`<key>@<window>.<slot>`), deleted when the slot no longer
 * counts.
 */
import { slotRangeAt } from '../../domain/limits/sliding-window.ts';
import type { RateLimits } from '../../domain/subscribers/subscriber.ts';
import { type Instant, MINUTE } from '../../domain/time/instant.ts';
import type { Database } from './database.ts';

/** Enough digits that rows of a key sort by time, for windows of a second and more. */
const SLOT_DIGITS = 12;

export function createLimits({ db }: Database): RateLimits {
  const forget = db.prepare('DELETE FROM limits WHERE until <= ?');
  const counting = 'FROM limits WHERE key BETWEEN :first AND :last AND until > :now';
  const sum = `SELECT total(used) AS used ${counting}`;
  // One statement, so that two processes cannot both take the last use.
  const take = db.prepare(`INSERT INTO limits SELECT :key, :until, 1 WHERE (${sum}) < :limit
    ON CONFLICT DO UPDATE SET used = used + 1, until = max(until, excluded.until)`);
  const newest = `key = (SELECT max(key) ${counting} AND used > 0)`;
  // A use that is given back leaves no row, so thousands of refusals a second fill no disk.
  const giveBackLast = db.prepare(`DELETE FROM limits WHERE ${newest} AND used = 1`);
  const giveBack = db.prepare(`UPDATE limits SET used = used - 1 WHERE ${newest}`);
  const used = db.prepare(sum);

  const { synchronous } = db.prepare('PRAGMA synchronous').get() as { synchronous: number };
  /**
   * Writes without waiting for the disk; the later write, for which the use was taken, waits for both. A crash loses nothing; a power cut
   * may lose uses without a later write.
   */
  const writeUnsynced = <T>(write: () => T): T => {
    db.exec('PRAGMA synchronous = NORMAL');
    try {
      return write();
    } finally {
      db.exec(`PRAGMA synchronous = ${synchronous}`);
    }
  };

  let lastCleanup = Number.NEGATIVE_INFINITY;
  /** Deletes rows of past slots at most once a minute: such rows count nothing, and even a delete without rows takes the write lock. */
  const deleteExpired = (now: Instant) => {
    if (now >= lastCleanup && now < lastCleanup + MINUTE) return;
    forget.run(now);
    lastCleanup = now;
  };

  return {
    async take(key, limit, window, now) {
      deleteExpired(now);
      if (limit < 1) return false;
      const { slot, ...rows } = slotRows(key, window, now);
      const taken = writeUnsynced(() => take.run({ ...rows, key: slot, until: now + window, limit, now }));
      return Number(taken.changes) === 1;
    },
    async giveBack(key, window, now) {
      const { first, last } = slotRows(key, window, now);
      writeUnsynced(() => {
        const { changes } = giveBackLast.run({ first, last, now });
        if (Number(changes) === 0) giveBack.run({ first, last, now });
      });
    },
    async countUses(key, window, now) {
      const { first, last } = slotRows(key, window, now);
      return Number((used.get({ first, last, now }) as { used: number }).used);
    },
  };
}

function slotRows(key: string, window: number, now: Instant) {
  const { slot, first, last } = slotRangeAt(window, now);
  const row = (n: number) => `${key}@${window}.${String(Math.max(0, n)).padStart(SLOT_DIGITS, '0')}`;
  return { slot: row(slot), first: row(first), last: row(last) };
}
