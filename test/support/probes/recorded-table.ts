/** Wraps a table and records each call with its partition keys, in the terms of IAM. */
import type { Table } from '../../../functions/adapters/dynamodb/requests.ts';
import { asText } from '../../../functions/adapters/dynamodb/values.ts';
import type { Called } from '../fakes/call-recorder.ts';

export type Recorded = Pick<Called, 'action' | 'resources' | 'keys'>;

/** `name`: the table's name in the template, with whose rights the calls are compared. */
export function recordTable(table: Table, name: string, calls: Recorded[]): Table {
  const told = (action: string, keys: string[], index?: string): void => {
    const resource = `dynamodb:table/${name}${index === undefined ? '' : `/index/${index}`}`;
    calls.push({ action: `dynamodb:${action}`, resources: [resource], keys });
  };
  return {
    get(key, how) {
      told('GetItem', [key.pk]);
      return table.get(key, how);
    },
    getMany(keys) {
      if (keys.length > 0) told('BatchGetItem', [...new Set(keys.map(({ pk }) => pk))]);
      return table.getMany(keys);
    },
    page(range, from) {
      told('Query', [range.pk], range.index);
      return table.page(range, from);
    },
    pages(range) {
      told('Query', [range.pk], range.index);
      return table.pages(range);
    },
    put(item, condition) {
      told('PutItem', [asText(item.pk)]);
      return table.put(item, condition);
    },
    update(key, change) {
      told('UpdateItem', [key.pk]);
      return table.update(key, change);
    },
    remove(key, condition) {
      told('DeleteItem', [key.pk]);
      return table.remove(key, condition);
    },
  };
}
