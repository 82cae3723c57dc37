/** The ledger in DynamoDB: runs, batches, the planned spans of a run (`P#<run>`), and key-value state (`MEMORY`). */
import { runInParallel } from '../../domain/in-parallel.ts';
import { OUTCOME_SETS } from '../../domain/ledger/batch.ts';
import { type Counts, noCounts } from '../../domain/ledger/compacted-run.ts';
import { countAllSpans } from '../../domain/ledger/id-ranges.ts';
import type { Ledger } from '../../domain/ledger/ledger.ts';
import type { Run, RunState } from '../../domain/ledger/run.ts';
import { batchPartition, endOfShard, isClosed, SET_KEYS, shardsOf, toBatch } from './batch-items.ts';
import { createBatches } from './batches.ts';
import { createClaimable } from './claimable.ts';
import { createOpenMarkers } from './open-markers.ts';
import type { Table } from './requests.ts';
import { createRuns } from './run-items.ts';
import { asNumber, asPositions, asText, type Item, itemOf, textValue } from './values.ts';

const plannedPartition = (run: string): string => `P#${run}`;
const STATE_PARTITION = 'MEMORY';
/** Shards read at once: each holds a page of a megabyte, several times as large once parsed, and a function has 512 MB. */
const MAX_PARALLEL_SHARDS = 8;
/** Only a run in these states may be folded (compacted). */
const FINISHED_STATES: readonly RunState[] = ['done', 'cancelled'];

export function createLedger(table: Table): Ledger {
  const markers = createOpenMarkers(table);
  const runs = createRuns(table);

  /** The planned spans of a run, cached: planned spans stay planned. */
  const plannedSpans = new Map<string, number>();
  async function isPlanned(run: Run): Promise<boolean> {
    if ((plannedSpans.get(run.id) ?? 0) >= countAllSpans(run)) return true;
    let count = 0;
    for await (const items of table.pages({ pk: plannedPartition(run.id), only: ['sk'] }))
      count += items.length;
    plannedSpans.set(run.id, count);
    return count >= countAllSpans(run);
  }

  const { drop: _, ...rows } = runs;
  return {
    ...rows,
    ...createBatches(table, markers),
    ...createClaimable(markers),

    async batches({ run, after, limit }) {
      const found: Item[] = [];
      for (const shard of shardsOf(await runs.run(run))) {
        const end = endOfShard(shard);
        if (end <= after || found.length >= limit) continue;
        // A cursor may be any text; a space sorts before every character of an id.
        const between = [`${after} `, end] as const;
        const range = { pk: batchPartition(run, shard), between, limit: limit - found.length };
        found.push(...(await table.page(range)).items);
      }
      return found.map((item) => toBatch(item, run));
    },

    isPlanned,
    async spanPlanned(run, pass, span) {
      await table.put(itemOf({ pk: plannedPartition(run), sk: `${pass}#${span}` }, {}));
    },

    async counts(id) {
      // The run is read first, so all batches planned by now are among those read afterwards.
      const run = await runs.run(id);
      const planned = run !== undefined && (await isPlanned(run));
      const counts = run?.folded?.counts ?? (await countBatches(table, id, run));
      // If the run was folded during the count, some batches may have been gone.
      const after = run && FINISHED_STATES.includes(run.state) ? await runs.run(id) : run;
      return { planned, ...(after?.folded?.counts ?? counts) };
    },

    async forgetClosed(run, before) {
      let forgotten = 0;
      for (const shard of shardsOf(await runs.run(run))) {
        for await (const items of table.pages({
          pk: batchPartition(run, shard),
          only: ['pk', 'sk', 'c', 'z'],
        })) {
          const old = items.filter((item) => isClosed(item) && asNumber(item.c) < before);
          for (const item of old) await table.remove({ pk: asText(item.pk), sk: asText(item.sk) });
          forgotten += old.length;
        }
      }
      await markers.sweep(run, before);
      return forgotten;
    },

    async forgetRun(run) {
      if ((await runs.run(run.id))?.version !== run.version) return;
      const partitions = shardsOf(run).map((shard) => batchPartition(run.id, shard));
      for (const pk of [...partitions, plannedPartition(run.id)])
        for await (const items of table.pages({ pk, only: ['sk'] }))
          for (const { sk } of items) await table.remove({ pk, sk: asText(sk) });
      await markers.sweep(run.id, Number.POSITIVE_INFINITY);
      plannedSpans.delete(run.id);
      // The run goes last: after a kill in between, it can still be found and deleted.
      await runs.drop(run);
    },

    async getState(key) {
      const item = await table.get({ pk: STATE_PARTITION, sk: key });
      return item && asText(item.said);
    },
    async setState(key, value) {
      await table.put(itemOf({ pk: STATE_PARTITION, sk: key }, { said: textValue(value) }));
    },
    async deleteState(key) {
      await table.remove({ pk: STATE_PARTITION, sk: key });
    },
  };
}

async function countBatches(table: Table, id: string, run: Run | undefined): Promise<Counts> {
  const counts = noCounts();
  const only = ['k', 'z', ...Object.values(SET_KEYS)];
  await runInParallel(shardsOf(run), MAX_PARALLEL_SHARDS, async (shard) => {
    for await (const items of table.pages({ pk: batchPartition(id, shard), only }))
      for (const item of items) addCounts(counts, item);
  });
  return counts;
}

function addCounts(counts: Counts, item: Item): void {
  counts.batches++;
  if (!isClosed(item)) counts.open++;
  counts.members += asNumber(item.k);
  for (const set of ['started', 'again', ...OUTCOME_SETS] as const)
    counts[set] += asPositions(item[SET_KEYS[set]]).size;
  // The copy was accepted after all.
  const accepted = asPositions(item[SET_KEYS.accepted]);
  for (const position of asPositions(item[SET_KEYS.unknown])) if (accepted.has(position)) counts.unknown--;
}
