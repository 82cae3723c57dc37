/** Suppressions in SQLite. */
import type { Suppression, Suppressions } from '../../domain/subscribers/subscriber.ts';
import type { Database } from './database.ts';

export function createSuppressions({ db }: Database): Suppressions {
  const found = db.prepare('SELECT * FROM suppressions WHERE hash IN (SELECT value FROM json_each(?))');
  const insert = db.prepare('INSERT INTO suppressions VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  const remove = db.prepare('DELETE FROM suppressions WHERE hash = ?');
  const counted = db.prepare('SELECT count(*) AS count FROM suppressions');

  return {
    async find(hashes) {
      const rows = found.all(JSON.stringify(hashes)) as Suppression[];
      return new Map(rows.map(({ hash, reason, at }) => [hash, { hash, reason, at }]));
    },
    async add({ hash, reason, at }) {
      insert.run(hash, reason, at);
    },
    async lift(hash) {
      remove.run(hash);
    },
    async count() {
      return Number(counted.get()!.count);
    },
  };
}
