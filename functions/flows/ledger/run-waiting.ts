/** Reads the waits of a run from its open batches: leases, unknown copies, and the deferrals of the recipients' servers. */
import { type Batch, decided } from '../../domain/ledger/batch.ts';
import { type Deferral, MAX_DEFERRAL } from '../../domain/ledger/deferral.ts';
import type { RunWaits } from '../../domain/ledger/run-waiting.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { readDeferral } from './deferrals.ts';
import type { DeliveryPorts } from './delivery-ports.ts';
import { readBatches } from './plan-pass.ts';

export type WaitPorts = Pick<DeliveryPorts, 'ledger' | 'clock'> & { settings: { grace: number } };

/** Reads every batch of the run, so call it seldom for large ones. Subscribers that are not planned yet do not count. */
export async function readWaiting(ports: WaitPorts, run: string): Promise<RunWaits> {
  const now = ports.clock();
  const waiting: RunWaits = { deferred: undefined, unknown: undefined, taken: undefined, ready: 0 };
  for await (const batch of readBatches(ports, run)) {
    if (batch.closed) continue;
    addBatch(waiting, batch, await readDeferral(ports, batch, now), now, ports.settings.grace);
  }
  return waiting;
}

/** Adds a batch to `waiting`. */
function addBatch(
  waiting: RunWaits,
  batch: Batch,
  deferral: Deferral | undefined,
  now: Instant,
  grace: number,
): void {
  const known = decided(batch);
  const open = [...batch.members.keys()].filter((position) => !known.has(position));
  const deferred = open.filter((position) => deferral?.since.has(position));
  const rest = open.filter((position) => !deferral?.since.has(position));
  const unknown = rest.filter((position) => batch.started.has(position));
  const freeAt = Math.max(batch.leaseUntil, batch.notBefore);
  const settledAt = Math.max(freeAt, batch.startedAt + grace);
  const isEarly = unknown.length > 0 && batch.startedAt + grace > now;
  if (deferred.length > 0) addDeferred(waiting, deferred, deferral!);
  if (isEarly) waiting.unknown = addWait(waiting.unknown, unknown.length, settledAt);
  const others = isEarly ? rest.length - unknown.length : rest.length;
  if (others > 0 && freeAt > now) waiting.taken = addWait(waiting.taken, others, freeAt);
  else waiting.ready += others;
}

function addDeferred(
  waiting: RunWaits,
  positions: readonly number[],
  { since, next, reason }: Deferral,
): void {
  const until = Math.max(...positions.map((position) => since.get(position)! + MAX_DEFERRAL));
  const before = waiting.deferred;
  waiting.deferred = {
    count: positions.length + (before?.count ?? 0),
    reason: before?.reason ?? reason,
    next: Math.min(next, before?.next ?? next),
    until: Math.max(until, before?.until ?? until),
  };
}

const addWait = (before: { count: number; until: Instant } | undefined, count: number, until: Instant) => ({
  count: count + (before?.count ?? 0),
  until: Math.max(until, before?.until ?? until),
});
