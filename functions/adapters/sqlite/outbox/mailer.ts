/** The outbox mailer: accepts messages into a file. A row keeps the recipe of a message and the hash of its bytes, not the bytes. */
import { hash } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Mailer, Message, Outcome } from '../../../domain/delivery/mailer.ts';
import { outboxKind } from '../../../domain/ledger/run-key.ts';

const NO_LIMITS = { perSecond: undefined, perDay: undefined, sentLastDay: 0, sandbox: false };
/** Eight workers with a chunk each: their messages share a transaction, and so the index pages that it writes. */
const CONCURRENCY = 80;

type Waiting = { row: ReturnType<typeof columns>; answer(outcome: Outcome): void };

/**
 * Messages of one turn of the event loop are committed together (group commit), and answered after the commit. So an accepted message is in
 * the file, and the file is evidence.
 */
export function createOutboxMailer(db: DatabaseSync): Mailer {
  const insert = db.prepare(`INSERT INTO accepted
    (run, batch, position, attempt, recipient, to_key, subject, kind, at, letter, recipe, hash, bytes)
    SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13
    WHERE NOT EXISTS (SELECT 1 FROM fences WHERE run = ?1 AND batch = ?2 AND lease > ?14)`);
  const fence = db.prepare(`INSERT INTO fences (run, batch, lease) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET lease = max(lease, excluded.lease)`);
  const find = db.prepare('SELECT DISTINCT position, attempt FROM accepted WHERE run = ? AND batch = ?');
  const read = createReader();
  let waiting: Waiting[] = [];
  const commit = (): void => {
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    const outcomes = accept(
      db,
      insert,
      group.map(({ row }) => row),
    );
    for (const [i, { answer }] of group.entries()) answer(outcomes[i]!);
  };
  return {
    name: 'outbox',
    concurrency: CONCURRENCY,
    send: (message) =>
      new Promise((answer) => {
        if (waiting.push({ row: columns(message, read(message)), answer }) === 1) setImmediate(commit);
      }),
    quota: async () => NO_LIMITS,
    evidence: {
      conclusive: true,
      /** Raises the fence: a write that is under way finishes first, and a later write finds the fence. */
      async find(run, batch, lease) {
        // A message that was handed over this very moment is evidence too.
        commit();
        fence.run(run, batch, lease);
        return find.all(run, batch) as { position: number; attempt: 1 | 2 }[];
      },
    },
    async close() {
      commit();
      db.close();
    },
  };
}

function accept(db: DatabaseSync, insert: StatementSync, rows: readonly Waiting['row'][]): Outcome[] {
  try {
    db.exec('BEGIN IMMEDIATE');
    const outcomes = rows.map((row): Outcome => {
      const { changes, lastInsertRowid } = insert.run(...row);
      return changes === 1 ? { kind: 'accepted', id: String(lastInsertRowid) } : LATE;
    });
    db.exec('COMMIT');
    return outcomes;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    const reason = `The outbox could not be written: ${(error as Error).message}`;
    // After the rollback no message is accepted. A full disk or a locked file may pass.
    return rows.map(() => ({ kind: 'throttled', reason }));
  }
}

/** Another worker has the batch by now, and knows that this copy was not accepted. */
const LATE: Outcome = { kind: 'throttled', reason: 'Somebody else delivers this batch by now.' };

type Print = { hash: Uint8Array; bytes: number };

/** Hashes every message in one reused buffer: a buffer for each would be garbage at once, many megabytes before a collection. */
function createReader(): (message: Message) => Print {
  let room = Buffer.allocUnsafeSlow(0);
  return (message) => {
    const { composed } = message;
    if (composed && composed.length > room.length) room = Buffer.allocUnsafeSlow(composed.length);
    const bytes = composed ? composed.writeTo(room) : message.raw;
    return { hash: hash('sha256', bytes, 'buffer'), bytes: bytes.length };
  };
}

function columns({ to, subject, tags, lease, recipe }: Message, print: Print) {
  const { run, batch, pos } = tags;
  const made = JSON.stringify({ recipient: recipe.recipient, stamp: recipe.stamp });
  const place = [run, batch, Number(pos), Number(tags.try)] as const;
  const seen = [to, to.toLowerCase(), subject, outboxKind(run, batch), recipe.stamp.at] as const;
  return [...place, ...seen, recipe.letter, made, print.hash, print.bytes, lease] as const;
}
