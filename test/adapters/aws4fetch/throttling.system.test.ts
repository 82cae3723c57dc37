import { describe, expect, it } from 'vitest';
import { createParameters } from '../../../functions/adapters/aws4fetch/parameters.ts';
import { signedRequests } from '../../../functions/adapters/aws4fetch/requests.ts';
import { SIGNED, startFakeParameters } from '../../support/fakes/fake-parameters.ts';

const json = (type: string) => ({ status: 400, body: JSON.stringify({ __type: type }) });
const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

describe('a service that asks for a pause', () => {
  it.each([
    ['SSM', json('ThrottlingException')],
    ['SSM, with its namespace', json('com.amazonaws.ssm#ThrottlingException')],
    ['DynamoDB', json('com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException')],
    ['an account of DynamoDB', json('com.amazonaws.dynamodb.v20120810#RequestLimitExceeded')],
    ['SQS', json('com.amazonaws.sqs#RequestThrottled')],
    ['a key of SQS', json('AWS.SimpleQueueService.KmsThrottled')],
    ['a name in a header', { ...json(''), headers: { 'x-amzn-errortype': 'TooManyRequestsException:' } }],
    ['a name with an address', json('ThrottlingException:http://internal.amazon.com/coral/')],
    ['XML', { status: 400, body: '<ErrorResponse><Error><Code>Throttling</Code></Error></ErrorResponse>' }],
    ['429', { status: 429, body: '' }],
    ['a parameter that somebody else writes', json('TooManyUpdates')],
    [
      'a name and an address with a part',
      { status: 400, body: '{}', headers: { 'x-amzn-errortype': 'ThrottlingException:http://a.b/c#d' } },
    ],
  ])('is asked again, whatever it calls it: %s', async (_, refusal) => {
    await using fake = await startFakeParameters();
    fake.kept.set('/paper/base', 'https://paper.press');
    fake.refusals = times(3, refusal);
    const found = await createParameters({ ...SIGNED, endpoint: fake.url }).read(['/paper/base']);
    expect([found.get('/paper/base'), fake.requests]).toEqual(['https://paper.press', 4]);
  });

  it.each(['ValidationException', 'AccessDeniedException', 'ExpiredTokenException', 'ThrottlingFun', ''])(
    'is not asked again for another fault: %j',
    async (name) => {
      await using fake = await startFakeParameters();
      fake.refusals = [json(name)];
      const requests = signedRequests('ssm', SIGNED);
      const answer = await requests({ method: 'POST', url: fake.url, body: '{}' });
      expect([answer.status, await answer.json(), fake.requests]).toEqual([400, { __type: name }, 1]);
    },
  );

  it('is asked seven times, and then it is `unavailable`', async () => {
    await using fake = await startFakeParameters();
    fake.refusals = times(20, json('ThrottlingException'));
    const read = createParameters({ ...SIGNED, endpoint: fake.url }).read(['/paper/base']);
    await expect(read).rejects.toMatchObject({ code: 'unavailable' });
    expect(fake.requests).toBe(7);
  }, 20_000);

  it('has an answer for fifty who start at once, of whom it takes every third', async () => {
    await using fake = await startFakeParameters();
    fake.kept.set('/paper/base', 'https://paper.press');
    fake.refusals = times(100, json('ThrottlingException'));
    const starts = times(50, 0).map(() =>
      createParameters({ ...SIGNED, endpoint: fake.url }).read(['/paper/base']),
    );
    for (const found of await Promise.all(starts)) expect(found.size).toBe(1);
  }, 20_000);
});

describe('an answer that is none', () => {
  const html = '<html><body>Forbidden</body></html>';

  it.each([
    ['HTML of a proxy', { status: 403, body: html }, '403'],
    ['HTML in a 400', { status: 400, body: html }, '400'],
    ['nothing', { status: 400, body: '' }, '400'],
    ['null', { status: 400, body: 'null' }, '400'],
    ['a page to log in to', { status: 200, body: html }, 'no JSON'],
    ['200 without a body', { status: 200, body: '' }, 'no JSON'],
    ['200 and null', { status: 200, body: 'null' }, 'no JSON'],
    [
      'a name in a header alone',
      {
        status: 400,
        body: '{"message":"no"}',
        headers: { 'x-amzn-errortype': 'AccessDeniedException:http://a' },
      },
      'AccessDeniedException',
    ],
  ])('is `unavailable`, by what can be said of it: %s', async (_, refusal, name) => {
    await using fake = await startFakeParameters();
    fake.refusals = [refusal];
    const read = createParameters({ ...SIGNED, endpoint: fake.url }).read(['/paper/base']);
    await expect(read).rejects.toMatchObject({
      code: 'unavailable',
      message: `AmazonSSM.GetParameters answered ${name}.`,
    });
    expect(fake.requests).toBe(1);
  });
});
