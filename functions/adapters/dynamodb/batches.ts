/** Batches in DynamoDB: fenced leases, write-ahead, outcomes. Each method that changes a batch is one conditional write. */
import { isDeepStrictEqual } from 'node:util';
import { type Batch, type BatchRef, OUTCOME_SETS } from '../../domain/ledger/batch.ts';
import type { Ledger } from '../../domain/ledger/ledger.ts';
import { batchItem, keyOfBatch, laterAttribute, nameAttributes, SET_KEYS, toBatch } from './batch-items.ts';
import { claimBatch } from './claim.ts';
import type { OpenMarkers } from './open-markers.ts';
import type { Table } from './requests.ts';
import { asNumber, asPositions, type Item, numberValue, positionSetValue } from './values.ts';

export type Batches = Pick<
  Ledger,
  | 'createBatch'
  | 'batch'
  | 'claim'
  | 'giveBack'
  | 'start'
  | 'startAgain'
  | 'unstart'
  | 'record'
  | 'close'
  | 'renameMembers'
  | 'forgetBatches'
>;

/** Concurrent deletions. */
const MAX_CONCURRENT_DELETIONS = 16;

/** The condition of a fenced write: `lease`, the fencing token, is still the caller's, and the batch is open. */
const LEASE_HELD = 'v = :lease AND attribute_not_exists(z)';

const hasNames = (item: Item, wanted: Item): boolean =>
  (['m', 'n'] as const).every((name) =>
    isDeepStrictEqual(comparableBytes(item[name]), comparableBytes(wanted[name])),
  );

/** The client returns binary as a Uint8Array where a Buffer was written. */
const comparableBytes = (value: Item[string] | undefined) => (value?.B ? new Uint8Array(value.B) : value);

/** A condition, with its values, that none of these positions is in the set. */
function requireNoneIn(set: string, wanted: readonly number[]): { condition: string; values: Item } {
  const each = wanted.map((position) => `NOT contains(${set}, :p${position})`);
  const values = Object.fromEntries(wanted.map((position) => [`:p${position}`, numberValue(position)]));
  return { condition: [LEASE_HELD, ...each].join(' AND '), values };
}

type WriteAhead = {
  set: string;
  wanted: readonly number[];
  attempt: 1 | 2;
  letter: string | undefined;
  sets: string;
  values: Item;
};

const leaseFields = (now: number, until: number): Pick<WriteAhead, 'sets' | 'values'> => ({
  sets: 't = :now, u = :until',
  values: { ':now': numberValue(now), ':until': numberValue(until) },
});

export function createBatches(table: Table, markers: OpenMarkers): Batches {
  /** Writes positions ahead into one of the two sets. Without positions the write is still made, since it tests the lease. */
  async function writeAhead(ref: BatchRef, lease: number, about: WriteAhead): Promise<boolean> {
    const { set, wanted, attempt, letter } = about;
    const added = positionSetValue(wanted);
    const names = wanted.map((position) => laterAttribute(position, attempt));
    const { condition, values } = requireNoneIn(set, wanted);
    const write = async (sets: string, removes: readonly string[], also: string) => {
      const { done } = await table.update(keyOfBatch(ref), {
        expression: [
          `SET ${sets}`,
          removes.length > 0 ? `REMOVE ${removes.join(', ')}` : '',
          added ? `ADD ${set} :added` : '',
        ]
          .filter(Boolean)
          .join(' '),
        condition: `${condition}${also}`,
        values: {
          ...values,
          ...about.values,
          ':lease': numberValue(lease),
          ...(added && { ':added': added }),
          ...(letter !== undefined && { ':letter': { S: letter } }),
        },
        once: true,
      });
      return done;
    };
    if (letter === undefined) return write(about.sets, [], '');
    const own = `${about.sets}, l = if_not_exists(l, :letter)`;
    if (await write(own, names, ' AND (attribute_not_exists(l) OR l = :letter)')) return true;
    // The lease has passed on, or (seldom) the run has another letter than when the batch began.
    const others = names.map((name) => `, ${name} = :letter`).join('');
    return write(`${about.sets}${others}`, [], ' AND attribute_exists(l) AND l <> :letter');
  }

  return {
    async createBatch(batch) {
      if (!batch.closed) await markers.set(batch);
      return (await table.put(batchItem(batch), { expression: 'attribute_not_exists(pk)' })).done;
    },

    async batch(ref) {
      const item = await table.get(keyOfBatch(ref));
      return item && toBatch(item, ref.run);
    },

    claim: (ref, now, until) => claimBatch(table, ref, now, until),

    async giveBack(ref, lease, notBefore) {
      const given = await table.update(keyOfBatch(ref), {
        expression: 'SET b = :notBefore REMOVE u',
        condition: LEASE_HELD,
        values: { ':notBefore': numberValue(notBefore), ':lease': numberValue(lease) },
      });
      if (given.done) await markers.defer(ref, notBefore);
    },

    start: (ref, lease, wanted, letter, now, until) =>
      writeAhead(ref, lease, {
        set: SET_KEYS.started,
        wanted,
        attempt: 1,
        letter,
        ...leaseFields(now, until),
      }),

    startAgain: (ref, lease, wanted, now, until, letter) =>
      writeAhead(ref, lease, { set: SET_KEYS.again, wanted, attempt: 2, letter, ...leaseFields(now, until) }),

    async unstart(ref, lease, wanted) {
      // Only the holder of the lease writes these two sets, so the values read here stay true, or the fence refuses the write.
      const item = await table.get(keyOfBatch(ref));
      const again = asPositions(item?.[SET_KEYS.again]);
      const sets = [
        [SET_KEYS.again, positionSetValue(wanted.filter((position) => again.has(position)))],
        [SET_KEYS.started, positionSetValue(wanted.filter((position) => !again.has(position)))],
      ] as const;
      const there = sets.filter(([, set]) => set !== undefined);
      const taken = there.map(([name]) => `${name} :${name}`).join(', ');
      const { done } = await table.update(keyOfBatch(ref), {
        expression: `SET v = :lease${taken && ` DELETE ${taken}`}`,
        condition: LEASE_HELD,
        values: {
          ':lease': numberValue(lease),
          ...Object.fromEntries(there.map(([n, set]) => [`:${n}`, set!])),
        },
      });
      return done;
    },

    async record(ref, outcomes) {
      const added = OUTCOME_SETS.flatMap((set) => {
        const value = positionSetValue(outcomes[set] ?? []);
        return value ? [[SET_KEYS[set], value] as const] : [];
      });
      if (added.length === 0) return;
      await table.update(keyOfBatch(ref), {
        expression: `ADD ${added.map(([name]) => `${name} :${name}`).join(', ')}`,
        condition: 'attribute_exists(pk)',
        values: Object.fromEntries(added.map(([name, value]) => [`:${name}`, value])),
      });
    },

    renameMembers: (seen, now) => replaceNames(table, seen, now),

    async forgetBatches(refs) {
      for (let at = 0; at < refs.length; at += MAX_CONCURRENT_DELETIONS) {
        await Promise.all(
          refs.slice(at, at + MAX_CONCURRENT_DELETIONS).map(async (ref) => {
            await table.remove(keyOfBatch(ref));
            await markers.remove(ref);
          }),
        );
      }
    },

    async close(ref, lease) {
      const item = await table.get(keyOfBatch(ref));
      // Outcomes only grow, so a batch that is decided now is still decided at the write.
      if (!item || !isDecided(item)) return false;
      const { done } = await table.update(keyOfBatch(ref), {
        expression: 'SET z = :true REMOVE u',
        condition: LEASE_HELD,
        values: { ':true': { BOOL: true }, ':lease': numberValue(lease) },
        once: true,
      });
      if (done) await markers.remove(ref);
      return done;
    },
  };
}

function isDecided(item: Item): boolean {
  const final = (['accepted', 'departed', 'rejected', 'unknown'] as const).flatMap((set) => [
    ...asPositions(item[SET_KEYS[set]]),
  ]);
  return new Set(final).size === asNumber(item.k);
}

/**
 * Does not use `once`, whose token would replace the one by which a worker recognizes its own write-ahead. If the new names are stored
 * already, a refused write was made by an earlier attempt whose answer was lost, or by another caller with the same wish.
 */
async function replaceNames(
  table: Table,
  seen: Batch,
  now: Pick<Batch, 'members' | 'notice'>,
): Promise<boolean> {
  const before = nameAttributes(seen);
  // A cursor that equals the last member keeps its value, because the next batch's id contains it.
  const cursor = seen.next !== undefined && seen.next === seen.members.at(-1) && { x: { S: seen.next } };
  const after: Item = { ...nameAttributes(now), ...cursor };
  const same = (['m', 'n'] as const).map((name) =>
    before[name] ? `${name} = :seen${name}` : `attribute_not_exists(${name})`,
  );
  const { done, item } = await table.update(keyOfBatch(seen), {
    expression: `SET ${Object.keys(after).map((name) => `${name} = :${name}`)}`,
    condition: ['attribute_exists(pk)', ...same].join(' AND '),
    values: {
      ...Object.fromEntries(Object.entries(before).map(([name, value]) => [`:seen${name}`, value])),
      ...Object.fromEntries(Object.entries(after).map(([name, value]) => [`:${name}`, value])),
    },
  });
  return done || (item !== undefined && hasNames(item, nameAttributes(now)));
}
