/** Takes a batch's lease, whose number is a fencing token, if the lease is free now or lies as far ahead as only a wrong clock puts it. */
import type { Batch, BatchRef } from '../../domain/ledger/batch.ts';
import { MAX_AHEAD } from '../../domain/ledger/ledger.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { freeAt, isClosed, keyOfBatch, toBatch } from './batch-items.ts';
import type { Table } from './requests.ts';
import { asNumber, type Item, numberValue } from './values.ts';

const passed = (name: string): string => `(attribute_not_exists(${name}) OR ${name} <= :now)`;
const FREE = `attribute_exists(pk) AND attribute_not_exists(z) AND ${['u', 'b', 't'].map(passed).join(' AND ')}`;

export async function claim(
  table: Table,
  ref: BatchRef,
  now: Instant,
  until: Instant,
): Promise<Batch | undefined> {
  const taken = await table.update(keyOfBatch(ref), {
    expression: 'SET v = v + :one, u = :until',
    condition: FREE,
    values: { ':one': numberValue(1), ':until': numberValue(until), ':now': numberValue(now) },
    once: true,
  });
  if (taken.done) return toBatch(taken.item, ref.run);
  return taken.item && claimAstray(table, ref, taken.item, now, until);
}

/**
 * Claims a batch that only a wrong clock keeps: a lease or a wait beyond MAX_AHEAD counts as free, and a start in the future as now. This
 * is rare, so it may take a second write, on condition of exactly the values that were found.
 */
async function claimAstray(
  table: Table,
  ref: BatchRef,
  item: Item,
  now: Instant,
  until: Instant,
): Promise<Batch | undefined> {
  if (isClosed(item) || (freeAt(item) > now && freeAt(item) <= now + MAX_AHEAD)) return undefined;
  const same = (['u', 'b'] as const).map((name) =>
    item[name] ? `${name} = :${name}` : `attribute_not_exists(${name})`,
  );
  const taken = await table.update(keyOfBatch(ref), {
    expression: 'SET v = v + :one, u = :until, b = :notBefore, t = :startedAt',
    condition: ['v = :lease', 'attribute_not_exists(z)', ...same].join(' AND '),
    values: {
      ':one': numberValue(1),
      ':until': numberValue(until),
      ':notBefore': numberValue(Math.min(asNumber(item.b), now)),
      ':startedAt': numberValue(Math.min(asNumber(item.t), now)),
      ':lease': numberValue(asNumber(item.v)),
      ...(item.u && { ':u': item.u }),
      ...(item.b && { ':b': item.b }),
    },
    once: true,
  });
  return taken.done ? toBatch(taken.item, ref.run) : undefined;
}
