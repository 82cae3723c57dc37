/** What is wrong with a run that is over: the ledger held against what was really accepted. */

import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '../../../functions/adapters/sqlite/database.ts';
import { createLedger } from '../../../functions/adapters/sqlite/ledger.ts';
import { type Batch, decided } from '../../../functions/domain/ledger/batch.ts';
import type { RunCounts as LedgerStanding } from '../../../functions/domain/ledger/ledger.ts';
import type { Copy } from './carriers.ts';
import { RUN } from './paper.ts';

/** exactly: one copy each, and the ledger knows it. honestly: what may be none, or two, is marked as that. */
export type Promised = 'exactly' | 'honestly';

/** How many of a run became what. */
export async function fatesOf(dataDir: string, run: string): Promise<LedgerStanding> {
  const database = openDatabase(join(dataDir, 'broadsheet.db'), { durable: false });
  try {
    return await createLedger(database).counts(run);
  } finally {
    database.close();
  }
}

async function batchesOf(dataDir: string): Promise<{ state: string | undefined; batches: Batch[] }> {
  const database = openDatabase(join(dataDir, 'broadsheet.db'), { durable: false });
  try {
    const ledger = createLedger(database);
    const state = (await ledger.run(RUN))?.state;
    const found = await Promise.all(
      [RUN, 'notices'].map((run) => ledger.batches({ run, after: '', limit: 10_000 })),
    );
    return { state, batches: found.flat() };
  } finally {
    database.close();
  }
}

export const faultsOf = async (
  dataDir: string,
  copies: readonly Copy[],
  promised: Promised,
): Promise<string[]> => faultsIn({ run: RUN, ...(await batchesOf(dataDir)) }, copies, promised);

export type Over = { run: string; state: string | undefined; batches: readonly Batch[] };

/** Sentences; none where everything is as promised. */
export function faultsIn(
  { run, state, batches }: Over,
  copies: readonly Copy[],
  promised: Promised,
): string[] {
  const given = Map.groupBy(copies, (copy) => `${copy.run} ${copy.batch} ${copy.position}`);
  const members = batches.filter((batch) => batch.run === run).flatMap((batch) => batch.members);
  return [
    ...(state === 'done' ? [] : [`the run is ${state}`]),
    ...(new Set(members).size === members.length ? [] : ['somebody is in the run twice']),
    ...batches.flatMap((batch) => [
      ...looseEnds(batch),
      ...batch.members.flatMap((_, position) => {
        const got = given.get(`${batch.run} ${batch.id} ${position}`)?.length ?? 0;
        return wrongAt(batch, position, got, promised).map(
          (fault) => `${batch.run} ${batch.id} ${position}: ${fault}`,
        );
      }),
    ]),
  ];
}

function looseEnds(batch: Batch): string[] {
  const known = decided(batch);
  const open = [...batch.started].filter((position) => !known.has(position));
  return [
    ...(batch.closed ? [] : [`${batch.id} is open`]),
    ...(open.length > 0 ? [`${batch.id} left ${open} started`] : []),
    ...(batch.leaseUntil === 0 ? [] : [`${batch.id} is leased`]),
  ];
}

function wrongAt({ again, outcomes }: Batch, position: number, got: number, promised: Promised): string[] {
  const [accepted, unknown] = [outcomes.accepted.has(position), outcomes.unknown.has(position)];
  const excused = outcomes.departed.has(position) || outcomes.rejected.has(position);
  if (promised === 'exactly') return got === 1 && accepted && !unknown ? [] : [`${got} copies`];
  return [
    ...(got > 2 ? [`${got} copies`] : []),
    ...(got === 2 && !again.has(position) && !unknown ? ['two copies in silence'] : []),
    ...(got === 0 && !unknown && !excused ? ['no copy, and nobody knows'] : []),
    ...(got === 0 && accepted ? ['called accepted, and is not'] : []),
  ];
}

/** As if so many milliseconds had passed while nothing ran here: every instant that somebody waits for comes nearer. */
export function age(dataDir: string, milliseconds: number): void {
  const db = new DatabaseSync(join(dataDir, 'broadsheet.db'));
  try {
    db.exec('PRAGMA busy_timeout = 10000');
    const earlier = (name: string) => `${name} = max(0, ${name} - ${milliseconds})`;
    db.exec(`UPDATE batches SET ${['lease_until', 'not_before', 'started_at'].map(earlier)}`);
    db.exec(`UPDATE runs SET until = until - ${milliseconds} WHERE until IS NOT NULL`);
    db.exec(`UPDATE pace SET ${['next', 'slow_until'].map(earlier)}`);
  } finally {
    db.close();
  }
}
