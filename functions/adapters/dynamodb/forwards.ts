/**
 * Forwards in DynamoDB: the rows to which links of older rows lead (redirects), `F#<first character of the id>` / `<id>.<epoch>`. Few
 * people move, so a partition is read whole if many ids are asked about.
 */
import type { FollowedLinks, Forward, Forwarded, RowRef } from '../../domain/subscribers/forward.ts';
import type { Table } from './requests.ts';
import { asText, itemOf, type Key, textValue } from './values.ts';

const partitionOf = (id: string): string => `F#${id.slice(0, 1)}`;
const keyOf = ({ id, epoch }: RowRef): Key => ({ pk: partitionOf(id), sk: `${id}.${epoch}` });

export function createForwards(table: Table) {
  return {
    async lead(forwards: readonly Forwarded[], to: RowRef): Promise<void> {
      for (const { links, ...from } of forwards) {
        const fields = { ti: textValue(to.id), ep: textValue(to.epoch), li: textValue(links) };
        await table.put(itemOf(keyOf(from), fields));
      }
    },
    /** Deletes the forwards that lead to the row of that id; one that leads elsewhere stays. */
    async end(forwards: readonly RowRef[], to: string): Promise<void> {
      const condition = { expression: 'ti = :to', values: { ':to': { S: to } } };
      for (const from of forwards) await table.remove(keyOf(from), condition);
    },
    async of(from: RowRef): Promise<Forward | undefined> {
      const item = from.id === '' ? undefined : await table.get(keyOf(from));
      const to = item && { id: asText(item.ti), epoch: asText(item.ep) };
      return to && { from, to, links: asText(item?.li) as FollowedLinks };
    },
    async among(ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
      const wanted = new Set(ids.filter((id) => id !== ''));
      const found = new Map<string, string[]>();
      for (const pk of new Set([...wanted].map(partitionOf))) {
        for await (const items of table.pages({ pk })) {
          for (const item of items) {
            const id = asText(item.sk).split('.')[0]!;
            if (wanted.has(id)) found.set(id, [...(found.get(id) ?? []), asText(item.ti)]);
          }
        }
      }
      return found;
    },
  };
}
