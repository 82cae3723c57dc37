import { afterAll, beforeAll, describe } from 'vitest';
import { dynamodbContracts } from '../contracts/dynamodb.ts';
import { type DynamodbLocal, startDynamodbLocal } from '../support/hosts/dynamodb-local.ts';

let engine: DynamodbLocal;

beforeAll(async () => {
  engine = await startDynamodbLocal();
});
afterAll(() => engine?.[Symbol.asyncDispose]());

describe('in DynamoDB Local', () => dynamodbContracts(() => engine.url));
