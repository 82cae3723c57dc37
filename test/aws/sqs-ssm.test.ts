import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createQueueDoorbell } from '../../functions/adapters/aws4fetch/doorbell.ts';
import { createParameters } from '../../functions/adapters/aws4fetch/parameters.ts';
import { createSecrets, formatSecrets } from '../../functions/domain/secrets.ts';
import { readSecrets } from '../../functions/wiring/aws/stage-parameters.ts';
import { type Emulator, startMoto } from '../support/hosts/moto.ts';

let moto: Emulator;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto?.[Symbol.asyncDispose]());

const SETTINGS = {
  region: 'eu-west-1',
  credentials: () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
};

describe('a doorbell in SQS', () => {
  it('rings in the queue of its kind, and says only that there is work', async () => {
    const queue = async (name: string) => {
      const made = (await moto.call('sqs', 'AmazonSQS.CreateQueue', { QueueName: name })) as {
        QueueUrl: string;
      };
      return made.QueueUrl;
    };
    const queues = {
      plan: await queue('plan'),
      deliver: await queue('deliver'),
      notices: await queue('notices'),
    };
    await createQueueDoorbell(queues, SETTINGS).ring({ kind: 'deliver' });
    const receive = async (QueueUrl: string) =>
      (await moto.call('sqs', 'AmazonSQS.ReceiveMessage', { QueueUrl })) as { Messages?: { Body: string }[] };
    expect((await receive(queues.deliver)).Messages?.map(({ Body }) => JSON.parse(Body))).toEqual([
      { kind: 'deliver' },
    ]);
    expect((await receive(queues.plan)).Messages ?? []).toEqual([]);
  });

  it('that is not there is said to be', async () => {
    const url = `${moto.url}/123456789012/nobody`;
    const doorbell = createQueueDoorbell({ plan: url, deliver: url, notices: url }, SETTINGS);
    await expect(doorbell.ring({ kind: 'notices' })).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('secrets in the Parameter Store', () => {
  const parameters = () => createParameters({ ...SETTINGS, endpoint: `${moto.url}/` });

  it('are made once: what is there stays', async () => {
    const secrets = createSecrets(randomBytes);
    for (const texts of [formatSecrets(secrets), formatSecrets(createSecrets(randomBytes))])
      for (const [name, value] of Object.entries(texts)) await parameters().make(`/paper/${name}`, value);
    expect(formatSecrets(await readSecrets(parameters(), '/paper'))).toEqual(formatSecrets(secrets));
  });

  it('are replaced when somebody says so', async () => {
    await parameters().make('/rotated/links', 'before');
    await parameters().replace('/rotated/links', 'after');
    expect(await parameters().read(['/rotated/links', '/rotated/none'])).toEqual(
      new Map([['/rotated/links', 'after']]),
    );
  });

  it('that are not there are a fault of the deployment, and it says how to mend it', async () => {
    await expect(readSecrets(parameters(), '/nothing')).rejects.toMatchObject({ code: 'config' });
  });
});
