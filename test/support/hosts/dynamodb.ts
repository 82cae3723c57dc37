/** Creates a table on a DynamoDB emulator for one test. */
import type { DynamoDBClient, DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { createDynamoClient } from '../../../functions/adapters/dynamodb/client.ts';
import { createTable } from '../../../functions/adapters/dynamodb/create-table.ts';
import { openTable, type Table } from '../../../functions/adapters/dynamodb/requests.ts';

/** A retry strategy with the SDK's attempts, but without its waits, which start at half a second. */
export const RETRY_AT_ONCE: NonNullable<DynamoDBClientConfig['retryStrategy']> = {
  acquireInitialRetryToken: async () => tries(0),
  async refreshRetryTokenForRetry(token, { error, errorType }) {
    if (errorType !== 'CLIENT_ERROR' && token.getRetryCount() < 7) return tries(token.getRetryCount() + 1);
    throw error;
  },
  recordSuccess() {},
};
const tries = (count: number) => ({ getRetryCount: () => count, getRetryDelay: () => 0 });

export type FreshTable = { client: DynamoDBClient; name: string; table: Table; close(): void };

const NOBODY = { region: 'eu-west-1', credentials: { accessKeyId: 'nobody', secretAccessKey: 'nothing' } };
let made = 0;

/** `through`: the URL for requests, if they do not go to the emulator itself. */
export async function freshTable(
  endpoint: string,
  { through = endpoint, ...config }: DynamoDBClientConfig & { through?: string } = {},
): Promise<FreshTable> {
  const name = `table-${process.pid}-${++made}`;
  const maker = createDynamoClient({ ...NOBODY, endpoint });
  await createTable(maker, name);
  maker.destroy();
  const client = createDynamoClient({ ...NOBODY, endpoint: through, ...config });
  return { client, name, table: openTable(client, name), close: () => client.destroy() };
}
