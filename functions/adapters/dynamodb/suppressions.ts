/** Suppressions in DynamoDB: `X#<first character of the hash>` / `<hash>`. */
import { ALPHABET } from '../../domain/ledger/id-ranges.ts';
import type { Suppression, Suppressions } from '../../domain/subscribers/subscriber.ts';
import type { Table } from './requests.ts';
import { asNumber, asText, type Item, itemOf, type Key, numberValue, textValue } from './values.ts';

const partition = (first: string): string => `X#${first}`;
const keyOf = (hash: string): Key => ({ pk: partition(hash.slice(0, 1)), sk: hash });
const toSuppression = (item: Item): Suppression => ({
  hash: asText(item.sk),
  reason: asText(item.why) as Suppression['reason'],
  at: asNumber(item.since),
});

export function createSuppressions(table: Table): Suppressions {
  return {
    async find(hashes) {
      if (hashes.length === 0) return new Map();
      const items = await table.getMany(hashes.map(keyOf));
      return new Map(items.map((item) => [asText(item.sk), toSuppression(item)]));
    },
    async add({ hash, reason, at }) {
      const item = itemOf(keyOf(hash), { why: textValue(reason), since: numberValue(at) });
      await table.put(item, { expression: 'attribute_not_exists(pk)' });
    },
    async lift(hash) {
      await table.remove(keyOf(hash));
    },
    async count() {
      const counts = await Promise.all(
        [...ALPHABET].map(async (first) => {
          let count = 0;
          for await (const items of table.pages({ pk: partition(first), only: ['sk'], stale: true }))
            count += items.length;
          return count;
        }),
      );
      return counts.reduce((sum, count) => sum + count, 0);
    },
  };
}
