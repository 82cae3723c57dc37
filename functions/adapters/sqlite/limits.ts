/** Limits in SQLite: one row per key in use, thrown away when its window has passed. */
import { MINUTE } from '../../domain/instant.ts';
import type { Limits } from '../../domain/subscriber.ts';
import type { Database } from './database.ts';

export function createLimits({ db }: Database): Limits {
  const forget = db.prepare('DELETE FROM limits WHERE until <= ?');
  // One statement, so that two processes cannot both take the last use.
  const take = db.prepare(
    'INSERT INTO limits VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET used = used + 1 WHERE used < ?',
  );
  const giveBack = db.prepare('UPDATE limits SET used = used - 1 WHERE key = ? AND used > 0');
  const windowed = (key: string, window: number, now: number) => {
    const start = Math.floor(now / window) * window;
    return { key: `${key}@${start}`, until: start + window };
  };

  let tidied = Number.NEGATIVE_INFINITY;
  /** Rows of a window that has passed count for nothing; and to delete none is a write, too, that waits for its turn. */
  const tidy = (now: number) => {
    if (now >= tidied && now < tidied + MINUTE) return;
    forget.run(now);
    tidied = now;
  };

  return {
    async take(key, limit, window, now) {
      tidy(now);
      if (limit < 1) return false;
      const row = windowed(key, window, now);
      return Number(take.run(row.key, row.until, limit).changes) === 1;
    },
    async giveBack(key, window, now) {
      giveBack.run(windowed(key, window, now).key);
    },
  };
}
