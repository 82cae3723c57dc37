/** Limits in SQLite: one row per key and slot in use (`<key>@<window>.<slot>`), thrown away when the slot counts no more. */
import { spanAt } from '../../domain/limits/sliding-window.ts';
import type { RateLimits } from '../../domain/subscribers/subscriber.ts';
import { type Instant, MINUTE } from '../../domain/time/instant.ts';
import type { Database } from './database.ts';

/** Enough digits that rows of a key sort by time, for windows of a second and more. */
const DIGITS = 12;

export function createLimits({ db }: Database): RateLimits {
  const forget = db.prepare('DELETE FROM limits WHERE until <= ?');
  const counting = 'FROM limits WHERE key BETWEEN :first AND :last AND until > :now';
  const sum = `SELECT total(used) AS used ${counting}`;
  // One statement, so that two processes cannot both take the last use.
  const take = db.prepare(`INSERT INTO limits SELECT :key, :until, 1 WHERE (${sum}) < :limit
    ON CONFLICT DO UPDATE SET used = used + 1, until = max(until, excluded.until)`);
  const newest = `key = (SELECT max(key) ${counting} AND used > 0)`;
  // What came to nothing leaves no row: whoever is refused a thousand times a second fills no disk.
  const giveBackLast = db.prepare(`DELETE FROM limits WHERE ${newest} AND used = 1`);
  const giveBack = db.prepare(`UPDATE limits SET used = used - 1 WHERE ${newest}`);
  const used = db.prepare(sum);

  const { synchronous } = db.prepare('PRAGMA synchronous').get() as { synchronous: number };
  /** Does not wait for the disk: the write of what the use is for waits for both. A crash forgets none; a power cut may, of what came to nothing. */
  const hurried = <T>(write: () => T): T => {
    db.exec('PRAGMA synchronous = NORMAL');
    try {
      return write();
    } finally {
      db.exec(`PRAGMA synchronous = ${synchronous}`);
    }
  };

  let tidied = Number.NEGATIVE_INFINITY;
  /** Rows of a slot that has passed count for nothing; and to delete none is a write, too, that waits for its turn. */
  const tidy = (now: Instant) => {
    if (now >= tidied && now < tidied + MINUTE) return;
    forget.run(now);
    tidied = now;
  };

  return {
    async take(key, limit, window, now) {
      tidy(now);
      if (limit < 1) return false;
      const { slot, ...rows } = rowsOf(key, window, now);
      const taken = hurried(() => take.run({ ...rows, key: slot, until: now + window, limit, now }));
      return Number(taken.changes) === 1;
    },
    async giveBack(key, window, now) {
      const { first, last } = rowsOf(key, window, now);
      hurried(() => {
        const { changes } = giveBackLast.run({ first, last, now });
        if (Number(changes) === 0) giveBack.run({ first, last, now });
      });
    },
    async used(key, window, now) {
      const { first, last } = rowsOf(key, window, now);
      return Number((used.get({ first, last, now }) as { used: number }).used);
    },
  };
}

function rowsOf(key: string, window: number, now: Instant) {
  const { slot, first, last } = spanAt(window, now);
  const row = (n: number) => `${key}@${window}.${String(Math.max(0, n)).padStart(DIGITS, '0')}`;
  return { slot: row(slot), first: row(first), last: row(last) };
}
