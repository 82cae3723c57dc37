import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTable } from '../../../functions/adapters/dynamodb/create-table.ts';
import { TABLE } from '../../../functions/adapters/dynamodb/table.ts';
import { startDynalite } from '../../support/hosts/dynalite.ts';
import { freshTable } from '../../support/hosts/dynamodb.ts';

let engine: Awaited<ReturnType<typeof startDynalite>>;

beforeAll(async () => {
  engine = await startDynalite();
});
afterAll(() => engine[Symbol.asyncDispose]());

describe('the table', () => {
  it('an emulator is given is the one infra reads about', async () => {
    const { client, name, close } = await freshTable(engine.url);
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    const sortKeys = Table!.LocalSecondaryIndexes!.map(({ IndexName, KeySchema }) => [
      IndexName,
      KeySchema!.map(({ AttributeName }) => AttributeName).join('/'),
    ]);
    expect(Table!.KeySchema!.map(({ AttributeName }) => AttributeName)).toEqual([
      TABLE.partition,
      TABLE.sort,
    ]);
    expect(Object.fromEntries(sortKeys)).toEqual({ newest: 'pk/made', live: 'pk/live' });
    expect(Table!.GlobalSecondaryIndexes ?? []).toEqual([]);
    close();
  });

  it('is left as it is where there is one', async () => {
    const { client, name, table, close } = await freshTable(engine.url);
    await table.put({ pk: { S: 'MEMORY' }, sk: { S: 'a' } });
    await createTable(client, name);
    expect(await table.get({ pk: 'MEMORY', sk: 'a' })).toBeDefined();
    close();
  });

  it('that is missing is told of, with what to do', async () => {
    const { client, close } = await freshTable(engine.url);
    const { openTable } = await import('../../../functions/adapters/dynamodb/requests.ts');
    await expect(openTable(client, 'nobody-made-this').get({ pk: 'RUN', sk: 'a' })).rejects.toMatchObject({
      code: 'config',
      remedy: expect.stringContaining('TABLE'),
    });
    close();
  });
});
