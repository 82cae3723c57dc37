/**
 * Daily counts in DynamoDB: `DAY` / `<day>#<hash of event, reason, newsletter and source>`. The key has a hash,
 * because a source may be any text; the four are read from attributes. A count whose answer was lost is not repeated, unless another of its
 * kind came in between.
 */
import { hash } from 'node:crypto';
import type { DailyCount, DailyCounts } from '../../domain/subscribers/subscriber.ts';
import type { Table } from './requests.ts';
import { asNumber, asText, type Item, numberValue } from './values.ts';

const PARTITION = 'DAY';
const KIND_FIELDS = ['event', 'reason', 'newsletter', 'source'] as const;

const keyOf = (count: DailyCount) => {
  const kind = JSON.stringify(KIND_FIELDS.map((field) => count[field]));
  return { pk: PARTITION, sk: `${count.day}#${hash('sha256', kind, 'base64url').slice(0, 22)}` };
};

const toCount = (item: Item): DailyCount => ({
  day: asText(item.sk).slice(0, 'yyyy-mm-dd'.length),
  event: asText(item.happened) as DailyCount['event'],
  reason: asText(item.why),
  newsletter: asText(item.newsletter),
  source: asText(item.origin),
  count: asNumber(item.times),
});

function compareCounts(a: DailyCount, b: DailyCount): number {
  const field = (['day', ...KIND_FIELDS] as const).find((name) => a[name] !== b[name]);
  return field === undefined ? 0 : a[field] < b[field] ? -1 : 1;
}

export function createDailyCounts(table: Table): DailyCounts {
  return {
    async add(count) {
      await table.update(keyOf(count), {
        expression:
          'SET happened = :event, why = :reason, newsletter = :newsletter, origin = :source ADD times :count',
        values: {
          ...Object.fromEntries(KIND_FIELDS.map((field) => [`:${field}`, { S: count[field] }])),
          ':count': numberValue(count.count),
        },
        once: true,
      });
    },
    async read({ from, to }) {
      const found: DailyCount[] = [];
      for await (const items of table.pages({ pk: PARTITION, between: [from, `${to}~`] }))
        found.push(...items.map(toCount));
      return found.sort(compareCounts);
    },
  };
}
