/** Writes and reads attribute values. Empty and missing values are left out of an item, because bytes cost units. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Positions } from '../../domain/ledger/batch.ts';

export type Item = Record<string, AttributeValue>;
export type Key = { pk: string; sk: string };

export const keyItem = ({ pk, sk }: Key): Item => ({ pk: { S: pk }, sk: { S: sk } });
export const keyOfItem = (item: Item): Key => ({ pk: asText(item.pk), sk: asText(item.sk) });

export const textValue = (value: string | undefined): AttributeValue | undefined =>
  value === undefined || value === '' ? undefined : { S: value };
export const numberValue = (value: number): AttributeValue => ({ N: String(value) });
/** Leaves out 0 and undefined: the reader of the attribute restores them. */
export const numberUnlessZero = (value: number | undefined): AttributeValue | undefined =>
  value ? numberValue(value) : undefined;
export const textSetValue = (values: readonly string[]): AttributeValue | undefined =>
  values.length === 0 ? undefined : { L: values.map((value) => ({ S: value })) };
/** A number set, to which adding twice equals adding once. */
export const positions = (values: Iterable<number>): AttributeValue | undefined => {
  const all = [...values].map(String);
  return all.length === 0 ? undefined : { NS: all };
};

export const asText = (value: AttributeValue | undefined): string => value?.S ?? '';
export const asNumber = (value: AttributeValue | undefined): number => Number(value?.N ?? 0);
export const asNumberIfThere = (value: AttributeValue | undefined): number | undefined =>
  value?.N === undefined ? undefined : Number(value.N);
export const asTexts = (value: AttributeValue | undefined): string[] => (value?.L ?? []).map(asText);
export const asPositions = (value: AttributeValue | undefined): Positions =>
  new Set((value?.NS ?? []).map(Number).sort((a, b) => a - b));

export function itemOf(key: Key, fields: Readonly<Record<string, AttributeValue | undefined>>): Item {
  const there = Object.entries(fields).filter((entry): entry is [string, AttributeValue] => !!entry[1]);
  return { ...keyItem(key), ...Object.fromEntries(there) };
}
