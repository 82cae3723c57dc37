import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccount } from '../../functions/adapters/aws4fetch/account.ts';
import { createDynamoClient } from '../../functions/adapters/dynamodb/client.ts';
import { createTable } from '../../functions/adapters/dynamodb/create-table.ts';
import { type DynamodbLocal, startDynamodbLocal } from '../support/hosts/dynamodb-local.ts';
import { type Emulator, startMoto } from '../support/hosts/moto.ts';

// What others' emulators know of an account; the rest is in test/adapters/aws4fetch/account.system.test.ts.
const KEYS = { accessKeyId: 'test', secretAccessKey: 'test' };
let moto: Emulator;
let engine: DynamodbLocal;
beforeAll(async () => {
  [moto, engine] = [await startMoto(), await startDynamodbLocal()];
});
afterAll(async () => {
  await moto?.[Symbol.asyncDispose]();
  await engine?.[Symbol.asyncDispose]();
});

const account = () =>
  createAccount({
    region: 'eu-west-1',
    credentials: () => KEYS,
    endpoints: { sesv2: moto.url, sns: moto.url, dynamodb: engine.url },
  });

/** SNS speaks the Query protocol. */
async function sns(fields: Record<string, string>): Promise<string> {
  const response = await fetch(moto.url, {
    method: 'POST',
    headers: { Authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/sns/aws4_request' },
    body: new URLSearchParams({ Version: '2010-03-31', ...fields }),
  });
  return response.text();
}

describe('an account', () => {
  it('has alarms that somebody is told of', async () => {
    const topic = /<TopicArn>([^<]+)/.exec(await sns({ Action: 'CreateTopic', Name: 'editors' }))![1]!;
    await sns({ Action: 'Subscribe', TopicArn: topic, Protocol: 'email', Endpoint: 'ed@paper.press' });
    // moto confirms at once.
    expect(await account().subscriptions(topic)).toEqual([{ endpoint: 'ed@paper.press', confirmed: true }]);
    expect(await account().subscriptions(`${topic}-gone`)).toBeUndefined();
  });

  it('has an identity, and none of a name that was never verified', async () => {
    await fetch(`${moto.url}/v2/email/identities`, {
      method: 'POST',
      headers: { Authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/ses/aws4_request' },
      body: JSON.stringify({ EmailIdentity: 'paper.press' }),
    });
    expect(await account().identity('paper.press')).toMatchObject({
      kind: 'domain',
      verified: false,
    });
    expect(await account().identity('nobody.press')).toBeUndefined();
  });

  it('says how large its table is', async () => {
    const client = createDynamoClient({ endpoint: engine.url, region: 'eu-west-1', credentials: KEYS });
    await createTable(client, 'sized').finally(() => client.destroy());
    expect(await account().tableBytes('sized')).toBe(0);
    await expect(account().tableBytes('unsized')).rejects.toMatchObject({ code: 'unavailable' });
  });
});
