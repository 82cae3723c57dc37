/** Looking into the outbox: lists, and each message composed again exactly as it was accepted. */
import { hash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { compose, prepare } from '../../domain/compose.ts';
import { BroadsheetError } from '../../domain/error.ts';
import type { Letter, Recipient, Stamp } from '../../domain/letter.ts';
import type { Outbox, OutboxMessage } from '../../domain/outbox.ts';

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

const MATCHING = 'FROM accepted WHERE (:to IS NULL OR to_key = :to) AND (:run IS NULL OR run = :run)';

/** An id is a number counted up from 1; anything else is nobody's. */
const seqOf = (id: string): number => (/^[1-9]\d{0,14}$/.test(id) ? Number(id) : 0);

export function createOutbox(db: DatabaseSync, letters: ReadLetter): Outbox {
  const count = db.prepare(`SELECT count(*) AS total ${MATCHING}`);
  const list = db.prepare(`SELECT * ${MATCHING} AND seq < :before ORDER BY seq DESC LIMIT :limit`);
  const get = db.prepare('SELECT * FROM accepted WHERE seq = ?');
  const find = (id: string) => get.get(seqOf(id)) as Row | undefined;
  return {
    async list({ to, run, limit, before }) {
      const query = { to: to?.toLowerCase() ?? null, run: run ?? null };
      const { total } = count.get(query) as { total: number };
      const end = before === undefined ? Number.MAX_SAFE_INTEGER : seqOf(before);
      return { total, messages: (list.all({ ...query, before: end, limit }) as Row[]).map(toMessage) };
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
  const bytes = compose(prepare(letter, row.letter), recipient, stamp);
  if (bytes && hash('sha256', bytes, 'buffer').equals(row.hash)) return bytes;
  throw new BroadsheetError('broken', `Message ${row.seq} can no longer be made as it was accepted.`, {
    remedy: 'It was written by another version of Broadsheet: look at it with that one, or empty the outbox.',
  });
}
