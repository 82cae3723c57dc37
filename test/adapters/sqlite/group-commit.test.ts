import { expect, it } from 'vitest';
import { openDatabase } from '../../../functions/adapters/sqlite/database.ts';
import { createGroupCommit } from '../../../functions/adapters/sqlite/group-commit.ts';

function open() {
  const database = openDatabase(':memory:', {
    durable: false,
    migrations: ['CREATE TABLE words (word TEXT PRIMARY KEY)'],
  });
  let transactions = 0;
  const commit = createGroupCommit({
    transaction(work) {
      transactions++;
      return database.transaction(work);
    },
  });
  const insert = database.db.prepare('INSERT INTO words (word) VALUES (?)');
  const write = (word: string) => commit(() => insert.run(word).changes);
  const words = () =>
    database.db
      .prepare('SELECT word FROM words ORDER BY word')
      .all()
      .map(({ word }) => word);
  return { database, write, words, transactions: () => transactions };
}

it('what is written at the same moment is one transaction, and each hears its own answer', async () => {
  const { database, write, words, transactions } = open();
  expect(await Promise.all(['a', 'b', 'c'].map(write))).toEqual([1, 1, 1]);
  expect(transactions()).toBe(1);
  await write('d');
  expect([transactions(), words()]).toEqual([1, ['a', 'b', 'c', 'd']]);
  database.close();
});

it('where one of them fails none is written, and each is told', async () => {
  const { database, write, words } = open();
  await write('b');
  const told = await Promise.allSettled(['a', 'b', 'c'].map(write));
  expect(told.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(words()).toEqual(['b']);
  expect(await write('a')).toBe(1);
  database.close();
});
