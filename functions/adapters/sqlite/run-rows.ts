/** Rows of runs. */
import type { DatabaseSync } from 'node:sqlite';
import { BroadsheetError } from '../../domain/error.ts';
import type { CompactedRun } from '../../domain/ledger/compacted-run.ts';
import type { Ledger } from '../../domain/ledger/ledger.ts';
import type { Run, RunState, RunText } from '../../domain/ledger/run.ts';

type Row = {
  id: string;
  kind: string;
  subject_of: string;
  newsletter: string;
  subject: string;
  letter: string | null;
  articles: string;
  state: string;
  reason: string;
  cutoff: number;
  until: number | null;
  spans: number;
  created_at: number;
  ended_at: number | null;
  passes: number;
  folded: string | null;
  version: number;
  prints: string | null;
  texts: string | null;
};

const toRow = (run: Run): Row => ({
  id: run.id,
  kind: run.kind,
  subject_of: run.of,
  newsletter: run.newsletter,
  subject: run.subject,
  letter: run.letter ?? null,
  articles: JSON.stringify(run.articles),
  state: run.state,
  reason: run.reason,
  cutoff: run.cutoff,
  until: run.until ?? null,
  spans: run.spans,
  created_at: run.createdAt,
  ended_at: run.endedAt ?? null,
  passes: run.passes,
  folded: run.folded ? JSON.stringify(run.folded) : null,
  version: run.version,
  prints: run.prints ? JSON.stringify(run.prints) : null,
  texts: run.texts ? JSON.stringify(run.texts) : null,
});

const toRun = (row: Row): Run => ({
  id: row.id,
  kind: row.kind as Run['kind'],
  of: row.subject_of,
  newsletter: row.newsletter,
  subject: row.subject,
  letter: row.letter ?? undefined,
  articles: JSON.parse(row.articles) as string[],
  state: row.state as RunState,
  reason: row.reason,
  cutoff: row.cutoff,
  until: row.until ?? undefined,
  spans: row.spans,
  createdAt: row.created_at,
  endedAt: row.ended_at ?? undefined,
  passes: row.passes,
  ...(row.folded !== null && { folded: JSON.parse(row.folded) as CompactedRun }),
  version: row.version,
  ...(row.prints !== null && { prints: JSON.parse(row.prints) as string[] }),
  ...(row.texts !== null && { texts: JSON.parse(row.texts) as RunText[] }),
});

const COLUMNS = [
  'id',
  'kind',
  'subject_of',
  'newsletter',
  'subject',
  'letter',
  'articles',
  'state',
  'reason',
  'cutoff',
  'until',
  'spans',
  'created_at',
  'ended_at',
  'passes',
  'folded',
  'version',
  'prints',
  'texts',
];

const STATEMENTS = {
  insert: `INSERT INTO runs (${COLUMNS}) VALUES (${COLUMNS.map((c) => `:${c}`)}) ON CONFLICT DO NOTHING`,
  update: `UPDATE runs SET ${COLUMNS.map((c) => `${c} = :${c}`)} WHERE id = :id AND version = :version - 1`,
  get: 'SELECT * FROM runs WHERE id = ?',
  list: `SELECT * FROM runs
    WHERE (:states IS NULL OR state IN (SELECT value FROM json_each(:states)))
      AND (:newsletter IS NULL OR newsletter = :newsletter)
    ORDER BY created_at DESC, id DESC LIMIT :limit`,
};

const changedError = () =>
  new BroadsheetError('conflict', 'The run was changed by somebody else at the same moment.', {
    remedy: 'Look at its state again.',
  });

export function createRunRows(db: DatabaseSync): Pick<Ledger, 'createRun' | 'run' | 'runs' | 'putRun'> {
  const insert = db.prepare(STATEMENTS.insert);
  const update = db.prepare(STATEMENTS.update);
  const get = db.prepare(STATEMENTS.get);
  const list = db.prepare(STATEMENTS.list);
  return {
    async createRun(run) {
      return insert.run(toRow(run)).changes === 1;
    },
    async run(id) {
      const row = get.get(id) as Row | undefined;
      return row && toRun(row);
    },
    async runs({ states, newsletter, limit }) {
      const rows = list.all({
        states: states ? JSON.stringify(states) : null,
        newsletter: newsletter ?? null,
        limit,
      });
      return (rows as Row[]).map(toRun);
    },
    async putRun(run) {
      const stored = { ...run, version: run.version + 1 };
      if (update.run(toRow(stored)).changes === 0) throw changedError();
      return stored;
    },
  };
}
