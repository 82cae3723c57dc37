/** Subscribers in SQLite. */
import type { DatabaseSync } from 'node:sqlite';
import { BroadsheetError } from '../../domain/error.ts';
import type { Subscriber, SubscriberStatus, Subscribers } from '../../domain/subscriber.ts';
import type { Database } from './database.ts';

const COLUMNS = [
  'id',
  'email',
  'name',
  'status',
  'newsletters',
  'topics',
  'labels',
  'consent_at',
  'consent_source',
  'consent_form',
  'confirmed_at',
  'paused_until',
  'changed_at',
  'reason',
  'asked',
  'version',
  'soft_bounces',
  'rest_until',
  'remarks',
  'vouched',
] as const;

type Row = Record<(typeof COLUMNS)[number], string | number | null>;

const listOrNull = (list: readonly unknown[] | undefined): string | null =>
  list === undefined || list.length === 0 ? null : JSON.stringify(list);

/** In the order of COLUMNS. */
const toRow = (s: Subscriber, version: number) => [
  s.id,
  s.email,
  s.name,
  s.status,
  JSON.stringify(s.newsletters),
  JSON.stringify(s.topics),
  JSON.stringify(s.labels),
  s.consent.at,
  s.consent.source,
  s.consent.form,
  s.consent.confirmedAt ?? null,
  s.pausedUntil ?? null,
  s.changedAt,
  s.reason,
  s.asked === undefined ? null : JSON.stringify(s.asked),
  version,
  s.softBounces === undefined ? null : JSON.stringify(s.softBounces),
  s.restUntil ?? null,
  listOrNull(s.remarks),
  listOrNull(s.vouched),
];

const fromRow = (row: Row): Subscriber => ({
  id: String(row.id),
  email: String(row.email),
  name: String(row.name),
  status: row.status as SubscriberStatus,
  newsletters: JSON.parse(String(row.newsletters)),
  topics: JSON.parse(String(row.topics)),
  labels: JSON.parse(String(row.labels)),
  consent: {
    at: Number(row.consent_at),
    source: String(row.consent_source),
    form: String(row.consent_form),
    confirmedAt: row.confirmed_at === null ? undefined : Number(row.confirmed_at),
  },
  pausedUntil: row.paused_until === null ? undefined : Number(row.paused_until),
  changedAt: Number(row.changed_at),
  reason: String(row.reason),
  asked: row.asked === null ? undefined : JSON.parse(String(row.asked)),
  version: Number(row.version),
  softBounces: row.soft_bounces === null ? undefined : JSON.parse(String(row.soft_bounces)),
  restUntil: row.rest_until === null ? undefined : Number(row.rest_until),
  ...(row.remarks !== null && { remarks: JSON.parse(String(row.remarks)) }),
  ...(row.vouched !== null && { vouched: JSON.parse(String(row.vouched)) }),
});

/** Sorts after every id: base64url is ASCII. */
const AFTER_ALL = '\u007f';

/** Answered from subscribers_active alone. */
export const CANDIDATES = `SELECT id FROM subscribers INDEXED BY subscribers_active
  WHERE status = 'active' AND id > ? AND id < ? AND instr(newsletters, ?) > 0 ORDER BY id LIMIT ?`;

const NOBODY: Record<SubscriberStatus, number> = {
  pending: 0,
  active: 0,
  unsubscribed: 0,
  bounced: 0,
  complained: 0,
};

/** Prepared once: an import and a run go through these hundreds of thousands of times. */
function statements(db: DatabaseSync) {
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
    chosen: db.prepare(CANDIDATES),
    all: db.prepare('SELECT * FROM subscribers WHERE id > ? ORDER BY id LIMIT ?'),
    withStatus: db.prepare('SELECT * FROM subscribers WHERE id > ? AND status = ? ORDER BY id LIMIT ?'),
    counted: db.prepare('SELECT status, count(*) AS count FROM subscribers GROUP BY status'),
  };
}

export function createSubscribers({ db, transaction, emptyLog }: Database): Subscribers {
  const { one, many, insert, replace, remove, removePending, chosen, all, withStatus, counted } =
    statements(db);

  async function put(subscriber: Subscriber): Promise<Subscriber> {
    const version = subscriber.version + 1;
    const row = toRow(subscriber, version);
    const { changes } =
      subscriber.version === 0 ? insert.run(...row) : replace.run(...row, subscriber.id, subscriber.version);
    if (changes === 0)
      throw new BroadsheetError('conflict', 'Somebody changed this subscriber at the same moment.', {
        remedy: 'Read again and try once more.',
      });
    return { ...subscriber, version };
  }

  return {
    put,
    async get(id) {
      const row = one.get(id) as Row | undefined;
      return row && fromRow(row);
    },
    async getMany(ids) {
      return (many.all(JSON.stringify(ids)) as Row[]).map(fromRow);
    },
    async insertMany(subscribers) {
      // In the order of the tree they go into: half the page splits.
      const rows = subscribers.map((s) => toRow(s, 1)).sort((a, b) => (a[0]! < b[0]! ? -1 : 1));
      return transaction(() => rows.reduce((sum, row) => sum + Number(insert.run(...row).changes), 0));
    },
    async erase(id) {
      if (remove.run(id).changes > 0) emptyLog();
    },
    async erasePending(before) {
      const erased = Number(removePending.run(before).changes);
      if (erased > 0) emptyLog();
      return erased;
    },
    async candidates({ newsletter, after, below, limit }) {
      const rows = chosen.all(after, below ?? AFTER_ALL, JSON.stringify(newsletter), limit);
      return rows.map((row) => String(row.id));
    },
    async page({ after, limit, status }) {
      const rows = status === undefined ? all.all(after, limit) : withStatus.all(after, status, limit);
      return (rows as Row[]).map(fromRow);
    },
    async tally() {
      const rows = counted.all() as { status: SubscriberStatus; count: number }[];
      return { ...NOBODY, ...Object.fromEntries(rows.map(({ status, count }) => [status, count])) };
    },
  };
}
