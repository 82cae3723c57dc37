/** Builds request inputs for DynamoDB from the adapters' terms. */
import type {
  PutItemCommandInput,
  QueryCommandInput,
  UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { IndexName } from './table.ts';
import { type Item, type Key, keyItem } from './values.ts';

/** Expressions are in DynamoDB's own syntax. */
export type Condition = { expression: string; values?: Item };

export type Change = {
  expression: string;
  condition?: string;
  values?: Item;
  /** The change must not happen twice, and a retry must not be refused because the first attempt succeeded. */
  once?: boolean;
};

export type Range = {
  pk: string;
  /** Bounds of the sort key, both included; without them, the whole partition. */
  between?: readonly [string, string];
  index?: IndexName;
  descending?: boolean;
  /** The most items read, before the filter. */
  limit?: number;
  filter?: string;
  values?: Item;
  /** Attributes to return. Saves time but no units. */
  only?: readonly string[];
  /** An eventually consistent read: half the units, perhaps a second old. */
  stale?: boolean;
};

/** The attribute with the token of a `once` write. */
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

/** Adds the token; an update expression may have only one SET. */
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
