import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createParameters } from '../../../functions/adapters/aws4fetch/parameters.ts';
import { createSecrets, formatSecrets } from '../../../functions/domain/secrets.ts';
import { createHttpHandler } from '../../../functions/web/lambda-http.ts';
import type { HttpEvent } from '../../../functions/web/lambda-request.ts';
import { openOriginSecrets } from '../../../functions/wiring/aws/origin-secrets.ts';
import { openStage } from '../../../functions/wiring/aws/stage.ts';
import { createStageParameters } from '../../../functions/wiring/aws/stage-parameters.ts';
import { makeStageSecrets, removeStageSecrets } from '../../../functions/wiring/aws/stage-secrets.ts';
import { type FakeParameters, SIGNED, startFakeParameters } from '../../support/fakes/fake-parameters.ts';

const NAMES = ['base', 'identity', 'links', 'origin'];
const environment = { ...process.env };
afterEach(() => {
  process.env = { ...environment };
});

/** As the maker of a deployment is called, on this store. */
const deploy = async (fake: FakeParameters, Generation?: string): Promise<string> => {
  process.env.AWS_ENDPOINT_URL_SSM = fake.url;
  Object.assign(process.env, { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' });
  const { data } = await makeStageSecrets({ Prefix: '/paper', ...(Generation && { Generation }) });
  return data.Origin!;
};

const told = (fake: FakeParameters, clock = Date.now, names = NAMES) =>
  createStageParameters(createParameters({ ...SIGNED, endpoint: fake.url }), '/paper', names, clock);

const event = (secret: string): HttpEvent => ({
  rawPath: '/',
  rawQueryString: '',
  headers: { 'x-broadsheet-origin': secret },
  requestContext: { http: { method: 'GET', sourceIp: '192.0.2.1' } },
});

describe('a function that starts', () => {
  it('asks Parameter Store once, whatever it needs and however it asks', async () => {
    await using fake = await startFakeParameters();
    for (const [name, value] of Object.entries(formatSecrets(createSecrets(randomBytes))))
      fake.kept.set(`/broadsheet/paper/prod/${name}`, value);
    fake.kept.set('/broadsheet/paper/prod/base', 'https://paper.press');
    fake.kept.set('/broadsheet/paper/prod/origin', 'secret');
    const env = {
      ...{ AWS_REGION: 'eu-west-1', TABLE: 'paper', BUCKET: 'paper', RATE_SHARE: '1' },
      ...{ PARAMETERS: '/broadsheet/paper/prod', AWS_ENDPOINT_URL_SSM: fake.url, SES_LETTERS_SET: 'l' },
      ...{
        SES_NOTICES_SET: 'n',
        PLAN_QUEUE: 'http://q/p',
        DELIVER_QUEUE: 'http://q/d',
        NOTICES_QUEUE: 'http://q/n',
      },
    };
    const stage = openStage(env, () => {}, SIGNED.credentials, ['origin']);
    const [base, secrets] = await Promise.all([stage.base(), stage.secrets(), stage.originSecrets()]);
    await stage.secrets();
    expect([base, secrets.identity.length, fake.requests]).toEqual(['https://paper.press', 32, 1]);
    expect(fake.reads[0]!.map((name) => name.replace(/.*\//, ''))).toEqual(NAMES);
  });

  it('asks for no more than it may read', async () => {
    await using fake = await startFakeParameters();
    fake.kept.set('/paper/base', 'https://paper.press');
    await told(fake, Date.now, ['base', 'identity', 'links']).value('base');
    expect(fake.reads).toEqual([['/paper/base', '/paper/identity', '/paper/links']]);
  });

  it('looks again for what a first deployment had not written yet, and says what is missing', async () => {
    await using fake = await startFakeParameters();
    const parameters = told(fake);
    await expect(parameters.value('base')).rejects.toMatchObject({ code: 'config' });
    await expect(parameters.secrets()).rejects.toMatchObject({ code: 'config' });
    await deploy(fake);
    expect((await parameters.secrets()).identity).toHaveLength(32);
    fake.kept.set('/paper/base', 'https://paper.press');
    expect(await parameters.value('base')).toBe('https://paper.press');
  });

  it('reads the keys of links again after five minutes, and keeps those it has where that fails', async () => {
    await using fake = await startFakeParameters();
    await deploy(fake);
    let now = 0;
    const parameters = told(fake, () => now);
    const first = await parameters.secrets();
    fake.kept.set('/paper/links', formatSecrets(createSecrets(randomBytes)).links);
    now = 5 * 60_000 - 1;
    expect(await parameters.secrets()).toEqual(first);
    now += 1;
    expect((await parameters.secrets()).links).not.toEqual(first.links);
  });
});

describe('a function that lives on', () => {
  it('waits for a Parameter Store that refuses once in half a minute, and has its keys meanwhile', async () => {
    await using fake = await startFakeParameters();
    await deploy(fake);
    let now = 0;
    const parameters = told(fake, () => now);
    const first = await parameters.secrets();
    fake.refusals = Array.from({ length: 9 }, () => ({ status: 400, body: '{"__type":"AccessDenied"}' }));
    const before = fake.requests;
    for (const [at, asked] of [
      [300_000, 1],
      [300_001, 1],
      [329_999, 1],
      [330_000, 2],
    ] as const) {
      now = at;
      expect(await parameters.secrets()).toEqual(first);
      expect([at, fake.requests - before]).toEqual([at, asked]);
    }
    fake.refusals = [];
    now = 360_000;
    fake.kept.set('/paper/links', formatSecrets(createSecrets(randomBytes)).links);
    expect((await parameters.secrets()).links).not.toEqual(first.links);
  });
});

describe('the origin’s secret', () => {
  it('stays through deployments, and a higher number makes another', async () => {
    await using fake = await startFakeParameters();
    const first = await deploy(fake);
    expect(await deploy(fake)).toBe(first);
    expect(await deploy(fake, '1')).toBe(first);
    const second = await deploy(fake, '2');
    expect(second).not.toBe(first);
    // CloudFormation asks twice, a deployment is undone, or says no number: all is as it was.
    for (const again of ['2', '1', undefined]) expect(await deploy(fake, again)).toBe(second);
    expect(await deploy(fake, '7')).not.toBe(second);
  });

  it('is good beside the one before, in functions that were there and in those that start', async () => {
    await using fake = await startFakeParameters();
    const first = await deploy(fake);
    let now = 0;
    const handlerOf = async () =>
      createHttpHandler(
        { fetch: () => Response.json({}) },
        await openOriginSecrets(
          told(fake, () => now),
          () => now,
        ),
      );
    const old = await handlerOf();
    const second = await deploy(fake, '2');
    now = 10_000;
    for (const handler of [old, await handlerOf()])
      for (const secret of [second, first]) expect((await handler(event(secret))).statusCode).toBe(200);
    const third = await deploy(fake, '3');
    now = 30_000;
    expect((await old(event(third))).statusCode).toBe(200);
    expect((await old(event(first))).statusCode).toBe(403);
  });

  it('is read again for those who guess every ten seconds at most, and not for who says nothing', async () => {
    await using fake = await startFakeParameters();
    await deploy(fake);
    let now = 0;
    const secrets = await openOriginSecrets(
      told(fake, () => now),
      () => now,
    );
    const handler = createHttpHandler({ fetch: () => Response.json({}) }, secrets);
    const before = fake.reads.length;
    now = 20_000;
    await handler(event(''));
    expect(fake.reads.length - before).toBe(0);
    const asked = await Promise.all(Array.from({ length: 50 }, (_, i) => handler(event(`guess-${i}`))));
    expect(asked.every(({ statusCode }) => statusCode === 403)).toBe(true);
    expect(fake.reads.length - before).toBe(1);
    now = 29_999;
    await handler(event('guess'));
    expect(fake.reads.length - before).toBe(1);
  });

  it('stays good where Parameter Store does not answer', async () => {
    await using fake = await startFakeParameters();
    const first = await deploy(fake);
    let now = 0;
    const secrets = await openOriginSecrets(
      told(fake, () => now),
      () => now,
    );
    fake.refusals = Array.from({ length: 9 }, () => ({ status: 400, body: '{"__type":"AccessDenied"}' }));
    now = 20_000;
    const handler = createHttpHandler({ fetch: () => Response.json({}) }, secrets);
    expect((await handler(event('guess'))).statusCode).toBe(403);
    expect((await handler(event(first))).statusCode).toBe(200);
  });
});

describe('secrets of a stage that is taken down', () => {
  it('go where it was one to try things, as often as it is asked, and stay where not', async () => {
    await using fake = await startFakeParameters();
    await deploy(fake);
    fake.kept.set('/paper2/identity', 'another');
    await removeStageSecrets({ Prefix: '/paper' });
    expect(fake.kept.size).toBe(4);
    for (const _ of [1, 2]) await removeStageSecrets({ Prefix: '/paper', Keep: 'false' });
    expect([...fake.kept.keys()]).toEqual(['/paper2/identity']);
  });
});
