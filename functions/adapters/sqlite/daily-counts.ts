/** Daily counts (counters by day and source) in SQLite. */
import type { DailyCount, DailyCounts } from '../../domain/subscribers/subscriber.ts';
import type { Database } from './database.ts';

export function createDailyCounts({ db }: Database): DailyCounts {
  const add = db.prepare(
    'INSERT INTO daily_counts VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count',
  );
  const read = db.prepare(
    'SELECT * FROM daily_counts WHERE day BETWEEN ? AND ? ORDER BY day, event, reason, newsletter, source',
  );

  return {
    async add({ day, event, reason, newsletter, source, count }) {
      add.run(day, event, reason, newsletter, source, count);
    },
    async read({ from, to }) {
      return (read.all(from, to) as DailyCount[]).map((row) => ({ ...row }));
    },
  };
}
