import { afterAll, beforeAll, describe } from 'vitest';
import { dynamodbContracts } from '../../contracts/dynamodb.ts';
import { startDynalite } from '../../support/hosts/dynalite.ts';

let engine: Awaited<ReturnType<typeof startDynalite>>;

beforeAll(async () => {
  engine = await startDynalite();
});
afterAll(() => engine[Symbol.asyncDispose]());
afterAll(() => {
  console.info(
    "Not run here: the same on Amazon's DynamoDB Local, throttled, with keys left unprocessed and answers lost, and the whole loop " +
      'on it. They need Java: .ci/fetch-dynamodb-local <folder>, then DYNAMODB_LOCAL=<folder> npx vitest run --config test/aws/vitest.config.ts. ' +
      '.ci/run does it.',
  );
});

describe('in DynamoDB, as dynalite plays it,', () => dynamodbContracts(() => engine.url));
