/** Limits in DynamoDB: `L#<key>@<start of its window>` / `-`, deleted by DynamoDB itself some time after the window. */
import { type Instant, SECOND } from '../../domain/instant.ts';
import type { Limits } from '../../domain/subscriber.ts';
import type { Table } from './requests.ts';
import { type Key, number } from './values.ts';

export function createLimits(table: Table): Limits {
  return {
    async take(key, limit, window, now) {
      if (limit < 1) return false;
      const { id, ends } = windowed(key, window, now);
      const taken = await table.update(id, {
        expression: 'SET expires = :ends ADD used :one',
        condition: 'attribute_not_exists(used) OR used < :limit',
        values: { ':one': number(1), ':limit': number(limit), ':ends': number(Math.ceil(ends / SECOND)) },
        once: true,
      });
      return taken.done;
    },
    async giveBack(key, window, now) {
      await table.update(windowed(key, window, now).id, {
        expression: 'ADD used :less',
        condition: 'used > :zero',
        values: { ':less': number(-1), ':zero': number(0) },
        once: true,
      });
    },
  };
}

function windowed(key: string, window: number, now: Instant): { id: Key; ends: Instant } {
  const start = Math.floor(now / window) * window;
  return { id: { pk: `L#${key}@${start}`, sk: '-' }, ends: start + window };
}
