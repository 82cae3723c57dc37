/**
 * Rate limits in DynamoDB: `L#<key>@<window>` / `-`, one item a key. `s<slot>` and `t<slot>` are the uses of a slot and the time of the
 * last one; `used` is their sum as of the slot `slot`. DynamoDB deletes an expired item (TTL).
 *
 * Within a slot a use takes one conditional write that compares and increments `used`. The first use of a slot is refused; a second write
 * drops the expired slots and counts the use. The item's token (requests.ts) proves that no other write came in between.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { spanAt } from '../../domain/limits/sliding-window.ts';
import type { RateLimits } from '../../domain/subscribers/subscriber.ts';
import { type Instant, SECOND } from '../../domain/time/instant.ts';
import { type Change, TOKEN } from './inputs.ts';
import type { Table } from './requests.ts';
import { asNumber, type Item, type Key, numberValue } from './values.ts';

/** Attempts of one use. When a slot begins under load, one request drops the old slots and all others need a further attempt. */
const TRIES = 8;

export function createLimits(table: Table): RateLimits {
  return {
    async take(key, limit, window, now) {
      if (limit < 1) return false;
      const id = idOf(key, window);
      const { slot } = spanAt(window, now);
      let change = joinSlot(slot, limit, window, now);
      for (let tried = 0; tried < TRIES; tried++) {
        const { done, item } = await table.update(id, { ...change, once: true });
        if (done) return true;
        const counted = countedIn(item, window, now);
        if (counted.used >= limit) return false;
        change = nextChange(item, counted, limit, window, now);
      }
      return false;
    },
    async giveBack(key, window, now) {
      const id = idOf(key, window);
      // Mostly the use was taken a moment ago, in the present slot. Else the item tells the newest slot with uses.
      const { done, item } = await table.update(id, takeBack(spanAt(window, now).slot));
      const newest = done ? undefined : Math.max(...countedIn(item, window, now).slots);
      if (newest !== undefined && Number.isFinite(newest)) await table.update(id, takeBack(newest));
    },
    async used(key, window, now) {
      return countedIn(await table.get(idOf(key, window)), window, now).used;
    },
  };
}

const idOf = (key: string, window: number): Key => ({ pk: `L#${key}@${window}`, sk: '-' });
const slotsIn = (item: Item): number[] =>
  Object.keys(item).flatMap((name) => (/^s\d+$/.test(name) ? [Number(name.slice(1))] : []));

type Counted = { used: number; slots: number[]; gone: number[] };

/** The uses that count at an instant, the slots that hold them, and the slots that have left the window. */
function countedIn(item: Item | undefined, window: number, now: Instant): Counted {
  const { first, last } = spanAt(window, now);
  const counts = (slot: number) =>
    slot >= first && slot <= last && asNumber(item?.[`t${slot}`]) + window > now;
  const usesOf = (slot: number) => asNumber(item?.[`s${slot}`]);
  const { true: kept = [], false: gone = [] } = Object.groupBy(slotsIn(item ?? {}), (s) => `${counts(s)}`);
  const used = kept.reduce((sum, slot) => sum + usesOf(slot), 0);
  return { used, slots: kept.filter((slot) => usesOf(slot) > 0), gone };
}

const takeBack = (slot: number): Change => ({
  expression: `ADD used :less, s${slot} :less`,
  condition: `s${slot} > :zero AND used > :zero`,
  values: { ':less': numberValue(-1), ':zero': numberValue(0) },
  once: true,
});

function nextChange(
  item: Item | undefined,
  counted: Counted,
  limit: number,
  window: number,
  now: Instant,
): Change {
  const { slot, last } = spanAt(window, now);
  const at = item === undefined ? slot : asNumber(item.slot);
  const fits = at === slot || at === last;
  return fits && asNumber(item?.used) < limit
    ? joinSlot(at, limit, window, now)
    : openSlot(item?.[TOKEN], counted, window, now);
}

const taken = (slot: number, window: number, now: Instant): Item => ({
  ':one': numberValue(1),
  ':slot': numberValue(slot),
  ':now': numberValue(now),
  ':ends': numberValue(Math.ceil((now + 2 * window) / SECOND)),
});

/** Counts a use in the slot of the sum, or the first use of a key. */
const joinSlot = (slot: number, limit: number, window: number, now: Instant): Change => ({
  expression: `SET slot = :slot, t${slot} = :now, expires = :ends ADD used :one, s${slot} :one`,
  condition: 'attribute_not_exists(slot) OR (slot = :slot AND used < :limit)',
  values: { ...taken(slot, window, now), ':limit': numberValue(limit) },
});

/** Drops the expired slots, and slots that a wrong clock wrote ahead, and counts a use in the present slot. */
function openSlot(
  seen: AttributeValue | undefined,
  { used, gone }: Counted,
  window: number,
  now: Instant,
): Change {
  const { slot } = spanAt(window, now);
  const remove = gone.length > 0 ? ` REMOVE ${gone.map((old) => `s${old}, t${old}`).join(', ')}` : '';
  return {
    expression: `SET slot = :slot, t${slot} = :now, expires = :ends, used = :used${remove} ADD s${slot} :one`,
    condition: `${TOKEN} = :seen`,
    values: { ...taken(slot, window, now), ':used': numberValue(used + 1), ':seen': seen! },
  };
}
