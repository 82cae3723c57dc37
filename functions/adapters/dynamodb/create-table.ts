/** Makes the table on an emulator, from the same data as infra; on AWS only the stack makes it. */
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  ResourceInUseException,
} from '@aws-sdk/client-dynamodb';
import { tableError } from './failure.ts';
import { TABLE } from './table.ts';

/** Does nothing if the table exists. */
export async function createTable(client: DynamoDBClient, name: string): Promise<void> {
  try {
    await client.send(new CreateTableCommand(inputOf(name)));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw tableError(error);
  }
}

function inputOf(TableName: string): CreateTableCommandInput {
  const sortedBy = (sort: string) => [
    { AttributeName: TABLE.partition, KeyType: 'HASH' as const },
    { AttributeName: sort, KeyType: 'RANGE' as const },
  ];
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: sortedBy(TABLE.sort),
    LocalSecondaryIndexes: TABLE.indexes.map(({ name, sort }) => ({
      IndexName: name,
      KeySchema: sortedBy(sort),
      Projection: { ProjectionType: 'ALL' },
    })),
    AttributeDefinitions: [
      ...[TABLE.partition, TABLE.sort].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S' as const,
      })),
      ...TABLE.indexes.map(({ sort }) => ({ AttributeName: sort, AttributeType: 'N' as const })),
    ],
  };
}
