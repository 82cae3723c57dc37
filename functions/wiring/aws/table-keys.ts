/** The table's keys, indexes, expiry and kinds of items, for infra: the same data that the adapters speak of and emulators are given. */
export { type IndexName, ITEMS, type ItemKind, TABLE } from '../../adapters/dynamodb/table.ts';
