/** Requests as DynamoDB wants them, from what the adapters say. */
import type {
  PutItemCommandInput,
  QueryCommandInput,
  UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { IndexName } from './table.ts';
import { type Item, type Key, keyItem } from './values.ts';

/** In DynamoDB's own syntax, as are all expressions. */
export type Condition = { expression: string; values?: Item };

export type Change = {
  expression: string;
  condition?: string;
  values?: Item;
  /** Must not happen twice, nor be refused because it has happened. */
  once?: boolean;
};

export type Range = {
  pk: string;
  /** Of the sort key, both ends included; else all of the partition. */
  between?: readonly [string, string];
  index?: IndexName;
  descending?: boolean;
  /** Items looked at, before the filter. */
  limit?: number;
  filter?: string;
  values?: Item;
  /** The attributes wanted. Saves no units, only time. */
  only?: readonly string[];
  /** At half the units, perhaps a second old. */
  stale?: boolean;
};

/** The attribute by which a `once` is known for one's own. */
export const TOKEN = 'o';

export const putInput = (TableName: string, Item: Item, condition?: Condition): PutItemCommandInput => ({
  TableName,
  Item,
  ...(condition && {
    ConditionExpression: condition.expression,
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  }),
  ...(condition?.values && { ExpressionAttributeValues: condition.values }),
});

export function updateInput(
  TableName: string,
  key: Key,
  { expression, condition, values = {} }: Change,
  token: Uint8Array | undefined,
): UpdateItemCommandInput {
  const isFirst = token && `(attribute_not_exists(${TOKEN}) OR ${TOKEN} <> :token)`;
  const conditions = [condition && `(${condition})`, isFirst].filter(Boolean).join(' AND ');
  const all: Item = token ? { ...values, ':token': { B: token } } : values;
  return {
    TableName,
    Key: keyItem(key),
    UpdateExpression: token ? withToken(expression) : expression,
    ReturnValues: 'ALL_NEW',
    ...(conditions && {
      ConditionExpression: conditions,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }),
    ...(Object.keys(all).length > 0 && { ExpressionAttributeValues: all }),
  };
}

/** An update expression has one SET at most. */
const withToken = (expression: string): string =>
  /\bSET /.test(expression)
    ? expression.replace(/\bSET /, `SET ${TOKEN} = :token, `)
    : `SET ${TOKEN} = :token ${expression}`;

export function queryInput(TableName: string, range: Range, from?: Item): QueryCommandInput {
  const { pk, between, index, descending, limit, filter, values, only, stale = false } = range;
  return {
    TableName,
    KeyConditionExpression: between ? 'pk = :pk AND sk BETWEEN :low AND :high' : 'pk = :pk',
    ExpressionAttributeValues: {
      ':pk': { S: pk },
      ...(between && { ':low': { S: between[0] }, ':high': { S: between[1] } }),
      ...values,
    },
    ConsistentRead: !stale,
    ...(index && { IndexName: index }),
    ...(descending && { ScanIndexForward: false }),
    ...(limit !== undefined && { Limit: limit }),
    ...(filter && { FilterExpression: filter }),
    ...(only && { ProjectionExpression: only.join(', ') }),
    ...(from && { ExclusiveStartKey: from }),
  };
}
