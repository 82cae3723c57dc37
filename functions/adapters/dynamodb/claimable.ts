/** Finds claimable batches: markers say where to look, and the batches' own items decide. */
import { type Ledger, MAX_AHEAD } from '../../domain/ledger/ledger.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { freeAt } from './batch-items.ts';
import type { Marker, Open, OpenMarkers } from './open-markers.ts';
import { asNumber } from './values.ts';

export type Claimable = Pick<Ledger, 'claimable' | 'nextClaimable'>;

/** True if the batch is free now, or is so far ahead that a wrong clock must have written it. */
const mayBeFree = (from: Instant, now: Instant): boolean => from <= now || from > now + MAX_AHEAD;
const byAge = (a: Open, b: Open): number =>
  freeAt(a.item) - freeAt(b.item) || asNumber(a.item.c) - asNumber(b.item.c);

export function createClaimable(markers: OpenMarkers): Claimable {
  return {
    /** Starts at a random marker, so that workers seldom want the same batches, and returns the oldest of those it passed. */
    async claimable(run, now, limit) {
      const astray: Open[] = [];
      let waiting: Marker[] = [];
      const look = async (): Promise<Open[]> => {
        const open = await markers.read(waiting);
        waiting = [];
        astray.push(...open.filter(({ item }) => freeAt(item) > now + MAX_AHEAD));
        return open.filter(({ item }) => freeAt(item) <= now);
      };
      const free: Open[] = [];
      for await (const page of markers.around(run, limit)) {
        waiting.push(...page.filter(({ from }) => mayBeFree(from, now)));
        if (waiting.length >= limit) free.push(...(await look()));
        if (free.length > 0) break;
      }
      if (free.length === 0) free.push(...(await look()));
      const found = free.length > 0 ? free : astray;
      return found
        .sort(byAge)
        .slice(0, limit)
        .map(({ ref }) => ref);
    },

    /** A marker's instant may be too early but never too late, so later markers need not be read once an earlier batch is found. */
    async nextClaimable(run) {
      let next: Instant | undefined;
      for await (const page of markers.all(run)) {
        const waiting = page.toSorted((a, b) => a.from - b.from);
        while (waiting[0] && (next === undefined || waiting[0].from < next)) {
          for (const { item } of await markers.read(waiting.splice(0, AT_ONCE)))
            next = Math.min(next ?? Number.POSITIVE_INFINITY, freeAt(item));
        }
        if (next === 0) break;
      }
      return next;
    },
  };
}

/** Batches to read at once; usually the first one is the answer. */
const AT_ONCE = 5;
