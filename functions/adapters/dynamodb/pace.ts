/**
 * The sending rate in DynamoDB (port Pace): `PACE#<stream>` / `-`, one item a stream. Booking takes one write and no read: a free stream
 * starts now, else the booking is added and the answer tells its slot. A lost answer while other workers book costs one slot.
 */
import { type Booking, MAX_AHEAD, type Pace, type Slowed } from '../../domain/ledger/ledger.ts';
import { HOUR, type Instant, SECOND } from '../../domain/time/instant.ts';
import type { Table } from './requests.ts';
import { asNumber, type Item, type Key, numberValue } from './values.ts';

/** Milliseconds that an item is cached: the throttle that a booking has read is good for the next chunk, too. */
const FRESH = 2000;
/** Milliseconds, in place of infinity, which DynamoDB cannot store. */
const NEVER = 1e15;

const keyOf = (lane: string): Key => ({ pk: `PACE#${lane}`, sk: '-' });
const slowedIn = (item: Item | undefined, now: Instant): Slowed | undefined =>
  asNumber(item?.slowUntil) > now
    ? { factor: asNumber(item?.factor), until: asNumber(item?.slowUntil) }
    : undefined;

export function createPace(table: Table): Pace {
  const told = new Map<string, { item: Item; at: Instant }>();

  async function book(
    lane: string,
    { takes, pushes }: { takes: number; pushes: number },
    now: Instant,
    within: number,
  ): Promise<Booking> {
    // A slot further ahead than any booking was written by a wrong clock or at a rate near 0.
    const far = now + MAX_AHEAD + Math.min(takes, HOUR);
    const slotIn = (item: Item | undefined): Instant => {
      const next = asNumber(item?.nextFree);
      return next <= now || next > far ? now : next;
    };
    let found = told.get(lane)?.item;
    for (;;) {
      const free = slotIn(found) === now;
      const change = free ? begin(now, far, takes) : join(now, Math.min(far, now + within), takes);
      const { done, item } = await table.update(keyOf(lane), { ...pushing(change, pushes), once: true });
      found = item;
      const at = !done ? slotIn(item) : free ? now : asNumber(item.nextFree) - takes;
      if (!done && at - now <= within) continue;
      told.set(lane, { item: item ?? {}, at: now });
      return { at, pushed: asNumber(item?.pushed) };
    }
  }
  const lasts = (n: number, perSecond: number): number => Math.min((n / perSecond) * SECOND, NEVER);

  return {
    take: (lane, n, perSecond, now, within) =>
      book(lane, { takes: lasts(n, perSecond), pushes: 0 }, now, within),
    async push(lane, n, perSecond, now) {
      const by = lasts(n, perSecond);
      await book(lane, { takes: by, pushes: by }, now, Number.POSITIVE_INFINITY);
    },
    async pushed(lane, now) {
      const item = await table.get(keyOf(lane), { stale: true });
      told.set(lane, { item: item ?? {}, at: now });
      return asNumber(item?.pushed);
    },
    async slowed(lane, now) {
      const known = told.get(lane);
      if (known && Math.abs(now - known.at) < FRESH) return slowedIn(known.item, now);
      return slowedIn(await table.get(keyOf(lane)), now);
    },
    async slow(lane, { factor, until }) {
      told.delete(lane);
      await table.update(keyOf(lane), {
        expression: 'SET factor = :factor, slowUntil = :until',
        values: { ':factor': numberValue(factor), ':until': numberValue(until) },
      });
    },
  };
}

type Change = { expression: string; condition: string; values: Item };

const pushing = (change: Change, by: number): Change =>
  by === 0
    ? change
    : {
        ...change,
        expression: `${change.expression}${change.expression.startsWith('ADD') ? ',' : ' ADD'} pushed :by`,
        values: { ...change.values, ':by': numberValue(by) },
      };

/** Starts a stream that is free, or whose slot lies further ahead than any booking. */
const begin = (now: Instant, far: Instant, takes: number) => ({
  expression: 'SET nextFree = :next',
  condition: 'attribute_not_exists(nextFree) OR nextFree <= :now OR nextFree > :far',
  values: { ':now': numberValue(now), ':far': numberValue(far), ':next': numberValue(now + takes) },
});

/** Books behind the other workers, unless the slot would lie after `latest`. */
const join = (now: Instant, latest: Instant, takes: number) => ({
  expression: 'ADD nextFree :takes',
  condition: 'nextFree > :now AND nextFree <= :latest',
  values: { ':now': numberValue(now), ':latest': numberValue(latest), ':takes': numberValue(takes) },
});
