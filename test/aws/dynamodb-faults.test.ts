import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDailyCounts } from '../../functions/adapters/dynamodb/daily-counts.ts';
import { createLedger } from '../../functions/adapters/dynamodb/ledger.ts';
import { createLimits } from '../../functions/adapters/dynamodb/limits.ts';
import { createPace } from '../../functions/adapters/dynamodb/pace.ts';
import { createSubscribers } from '../../functions/adapters/dynamodb/subscribers.ts';
import { createSuppressions } from '../../functions/adapters/dynamodb/suppressions.ts';
import { HOUR, MINUTE } from '../../functions/domain/time/instant.ts';
import { storeContracts } from '../contracts/dynamodb.ts';
import { aBatch, MORNING } from '../support/builders/runs.ts';
import { aSubscriber } from '../support/builders/subscriptions.ts';
import {
  type FaultyProxy,
  loseFirstAnswers,
  startFaultyProxy,
  throttleAFifth,
  unprocessHalf,
} from '../support/fakes/faulty-proxy.ts';
import { freshTable, RETRY_AT_ONCE } from '../support/hosts/dynamodb.ts';
import { type DynamodbLocal, startDynamodbLocal } from '../support/hosts/dynamodb-local.ts';

let engine: DynamodbLocal;
let proxy: FaultyProxy;

beforeAll(async () => {
  engine = await startDynamodbLocal();
  proxy = await startFaultyProxy(engine.url, () => 'pass');
});
afterAll(async () => {
  await proxy?.[Symbol.asyncDispose]();
  await engine?.[Symbol.asyncDispose]();
});

const REF = { run: 'e_monday', id: '1-0-' };
const through = (decide: FaultyProxy['decide'] = proxy.decide) => {
  proxy.decide = decide;
  return freshTable(engine.url, { through: proxy.url, retryStrategy: RETRY_AT_ONCE });
};

describe('throttled a fifth of the time', () => storeContracts(() => through(throttleAFifth), 1));
describe('with keys left unprocessed', () => storeContracts(() => through(unprocessHalf), 1));
// Every write is done twice, and the second time finds its own work there.
describe('when the answer to each write is lost once', () =>
  storeContracts(() => through(loseFirstAnswers), 1));

describe('when the answer to a write is lost', () => {
  it('a use is counted once, given back once, and refused only beyond the limit', async () => {
    const { table, close } = await through(loseFirstAnswers);
    const limits = createLimits(table);
    const take = () => limits.take('k', 3, HOUR, MORNING);
    expect([await take(), await take(), await take(), await take()]).toEqual([true, true, true, false]);
    await limits.giveBack('k', HOUR, MORNING);
    expect([await take(), await take()]).toEqual([true, false]);
    close();
  });

  it('a day’s count is counted once', async () => {
    const { table, close } = await through(loseFirstAnswers);
    const counts = createDailyCounts(table);
    const left = {
      day: '2026-11-23',
      event: 'left',
      reason: 'page',
      newsletter: 'daily',
      source: 'form',
    } as const;
    await counts.add({ ...left, count: 2 });
    await counts.add({ ...left, count: 3 });
    expect(await counts.read({ from: left.day, to: left.day })).toEqual([{ ...left, count: 5 }]);
    close();
  });

  it('a slot is taken once', async () => {
    const { table, close } = await through(loseFirstAnswers);
    const pace = createPace(table);
    const slots = [];
    for (let i = 0; i < 4; i++) slots.push((await pace.take('letters', 10, 20, MORNING, MINUTE)).at);
    expect(slots).toEqual([MORNING, MORNING + 500, MORNING + 1000, MORNING + 1500]);
    close();
  });

  it('a batch is claimed by who claimed it, and no other', async () => {
    const { table, close } = await through(loseFirstAnswers);
    const ledger = createLedger(table);
    await ledger.createBatch(aBatch());
    expect((await ledger.claim(REF, MORNING, MORNING + MINUTE))?.lease).toBe(1);
    expect(await ledger.claim(REF, MORNING, MORNING + MINUTE)).toBeUndefined();
    close();
  });
});

describe('throttled hundreds of times', () => {
  it('a client goes on trying: the SDK’s own quota of retries would be used up', async () => {
    proxy.decide = ({ attempt }) => (attempt <= 3 ? 'throttle' : 'pass');
    const { table, close } = await freshTable(engine.url, { through: proxy.url });
    const keys = Array.from({ length: 150 }, (_, n) => ({ pk: `N#${n}`, sk: '-' }));
    expect(await Promise.all(keys.map((key) => table.get(key)))).toEqual(keys.map(() => undefined));
    proxy.decide = () => 'pass';
    close();
  });
});

describe('with DynamoDB away', () => {
  it('nobody is taken for departed, nothing for free: it is unavailable', async () => {
    const { table, close } = await freshTable(engine.url, { through: proxy.url, maxAttempts: 2 });
    const subscribers = createSubscribers(table);
    const ada = await subscribers.put(aSubscriber('ada@example.com'));
    proxy.decide = () => 'throttle';
    const unavailable = { code: 'unavailable' };
    await expect(subscribers.getMany([ada.id])).rejects.toMatchObject(unavailable);
    await expect(createSuppressions(table).find(['hash'])).rejects.toMatchObject(unavailable);
    await expect(createLedger(table).claim(REF, MORNING, MORNING + MINUTE)).rejects.toMatchObject(
      unavailable,
    );
    close();
  });

  it('keys that are never read are never absent', async () => {
    const { table, close } = await through(() => 'pass');
    const subscribers = createSubscribers(table);
    const both = [aSubscriber('ada@example.com', { id: 'a' }), aSubscriber('ben@example.com', { id: 'b' })];
    await subscribers.insertMany(both);
    proxy.decide = ({ operation }) => (operation === 'BatchGetItem' ? 'unread' : 'pass');
    await expect(subscribers.getMany(['a', 'b'])).rejects.toMatchObject({ code: 'unavailable' });
    close();
  });
});
