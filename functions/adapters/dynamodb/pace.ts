/**
 * Pace (the rate limiter) in DynamoDB: `PACE#<stream>` / `-`, one item for each stream. Booking a slot is one write and no read:
 * either the stream is free and begins anew, or the booking is added and the answer says where. If an answer is lost while other workers
 * book, one slot is lost.
 */
import { type Booking, MAX_AHEAD, type Pace, type Slowed } from '../../domain/ledger/ledger.ts';
import { HOUR, type Instant, SECOND } from '../../domain/time/instant.ts';
import type { Table } from './requests.ts';
import { asNumber, type Item, type Key, numberValue } from './values.ts';

/** Milliseconds for which a known throttle is reused: a write has read the item, so the next chunk need not. */
const FRESH_MS = 2000;
/** Milliseconds, longer than any wait: a finite number in place of infinity, which DynamoDB lacks. */
const MAX_DURATION = 1e15;

const keyOf = (stream: string): Key => ({ pk: `PACE#${stream}`, sk: '-' });
const readSlowed = (item: Item | undefined, now: Instant): Slowed | undefined =>
  asNumber(item?.slowUntil) > now
    ? { factor: asNumber(item?.factor), until: asNumber(item?.slowUntil) }
    : undefined;

export function createPace(table: Table): Pace {
  const knownItems = new Map<string, { item: Item; at: Instant }>();

  async function book(
    stream: string,
    { takes, pushes }: { takes: number; pushes: number },
    now: Instant,
    within: number,
  ): Promise<Booking> {
    // A slot further ahead than any booking was written by a wrong clock, or at a rate of nothing.
    const far = now + MAX_AHEAD + Math.min(takes, HOUR);
    const slotIn = (item: Item | undefined): Instant => {
      const next = asNumber(item?.nextFree);
      return next <= now || next > far ? now : next;
    };
    let found = knownItems.get(stream)?.item;
    for (;;) {
      const free = slotIn(found) === now;
      const change = free
        ? beginStream(now, far, takes)
        : joinStream(now, Math.min(far, now + within), takes);
      const { done, item } = await table.update(keyOf(stream), { ...withPush(change, pushes), once: true });
      found = item;
      const at = !done ? slotIn(item) : free ? now : asNumber(item.nextFree) - takes;
      if (!done && at - now <= within) continue;
      knownItems.set(stream, { item: item ?? {}, at: now });
      return { at, pushed: asNumber(item?.pushed) };
    }
  }
  const durationOf = (n: number, perSecond: number): number =>
    Math.min((n / perSecond) * SECOND, MAX_DURATION);

  return {
    take: (stream, n, perSecond, now, within) =>
      book(stream, { takes: durationOf(n, perSecond), pushes: 0 }, now, within),
    async push(stream, n, perSecond, now) {
      const by = durationOf(n, perSecond);
      await book(stream, { takes: by, pushes: by }, now, Number.POSITIVE_INFINITY);
    },
    async pushed(stream, now) {
      const item = await table.get(keyOf(stream), { stale: true });
      knownItems.set(stream, { item: item ?? {}, at: now });
      return asNumber(item?.pushed);
    },
    async slowed(stream, now) {
      const known = knownItems.get(stream);
      if (known && Math.abs(now - known.at) < FRESH_MS) return readSlowed(known.item, now);
      return readSlowed(await table.get(keyOf(stream)), now);
    },
    async slow(stream, { factor, until }) {
      knownItems.delete(stream);
      await table.update(keyOf(stream), {
        expression: 'SET factor = :factor, slowUntil = :until',
        values: { ':factor': numberValue(factor), ':until': numberValue(until) },
      });
    },
  };
}

type BookingChange = { expression: string; condition: string; values: Item };

const withPush = (change: BookingChange, by: number): BookingChange =>
  by === 0
    ? change
    : {
        ...change,
        expression: `${change.expression}${change.expression.startsWith('ADD') ? ',' : ' ADD'} pushed :by`,
        values: { ...change.values, ':by': numberValue(by) },
      };

/** Begins anew if the stream is free, or lies further ahead than any booking. */
const beginStream = (now: Instant, far: Instant, takes: number) => ({
  expression: 'SET nextFree = :next',
  condition: 'attribute_not_exists(nextFree) OR nextFree <= :now OR nextFree > :far',
  values: { ':now': numberValue(now), ':far': numberValue(far), ':next': numberValue(now + takes) },
});

/** Books behind the earlier bookings, up to the longest wait. */
const joinStream = (now: Instant, latest: Instant, takes: number) => ({
  expression: 'ADD nextFree :takes',
  condition: 'nextFree > :now AND nextFree <= :latest',
  values: { ':now': numberValue(now), ':latest': numberValue(latest), ':takes': numberValue(takes) },
});
