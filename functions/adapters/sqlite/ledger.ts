/** The ledger in SQLite. */
import type { Counts } from '../../domain/ledger/compacted-run.ts';
import { countAllSpans } from '../../domain/ledger/id-ranges.ts';
import type { Ledger, RunCounts } from '../../domain/ledger/ledger.ts';
import { createBatchRows } from './batch-rows.ts';
import type { Database } from './database.ts';
import { countOf } from './masks.ts';
import { createRunRows } from './run-rows.ts';

const TALLY = `SELECT count(*) AS batches, coalesce(sum(closed = 0), 0) AS open, coalesce(sum(size), 0) AS members,
  coalesce(sum(bits(started)), 0) AS started, coalesce(sum(bits(again)), 0) AS again,
  coalesce(sum(bits(accepted)), 0) AS accepted, coalesce(sum(bits(departed)), 0) AS departed,
  coalesce(sum(bits(rejected)), 0) AS rejected, coalesce(sum(bits(unknown & ~accepted)), 0) AS unknown,
  coalesce(sum(bits(bounced)), 0) AS bounced, coalesce(sum(bits(complained)), 0) AS complained,
  coalesce(sum(bits(soft & bounced)), 0) AS soft,
  (SELECT count(*) FROM spans WHERE run = :run) AS spans
  FROM batches WHERE run = :run`;

type Tally = Counts & { spans: number };

/** Counts come from one statement, so they show one moment of all batches. */
export function createLedger(database: Database): Ledger {
  const { db, transaction } = database;
  db.function('bits', { deterministic: true }, (mask) => countOf(Number(mask)));
  const tally = db.prepare(TALLY);
  const span = db.prepare('INSERT INTO spans (run, pass, span) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  const spans = db.prepare('SELECT count(*) AS count FROM spans WHERE run = ?');
  const recall = db.prepare('SELECT value FROM memory WHERE key = ?');
  const remember = db.prepare(
    'INSERT INTO memory (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  );
  const forget = db.prepare('DELETE FROM memory WHERE key = ?');
  const drop = db.prepare('DELETE FROM runs WHERE id = ? AND version = ?');
  const dropRest = ['batches', 'spans'].map((table) => db.prepare(`DELETE FROM ${table} WHERE run = ?`));
  const runs = createRunRows(db);
  return {
    ...runs,
    ...createBatchRows(database),
    async spanPlanned(run, pass, n) {
      span.run(run, pass, n);
    },
    async isPlanned(run) {
      return Number(spans.get(run.id)!.count) >= countAllSpans(run);
    },
    async forgetRun({ id, version }) {
      transaction(() => {
        if (drop.run(id, version).changes === 1) for (const rest of dropRest) rest.run(id);
      });
    },
    async counts(id): Promise<RunCounts> {
      const { spans, ...counts } = tally.get({ run: id }) as Tally;
      // The run is read after its batches: if it is not folded now, all batches were there.
      const run = await runs.run(id);
      const planned = run !== undefined && spans >= countAllSpans(run);
      return { planned, ...(run?.folded?.counts ?? counts) };
    },
    async getState(key) {
      return (recall.get(key) as { value: string } | undefined)?.value;
    },
    async setState(key, value) {
      remember.run(key, value);
    },
    async deleteState(key) {
      forget.run(key);
    },
  };
}
