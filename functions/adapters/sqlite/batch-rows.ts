/** Rows of batches: leases that fence, write-ahead, outcomes. Each method is one statement, and atomic. */
import {
  type Batch,
  laterKey,
  type Notice,
  noticeText,
  OUTCOME_SETS,
  type OutcomeSet,
} from '../../domain/ledger/batch.ts';
import { type Ledger, MAX_AHEAD } from '../../domain/ledger/ledger.ts';
import { type Database, emptyLogOnce } from './database.ts';
import { createGroupCommit } from './group-commit.ts';
import { maskOf, positionsOf } from './masks.ts';

type Row = Record<OutcomeSet | 'started' | 'again', number> & {
  run: string;
  id: string;
  pass: number;
  span: number;
  members: string;
  size: number;
  next: string | null;
  notice: string | null;
  letter: string | null;
  later: string | null;
  created_at: number;
  lease: number;
  lease_until: number;
  not_before: number;
  started_at: number;
  closed: number;
};

const toMembers = ({ members }: Pick<Batch, 'members'>): string => members.join(' ');
const packNotice = ({ notice }: Pick<Batch, 'notice'>): string | null => (notice ? noticeText(notice) : null);

function toRow(batch: Batch): Row {
  const outcomes = OUTCOME_SETS.map((name) => [name, maskOf(batch.outcomes[name])]);
  return {
    run: batch.run,
    id: batch.id,
    pass: batch.pass,
    span: batch.span,
    members: toMembers(batch),
    size: batch.members.length,
    next: batch.next ?? null,
    notice: packNotice(batch),
    letter: batch.letter ?? null,
    later: batch.later ? JSON.stringify(batch.later) : null,
    created_at: batch.createdAt,
    lease: batch.lease,
    lease_until: batch.leaseUntil,
    not_before: batch.notBefore,
    started: maskOf(batch.started),
    started_at: batch.startedAt,
    again: maskOf(batch.again),
    closed: batch.closed ? 1 : 0,
    ...(Object.fromEntries(outcomes) as Record<OutcomeSet, number>),
  };
}

/** JSON omits undefined properties, so they are restored here. */
const toNotice = (text: string): Notice => ({ to: undefined, letter: undefined, ...JSON.parse(text) });

function toBatch(row: Row): Batch {
  const outcomes = OUTCOME_SETS.map((name) => [name, positionsOf(row[name])]);
  return {
    run: row.run,
    id: row.id,
    pass: row.pass,
    span: row.span,
    members: row.members === '' ? [] : row.members.split(' '),
    next: row.next ?? undefined,
    notice: row.notice === null ? undefined : toNotice(row.notice),
    letter: row.letter ?? undefined,
    ...(row.later !== null && { later: JSON.parse(row.later) as Record<string, string> }),
    createdAt: row.created_at,
    lease: row.lease,
    leaseUntil: row.lease_until,
    notBefore: row.not_before,
    started: positionsOf(row.started),
    startedAt: row.started_at,
    again: positionsOf(row.again),
    outcomes: Object.fromEntries(outcomes) as Batch['outcomes'],
    closed: row.closed === 1,
  };
}

const COLUMNS = [
  'run, id, pass, span, members, size, next, notice, letter, later, created_at, lease, lease_until, not_before',
  'started, started_at, again, closed',
  OUTCOME_SETS.join(', '),
].join(', ');

/** The row of a fenced write: `lease`, the fencing token, is still the caller's, and the batch is open. */
const LEASE_HELD = 'run = :run AND id = :id AND lease = :lease AND closed = 0';

/** Records other letters only: for a copy with the batch's own letter, `null` removes the key from the JSON object (RFC 7396). */
const SET_LATER = `later = CASE
    WHEN :letter IS NULL OR (later IS NULL AND coalesce(letter, :letter) = :letter) THEN later
    ELSE json_patch(coalesce(later, '{}'), iif(coalesce(letter, :letter) = :letter, :own, :others)) END`;

const STATEMENTS = {
  insert: `INSERT INTO batches (${COLUMNS}) VALUES (${COLUMNS.replace(/\w+/g, ':$&')}) ON CONFLICT DO NOTHING`,
  get: 'SELECT * FROM batches WHERE run = ? AND id = ?',
  list: 'SELECT * FROM batches WHERE run = :run AND id > :after ORDER BY id LIMIT :limit',
  claimable: `SELECT id FROM batches WHERE run = ? AND closed = 0 AND free_at <= ?
    ORDER BY free_at, created_at LIMIT ?`,
  astray: `SELECT id FROM batches WHERE run = ? AND closed = 0 AND free_at > ? + ${MAX_AHEAD}
    ORDER BY free_at, created_at LIMIT ?`,
  nextClaimable: 'SELECT min(free_at) AS free_at FROM batches WHERE run = ? AND closed = 0',
  claim: `UPDATE batches SET lease = lease + 1, lease_until = :until, not_before = min(not_before, :now),
    started_at = min(started_at, :now)
    WHERE run = :run AND id = :id AND closed = 0 AND (free_at <= :now OR free_at > :now + ${MAX_AHEAD}) RETURNING *`,
  giveBack: `UPDATE batches SET lease_until = 0, not_before = :notBefore WHERE ${LEASE_HELD}`,
  start: `UPDATE batches SET started = started | :mask, letter = coalesce(letter, :letter), ${SET_LATER}, started_at = :now,
    lease_until = :until WHERE ${LEASE_HELD} AND started & :mask = 0`,
  startAgain: `UPDATE batches SET again = again | :mask, ${SET_LATER}, started_at = :now, lease_until = :until
    WHERE ${LEASE_HELD} AND again & :mask = 0`,
  unstart: `UPDATE batches SET started = started & ~(:mask & ~again), again = again & ~:mask WHERE ${LEASE_HELD}`,
  record: `UPDATE batches SET ${OUTCOME_SETS.map((o) => `${o} = ${o} | :${o}`)} WHERE run = :run AND id = :id`,
  forgetClosed: 'DELETE FROM batches WHERE run = ? AND closed = 1 AND created_at < ?',
  renameMembers: `UPDATE batches SET members = :members, notice = :notice
    WHERE run = :run AND id = :id AND members = :seenMembers AND notice IS :seenNotice`,
  forgetBatch: 'DELETE FROM batches WHERE run = ? AND id = ?',
  close: `UPDATE batches SET closed = 1, lease_until = 0
    WHERE ${LEASE_HELD} AND accepted | departed | rejected | unknown = (1 << size) - 1`,
};

export type BatchRows = Pick<
  Ledger,
  | 'createBatch'
  | 'batch'
  | 'batches'
  | 'claimable'
  | 'nextClaimable'
  | 'claim'
  | 'giveBack'
  | 'start'
  | 'startAgain'
  | 'unstart'
  | 'record'
  | 'close'
  | 'forgetClosed'
  | 'renameMembers'
  | 'forgetBatches'
>;

export function createBatchRows(database: Database): BatchRows {
  const { db, transaction } = database;
  const emptySoon = emptyLogOnce(database);
  const commit = createGroupCommit(database);
  const prepared = Object.entries(STATEMENTS).map(([name, sql]) => [name, db.prepare(sql)]);
  const sql = Object.fromEntries(prepared) as Record<keyof typeof STATEMENTS, ReturnType<typeof db.prepare>>;
  return {
    async createBatch(batch) {
      return sql.insert.run(toRow(batch)).changes === 1;
    },
    async batch({ run, id }) {
      const row = sql.get.get(run, id) as Row | undefined;
      return row && toBatch(row);
    },
    async batches({ run, after, limit }) {
      return (sql.list.all({ run, after, limit }) as Row[]).map(toBatch);
    },
    async claimable(run, now, limit) {
      const free = sql.claimable.all(run, now, limit);
      const found = free.length > 0 ? free : sql.astray.all(run, now, limit);
      return (found as { id: string }[]).map(({ id }) => ({ run, id }));
    },
    async nextClaimable(run) {
      return (sql.nextClaimable.get(run) as { free_at: number | null }).free_at ?? undefined;
    },
    async claim({ run, id }, now, until) {
      const row = await commit(() => sql.claim.get({ run, id, now, until }) as Row | undefined);
      return row && toBatch(row);
    },
    async giveBack({ run, id }, lease, notBefore) {
      await commit(() => sql.giveBack.run({ run, id, lease, notBefore }));
    },
    async start({ run, id }, lease, positions, letter, now, until) {
      const about = {
        run,
        id,
        lease,
        mask: maskOf(positions),
        now,
        until,
        ...laterPatches(positions, 1, letter),
      };
      return (await commit(() => sql.start.run(about))).changes === 1;
    },
    async startAgain({ run, id }, lease, positions, now, until, letter) {
      const about = {
        run,
        id,
        lease,
        mask: maskOf(positions),
        now,
        until,
        ...laterPatches(positions, 2, letter),
      };
      return (await commit(() => sql.startAgain.run(about))).changes === 1;
    },
    async unstart({ run, id }, lease, positions) {
      const about = { run, id, lease, mask: maskOf(positions) };
      return (await commit(() => sql.unstart.run(about))).changes === 1;
    },
    async record({ run, id }, outcomes) {
      const masks = OUTCOME_SETS.map((name) => [name, maskOf(outcomes[name] ?? [])]);
      const about = { run, id, ...Object.fromEntries(masks) };
      await commit(() => sql.record.run(about));
    },
    async forgetClosed(run, before) {
      return Number(sql.forgetClosed.run(run, before).changes);
    },
    async renameMembers({ run, id, ...seen }, now) {
      const before = { seenMembers: toMembers(seen), seenNotice: packNotice(seen) };
      const about = { run, id, ...before, members: toMembers(now), notice: packNotice(now) };
      const { changes } = sql.renameMembers.run(about);
      if (changes === 1) emptySoon();
      return changes === 1;
    },
    async forgetBatches(refs) {
      transaction(() => {
        for (const { run, id } of refs) sql.forgetBatch.run(run, id);
      });
    },
    async close({ run, id }, lease) {
      return (await commit(() => sql.close.run({ run, id, lease }))).changes === 1;
    },
  };
}

/** JSON patches of `later`: for copies with the batch's own letter, and with another one. */
function laterPatches(positions: readonly number[], attempt: 1 | 2, letter: string | undefined) {
  const patch = (value: string | null) =>
    JSON.stringify(Object.fromEntries(positions.map((position) => [laterKey(position, attempt), value])));
  return { letter: letter ?? null, own: patch(null), others: patch(letter ?? null) };
}
