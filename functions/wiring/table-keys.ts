/** The table's keys, indexes and expiry, for infra: the same data that the adapters speak of and emulators are given. */
export { TABLE } from '../adapters/dynamodb/table.ts';
