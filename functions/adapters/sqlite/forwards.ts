/** Forwards in SQLite: the rows to which links of older rows lead (redirects). Callers hold the transaction. */
import type { DatabaseSync } from 'node:sqlite';
import type { FollowedLinks, Forward, Forwarded, RowRef } from '../../domain/subscribers/forward.ts';

type Row = { id: string; to_id: string; to_epoch: string; links: FollowedLinks };

export function createForwards(db: DatabaseSync) {
  const one = db.prepare('SELECT * FROM forwards WHERE id = ? AND epoch = ?');
  const many = db.prepare('SELECT id, to_id FROM forwards WHERE id IN (SELECT value FROM json_each(?))');
  const any = db.prepare('SELECT 1 FROM forwards LIMIT 1');
  const put = db.prepare(
    'INSERT OR REPLACE INTO forwards (id, epoch, to_id, to_epoch, links) VALUES (?, ?, ?, ?, ?)',
  );
  const remove = db.prepare('DELETE FROM forwards WHERE id = ? AND epoch = ? AND to_id = ?');
  return {
    lead(
      forwards: readonly Forwarded[],
      { id, epoch = '' }: { id: string; epoch?: string | undefined },
    ): void {
      for (const from of forwards) put.run(from.id, from.epoch, id, epoch, from.links);
    },
    /** Deletes the forwards that lead to the row of that id; one that leads elsewhere stays. */
    end(forwards: readonly RowRef[], to: string): void {
      for (const from of forwards) remove.run(from.id, from.epoch, to);
    },
    of(from: RowRef): Forward | undefined {
      const row = one.get(from.id, from.epoch) as Row | undefined;
      return row && { from, to: { id: row.to_id, epoch: row.to_epoch }, links: row.links };
    },
    among(ids: readonly string[]): ReadonlyMap<string, readonly string[]> {
      // An import asks about every row, and usually nobody has moved.
      if (any.get() === undefined) return new Map();
      const rows = many.all(JSON.stringify(ids)) as Pick<Row, 'id' | 'to_id'>[];
      const groups = [...Map.groupBy(rows, ({ id }) => id)];
      return new Map(groups.map(([id, all]) => [id, all.map(({ to_id }) => to_id)]));
    },
  };
}
