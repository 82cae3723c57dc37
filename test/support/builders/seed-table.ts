/** Writes many subscribers into a DynamoDB table without the adapters, as test data. */
import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { subscriberItem } from '../../../functions/adapters/dynamodb/subscriber-items.ts';
import type { Subscriber } from '../../../functions/domain/subscribers/subscriber.ts';

/** Items per BatchWriteItem, which takes no more. */
const AT_ONCE = 25;
const WRITERS = 16;

export async function seedTable(
  client: DynamoDBClient,
  table: string,
  count: number,
  make: (n: number) => Subscriber,
): Promise<void> {
  let next = 0;
  const writer = async () => {
    while (next < count) {
      const first = next;
      next += AT_ONCE;
      const some = Array.from({ length: Math.min(AT_ONCE, count - first) }, (_, i) => make(first + i));
      const puts = some.map((subscriber) => ({
        PutRequest: { Item: subscriberItem({ ...subscriber, version: 1 }) },
      }));
      await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: puts } }));
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
}
