import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSubscribers } from '../../../functions/adapters/dynamodb/subscribers.ts';
import { seedTable } from '../../support/builders/seed-table.ts';
import { aSubscriber } from '../../support/builders/subscriptions.ts';
import { startDynalite } from '../../support/hosts/dynalite.ts';
import { type FreshTable, freshTable } from '../../support/hosts/dynamodb.ts';

let engine: Awaited<ReturnType<typeof startDynalite>>;
let fresh: FreshTable;
const asked: string[] = [];

/** All in one partition. */
const idOf = (n: number) => `a${String(n).padStart(21, '0')}`;

beforeAll(async () => {
  engine = await startDynalite();
  fresh = await freshTable(engine.url);
  await seedTable(fresh.client, fresh.name, 400, (n) => aSubscriber('a@example.com', { id: idOf(n) }));
  fresh.client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        asked.push(commandName ?? '');
        return next(args);
      },
    { step: 'initialize' },
  );
});
afterAll(async () => {
  fresh.close();
  await engine[Symbol.asyncDispose]();
});

/** Ten, so far apart; and what was asked of the table for them. */
async function read(subscribers: ReturnType<typeof createSubscribers>, apart: number) {
  asked.length = 0;
  const ids = Array.from({ length: 10 }, (_, n) => idOf(n * apart));
  const found = await subscribers.getMany(ids);
  expect(found.map(({ id }) => id).sort()).toEqual(ids);
  return [...asked];
}

describe('the members of a batch', () => {
  it('are one range of their partition', async () => {
    expect(await read(createSubscribers(fresh.table), 1)).toEqual(['QueryCommand']);
  });

  it('that are far apart are read by their keys as soon as that has shown', async () => {
    const subscribers = createSubscribers(fresh.table);
    expect(await read(subscribers, 40)).toEqual(['QueryCommand', 'BatchGetItemCommand']);
    for (let i = 0; i < 10; i++) await read(subscribers, 40);
    expect(await read(subscribers, 40)).toEqual(['BatchGetItemCommand']);
  });

  it('are one range again some time after they are neighbours again', async () => {
    const subscribers = createSubscribers(fresh.table);
    for (let i = 0; i < 10; i++) await read(subscribers, 40);
    for (let i = 0; i < 200; i++) await read(subscribers, 1);
    expect(await read(subscribers, 1)).toEqual(['QueryCommand']);
  });
});
