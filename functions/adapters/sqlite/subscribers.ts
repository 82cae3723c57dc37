/** Subscribers in SQLite. */
import type { DatabaseSync } from 'node:sqlite';
import { BroadsheetError } from '../../domain/error.ts';
import { isSameRow, refOf } from '../../domain/subscribers/forward.ts';
import type { Subscriber, SubscriberStatus, Subscribers } from '../../domain/subscribers/subscriber.ts';
import type { Database } from './database.ts';
import { createForwards } from './forwards.ts';
import { COLUMNS, fromRow, type SubscriberRow, toRow } from './subscriber-rows.ts';

/** Sorts after every id: base64url is ASCII. */
const AFTER_ALL_IDS = '\u007f';

/** Answered from the index subscribers_active only. */
export const CANDIDATES_SQL = `SELECT id FROM subscribers INDEXED BY subscribers_active
  WHERE status = 'active' AND id > ? AND id < ? AND instr(newsletters, ?) > 0 ORDER BY id LIMIT ?`;

const changedError = () =>
  new BroadsheetError('conflict', 'Somebody changed this subscriber at the same moment.', {
    remedy: 'Read again and try once more.',
  });

const NO_SUBSCRIBERS: Record<SubscriberStatus, number> = {
  pending: 0,
  active: 0,
  unsubscribed: 0,
  bounced: 0,
  complained: 0,
};

/** Prepared once, because an import and a run use them hundreds of thousands of times. */
function prepareStatements(db: DatabaseSync) {
  const values = `(${COLUMNS.map(() => '?').join(', ')})`;
  const changes = COLUMNS.map((c) => `${c} = ?`).join(', ');
  return {
    one: db.prepare('SELECT * FROM subscribers WHERE id = ?'),
    many: db.prepare('SELECT * FROM subscribers WHERE id IN (SELECT value FROM json_each(?))'),
    insert: db.prepare(
      `INSERT INTO subscribers (${COLUMNS.join(', ')}) VALUES ${values} ON CONFLICT DO NOTHING`,
    ),
    replace: db.prepare(`UPDATE subscribers SET ${changes} WHERE id = ? AND version = ?`),
    remove: db.prepare('DELETE FROM subscribers WHERE id = ?'),
    removePending: db.prepare("DELETE FROM subscribers WHERE status = 'pending' AND consent_at < ?"),
    chosen: db.prepare(CANDIDATES_SQL),
    all: db.prepare('SELECT * FROM subscribers WHERE id > ? ORDER BY id LIMIT ?'),
    withStatus: db.prepare('SELECT * FROM subscribers WHERE id > ? AND status = ? ORDER BY id LIMIT ?'),
    counted: db.prepare('SELECT status, count(*) AS count FROM subscribers GROUP BY status'),
  };
}

export function createSubscribers({ db, transaction, emptyLog }: Database): Subscribers {
  const { one, many, insert, replace, remove, removePending, chosen, all, withStatus, counted } =
    prepareStatements(db);

  const forwards = createForwards(db);

  function write(subscriber: Subscriber): Subscriber {
    const version = subscriber.version + 1;
    const row = toRow(subscriber, version);
    const { changes } =
      subscriber.version === 0 ? insert.run(...row) : replace.run(...row, subscriber.id, subscriber.version);
    if (changes === 0) throw changedError();
    return { ...subscriber, version };
  }

  /** False if there was no row. */
  function removeRow(id: string): boolean {
    const row = one.get(id) as SubscriberRow | undefined;
    if (row) forwards.end(fromRow(row).forwards ?? [], id);
    return remove.run(id).changes > 0;
  }

  return {
    put: async (subscriber) => write(subscriber),
    async get(id) {
      const row = one.get(id) as SubscriberRow | undefined;
      return row && fromRow(row);
    },
    async getMany(ids) {
      return (many.all(JSON.stringify(ids)) as SubscriberRow[]).map(fromRow);
    },
    async insertMany(subscribers) {
      // Sorted in the order of the index, which halves its page splits.
      const sorted = subscribers.toSorted((a, b) => (a.id < b.id ? -1 : 1));
      return transaction(() =>
        sorted.reduce((sum, s) => {
          const inserted = insert.run(...toRow(s, 1)).changes > 0;
          if (inserted && s.forwards) forwards.lead(s.forwards, s);
          return sum + Number(inserted);
        }, 0),
      );
    },
    async erase(id) {
      if (transaction(() => removeRow(id))) emptyLog();
    },
    async move(to, from, dropped = []) {
      const stored = transaction(() => {
        const row = one.get(from.id) as SubscriberRow | undefined;
        const found = row && fromRow(row);
        // Another row may have been made at the address since this one was read.
        const old = found && isSameRow(refOf(found), refOf(from)) ? found : undefined;
        if (old && old.version !== from.version) throw changedError();
        const written = write(to);
        forwards.lead(to.forwards ?? [], written);
        forwards.end(dropped, to.id);
        if (old) removeRow(from.id);
        return written;
      });
      emptyLog();
      return stored;
    },
    findForward: async (from) => forwards.of(from),
    findMoves: async (ids) => forwards.among(ids),
    async erasePending(before) {
      const erased = Number(removePending.run(before).changes);
      if (erased > 0) emptyLog();
      return erased;
    },
    async candidates({ newsletter, after, below, limit }) {
      const rows = chosen.all(after, below ?? AFTER_ALL_IDS, JSON.stringify(newsletter), limit);
      return rows.map((row) => String(row.id));
    },
    async page({ after, limit, status }) {
      const rows = status === undefined ? all.all(after, limit) : withStatus.all(after, status, limit);
      return (rows as SubscriberRow[]).map(fromRow);
    },
    async countByStatus() {
      const rows = counted.all() as { status: SubscriberStatus; count: number }[];
      return { ...NO_SUBSCRIBERS, ...Object.fromEntries(rows.map(({ status, count }) => [status, count])) };
    },
  };
}
