/**
 * Rate limits in DynamoDB (sliding window): `L#<key>@<window>` / `-`, one item a key. `s<slot>` and `t<slot>` are the uses of a slot and
 * the time of the last; `used` is their sum as of the slot `slot`. DynamoDB deletes the item after its uses have ceased to count (TTL).
 * Within a slot, taking a use is one write, which compares `used` and adds to it. The first use of a new slot is refused, and takes a
 * second write. The second write drops past slots and counts the use, on condition that the item's token (requests.ts) is still the same.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { slotRangeAt } from '../../domain/limits/sliding-window.ts';
import type { RateLimits } from '../../domain/subscribers/subscriber.ts';
import { type Instant, SECOND } from '../../domain/time/instant.ts';
import { type Change, TOKEN_ATTRIBUTE } from './inputs.ts';
import type { Table } from './requests.ts';
import { asNumber, type Item, type Key, numberValue } from './values.ts';

/**
 * Attempts of one take. In a crowd at the start of a slot one drops the past slots, and all others need one more attempt. A take that fails
 * as often as this is refused.
 */
const MAX_ATTEMPTS = 8;

export function createLimits(table: Table): RateLimits {
  return {
    async take(key, limit, window, now) {
      if (limit < 1) return false;
      const id = keyOfLimit(key, window);
      const { slot } = slotRangeAt(window, now);
      let change = joinSlot(slot, limit, window, now);
      for (let tried = 0; tried < MAX_ATTEMPTS; tried++) {
        const { done, item } = await table.update(id, { ...change, once: true });
        if (done) return true;
        const counted = countUses(item, window, now);
        if (counted.used >= limit) return false;
        change = chooseChange(item, counted, limit, window, now);
      }
      return false;
    },
    async giveBack(key, window, now) {
      const id = keyOfLimit(key, window);
      // The use is mostly in the present slot; otherwise the item that was found shows its slot.
      const { done, item } = await table.update(id, makeGiveBackChange(slotRangeAt(window, now).slot));
      const newest = done ? undefined : Math.max(...countUses(item, window, now).slots);
      if (newest !== undefined && Number.isFinite(newest)) await table.update(id, makeGiveBackChange(newest));
    },
    async countUses(key, window, now) {
      return countUses(await table.get(keyOfLimit(key, window)), window, now).used;
    },
  };
}

const keyOfLimit = (key: string, window: number): Key => ({ pk: `L#${key}@${window}`, sk: '-' });
const slotsIn = (item: Item): number[] =>
  Object.keys(item).flatMap((name) => (/^s\d+$/.test(name) ? [Number(name.slice(1))] : []));

type CountedUses = { used: number; slots: number[]; gone: number[] };

/** The uses that count at an instant, the slots that hold them, and the past slots. */
function countUses(item: Item | undefined, window: number, now: Instant): CountedUses {
  const { first, last } = slotRangeAt(window, now);
  const counts = (slot: number) =>
    slot >= first && slot <= last && asNumber(item?.[`t${slot}`]) + window > now;
  const usesOf = (slot: number) => asNumber(item?.[`s${slot}`]);
  const { true: kept = [], false: gone = [] } = Object.groupBy(slotsIn(item ?? {}), (s) => `${counts(s)}`);
  const used = kept.reduce((sum, slot) => sum + usesOf(slot), 0);
  return { used, slots: kept.filter((slot) => usesOf(slot) > 0), gone };
}

const makeGiveBackChange = (slot: number): Change => ({
  expression: `ADD used :less, s${slot} :less`,
  condition: `s${slot} > :zero AND used > :zero`,
  values: { ':less': numberValue(-1), ':zero': numberValue(0) },
  once: true,
});

function chooseChange(
  item: Item | undefined,
  counted: CountedUses,
  limit: number,
  window: number,
  now: Instant,
): Change {
  const { slot, last } = slotRangeAt(window, now);
  const at = item === undefined ? slot : asNumber(item.slot);
  const fits = at === slot || at === last;
  return fits && asNumber(item?.used) < limit
    ? joinSlot(at, limit, window, now)
    : openSlot(item?.[TOKEN_ATTRIBUTE], counted, window, now);
}

const useValues = (slot: number, window: number, now: Instant): Item => ({
  ':one': numberValue(1),
  ':slot': numberValue(slot),
  ':now': numberValue(now),
  ':ends': numberValue(Math.ceil((now + 2 * window) / SECOND)),
});

/** Adds a use in the slot of the sum, or the first use of a key. */
const joinSlot = (slot: number, limit: number, window: number, now: Instant): Change => ({
  expression: `SET slot = :slot, t${slot} = :now, expires = :ends ADD used :one, s${slot} :one`,
  condition: 'attribute_not_exists(slot) OR (slot = :slot AND used < :limit)',
  values: { ...useValues(slot, window, now), ':limit': numberValue(limit) },
});

/** Drops past slots (and slots ahead, which a clock wrote that was set back since), and adds a use in the present slot. */
function openSlot(
  seen: AttributeValue | undefined,
  { used, gone }: CountedUses,
  window: number,
  now: Instant,
): Change {
  const { slot } = slotRangeAt(window, now);
  const remove = gone.length > 0 ? ` REMOVE ${gone.map((old) => `s${old}, t${old}`).join(', ')}` : '';
  return {
    expression: `SET slot = :slot, t${slot} = :now, expires = :ends, used = :used${remove} ADD s${slot} :one`,
    condition: `${TOKEN_ATTRIBUTE} = :seen`,
    values: { ...useValues(slot, window, now), ':used': numberValue(used + 1), ':seen': seen! },
  };
}
