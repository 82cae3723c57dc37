/** Reads the outbox: lists, and each message composed again exactly as it was accepted. */
import { hash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Outbox, OutboxMessage } from '../../../domain/delivery/outbox.ts';
import { BroadsheetError } from '../../../domain/error.ts';
import { compose, prepareLetter } from '../../../domain/letters/compose.ts';
import type { Letter, Recipient, Stamp } from '../../../domain/letters/letter.ts';

/** Reads a frozen letter by its hash; throws `not-found`. */
export type ReadLetter = (hash: string) => Promise<Letter>;

type Row = {
  seq: number;
  run: string;
  attempt: 1 | 2;
  recipient: string;
  subject: string;
  kind: string;
  at: number;
  letter: string;
  recipe: string;
  hash: Uint8Array;
  bytes: number;
};

const toMessage = (row: Row): OutboxMessage => ({
  id: String(row.seq),
  to: row.recipient,
  subject: row.subject,
  kind: row.kind,
  run: row.run,
  at: row.at,
  attempt: row.attempt,
  bytes: row.bytes,
});

type Query = { to?: string; run?: string };

/** The total from first and last number: rows are numbered in turn and never deleted, so 200,000 need no counting ten times a second. */
const TOTAL_SQL = `SELECT coalesce((SELECT max(seq) FROM accepted) - (SELECT min(seq) FROM accepted) + 1, 0) AS total`;
const totalSql = (where: string) => `SELECT count(*) AS total FROM accepted WHERE ${where}`;

/** Reads only the requested rows of the 200,000 (200 MB); the choice is answered from an index. */
function prepareSelection(db: DatabaseSync, count: string, where: string) {
  const counted = db.prepare(count);
  const chosen = `SELECT seq FROM accepted WHERE ${where} AND seq < :before ORDER BY seq DESC LIMIT :limit`;
  const list = db.prepare(`SELECT * FROM accepted WHERE seq IN (${chosen}) ORDER BY seq DESC`);
  return {
    total: (query: Query) => Number(counted.get(query)!.total),
    list: (query: Query & { before: number; limit: number }) => list.all(query) as Row[],
  };
}

function prepareSelections(db: DatabaseSync) {
  const [run, to] = ['run = :run', 'to_key = :to'];
  return {
    all: prepareSelection(db, TOTAL_SQL, 'true'),
    // The `+` avoids the run's index, by which the whole run would be sorted first. The newest of a run are mostly the newest of all.
    ofRun: prepareSelection(db, totalSql(run), `+${run}`),
    toOne: prepareSelection(db, totalSql(to), to),
    toOneOfRun: prepareSelection(db, totalSql(`${to} AND ${run}`), `${to} AND ${run}`),
  };
}

/** An id is a positive whole number; any other text finds no message. */
const seqOf = (id: string): number => (/^[1-9]\d{0,14}$/.test(id) ? Number(id) : 0);

export function createOutbox(db: DatabaseSync, letters: ReadLetter): Outbox {
  const { all, ofRun, toOne, toOneOfRun } = prepareSelections(db);
  const get = db.prepare('SELECT * FROM accepted WHERE seq = ?');
  const find = (id: string) => get.get(seqOf(id)) as Row | undefined;
  return {
    async list({ to, run, limit, before }) {
      const query = {
        ...(to === undefined ? {} : { to: to.toLowerCase() }),
        ...(run === undefined ? {} : { run }),
      };
      const [some, others] = run === undefined ? [toOne, all] : [toOneOfRun, ofRun];
      const matching = to === undefined ? others : some;
      const end = before === undefined ? Number.MAX_SAFE_INTEGER : seqOf(before);
      const rows = matching.list({ ...query, before: end, limit });
      return { total: matching.total(query), messages: rows.map(toMessage) };
    },
    async message(id) {
      const row = find(id);
      return row && toMessage(row);
    },
    async eml(id) {
      const row = find(id);
      return row && composeAgain(row, await letters(row.letter));
    },
  };
}

function composeAgain(row: Row, letter: Letter): Uint8Array {
  const { recipient, stamp } = JSON.parse(row.recipe) as { recipient: Recipient; stamp: Stamp };
  const bytes = compose(prepareLetter(letter, row.letter), recipient, stamp);
  if (bytes && hash('sha256', bytes, 'buffer').equals(row.hash)) return bytes;
  throw new BroadsheetError('broken', `Message ${row.seq} can no longer be made as it was accepted.`, {
    remedy:
      'Another version of Broadsheet accepted the message: look at it with that one, or empty the outbox.',
  });
}
