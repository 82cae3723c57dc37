/**
 * Converts batches to items: `B#<run>#<shard>` / `<batch id>`. Names are short, because bytes cost units. The shard is the pass and span
 * with which an id begins. So the writes of a run spread over as many partitions as it has spans, and reading one partition after another
 * gives the order of ids.
 */
import {
  type Batch,
  type BatchRef,
  laterKey,
  type Notice,
  noticeText,
  OUTCOME_SETS,
  type OutcomeSet,
} from '../../domain/ledger/batch.ts';
import type { Run } from '../../domain/ledger/run.ts';
import { packMembers, unpackMembers } from './members.ts';
import {
  asNumber,
  asPositions,
  asText,
  type Item,
  itemOf,
  type Key,
  numberUnlessZero,
  numberValue,
  positionSetValue,
  textValue,
} from './values.ts';

/** Attribute names of the position sets. */
export const SET_KEYS: Readonly<Record<OutcomeSet | 'started' | 'again', string>> = {
  started: 'st',
  again: 'ag',
  accepted: 'ac',
  departed: 'de',
  rejected: 're',
  unknown: 'un',
  bounced: 'bo',
  complained: 'co',
  soft: 'so',
};

/** `w7`: the letter of position 7, if it differs from the batch's own (`l`); `y7`: the letter of its second attempt. */
export const laterAttribute = (position: number, attempt: 1 | 2): string =>
  `${attempt === 1 ? 'w' : 'y'}${position}`;

function readLater(item: Item): Record<string, string> {
  const named = Object.entries(item).flatMap(([name, value]): [string, string][] => {
    const [, tried, position] = /^([wy])(\d+)$/.exec(name) ?? [];
    return position === undefined ? [] : [[laterKey(Number(position), tried === 'w' ? 1 : 2), asText(value)]];
  });
  return Object.fromEntries(named);
}

/** `1-12-<cursor>` is in shard `1-12`; an id without such a beginning (a notice) is in the shard without a name. */
export const shardOf = (id: string): string => /^\d+-\d+(?=-)/.exec(id)?.[0] ?? '';
export const batchPartition = (run: string, shard: string): string => `B#${run}#${shard}`;
export const keyOfBatch = ({ run, id }: BatchRef): Key => ({ pk: batchPartition(run, shardOf(id)), sk: id });

/** All shards that a run's batches can be in, in the order of their ids. Without a run: the shard of notices. */
export function shardsOf(run: Pick<Run, 'spans' | 'passes'> | undefined): string[] {
  if (!run) return [''];
  const first = Array.from({ length: run.spans }, (_, span) => `1-${span}`);
  const later = Array.from({ length: run.passes - 1 }, (_, i) => `${i + 2}-0`);
  return [...first, ...later].sort((a, b) => (`${a}-` < `${b}-` ? -1 : 1));
}

/** The upper bound of a shard's ids: `.` comes right after `-`. */
export const endOfShard = (shard: string): string => (shard === '' ? '~' : `${shard}.`);

/** The attributes that name subscribers. */
export function nameAttributes({ members, notice }: Pick<Batch, 'members' | 'notice'>): Item {
  const [m, n] = [packMembers(members), notice && textValue(noticeText(notice))];
  return { ...(m && { m }), ...(n && { n }) };
}

export function batchItem(batch: Batch): Item {
  const last = batch.members.at(-1);
  return itemOf(keyOfBatch(batch), {
    p: numberValue(batch.pass),
    s: numberValue(batch.span),
    ...nameAttributes(batch),
    k: numberValue(batch.members.length),
    // `true` stands for the last member, as in every batch before version 4.
    x: batch.next !== undefined && batch.next === last ? { BOOL: true } : textValue(batch.next),
    l: textValue(batch.letter),
    ...laterFields(batch.later ?? {}),
    c: numberValue(batch.createdAt),
    v: numberValue(batch.lease),
    u: numberUnlessZero(batch.leaseUntil),
    b: numberUnlessZero(batch.notBefore),
    t: numberUnlessZero(batch.startedAt),
    z: batch.closed ? { BOOL: true } : undefined,
    [SET_KEYS.started]: positionSetValue(batch.started),
    [SET_KEYS.again]: positionSetValue(batch.again),
    ...Object.fromEntries(OUTCOME_SETS.map((set) => [SET_KEYS[set], positionSetValue(batch.outcomes[set])])),
  });
}

const laterFields = (later: NonNullable<Batch['later']>): Item =>
  Object.fromEntries(
    Object.entries(later).map(([key, letter]) => [
      laterAttribute(Number.parseInt(key, 10), key.endsWith('+') ? 2 : 1),
      { S: letter },
    ]),
  );

/** JSON omits undefined properties, so they are restored here. */
const toNotice = (json: string): Notice => ({ to: undefined, letter: undefined, ...JSON.parse(json) });

export function toBatch(item: Item, run: string): Batch {
  const members = unpackMembers(item.m);
  const later = readLater(item);
  const outcomes = OUTCOME_SETS.map((set) => [set, asPositions(item[SET_KEYS[set]])]);
  return {
    run,
    id: asText(item.sk),
    pass: asNumber(item.p),
    span: asNumber(item.s),
    members,
    next: item.x?.BOOL ? members.at(-1) : item.x?.S,
    notice: item.n && toNotice(asText(item.n)),
    letter: item.l?.S,
    ...(Object.keys(later).length > 0 && { later }),
    createdAt: asNumber(item.c),
    lease: asNumber(item.v),
    leaseUntil: asNumber(item.u),
    notBefore: asNumber(item.b),
    started: asPositions(item[SET_KEYS.started]),
    startedAt: asNumber(item.t),
    again: asPositions(item[SET_KEYS.again]),
    outcomes: Object.fromEntries(outcomes) as Batch['outcomes'],
    closed: isClosed(item),
  };
}

export const isClosed = (item: Item): boolean => item.z?.BOOL === true;
/** The instant from which an open batch may be claimed. */
export const freeAt = (item: Item): number => Math.max(asNumber(item.u), asNumber(item.b));
