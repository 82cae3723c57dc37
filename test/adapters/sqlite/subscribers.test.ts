import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDailyCounts } from '../../../functions/adapters/sqlite/daily-counts.ts';
import { openDatabase } from '../../../functions/adapters/sqlite/database.ts';
import { createLimits } from '../../../functions/adapters/sqlite/limits.ts';
import { CANDIDATES_SQL, createSubscribers } from '../../../functions/adapters/sqlite/subscribers.ts';
import { createSuppressions } from '../../../functions/adapters/sqlite/suppressions.ts';
import { DAY, MINUTE } from '../../../functions/domain/time/instant.ts';
import { dailyCountsContract } from '../../contracts/daily-counts.ts';
import { limitsContract } from '../../contracts/limits.ts';
import { subscribersContract } from '../../contracts/subscribers.ts';
import { suppressionsContract } from '../../contracts/suppressions.ts';
import { NOON } from '../../support/builders/small-publication.ts';
import { aSubscriber } from '../../support/builders/subscriptions.ts';
import { temporaryFolder } from '../../support/hosts/temporary-folder.ts';

const inMemory = () => openDatabase(':memory:', { durable: false });

function inFile() {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'));
  const database = openDatabase(join(folder, 'broadsheet.db'), { durable: true });
  const close = () => {
    database.close();
    rmSync(folder, { recursive: true });
  };
  return { ...database, close };
}

describe.each([
  ['in memory', inMemory],
  ['in a file', inFile],
])('in SQLite, %s', (_, open) => {
  const having =
    <T extends object>(make: (database: ReturnType<typeof open>) => T) =>
    () => {
      const database = open();
      return { ...make(database), close: database.close };
    };
  describe('the store of subscribers', () =>
    subscribersContract(having((database) => ({ subscribers: createSubscribers(database) }))));
  describe('the store of suppressions', () =>
    suppressionsContract(having((database) => ({ suppressions: createSuppressions(database) }))));
  describe('the store of limits', () =>
    limitsContract(having((database) => ({ limits: createLimits(database) }))));
  describe('the store of daily counts', () =>
    dailyCountsContract(having((database) => ({ counts: createDailyCounts(database) }))));
});

describe('subscribers in SQLite', () => {
  it('answers candidates from the covering index alone', () => {
    const { db, close } = inMemory();
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${CANDIDATES_SQL}`).all('', 'b', 'c', 1);
    close();
    expect(plan.map((row) => row.detail)).toEqual([
      'SEARCH subscribers USING COVERING INDEX subscribers_active (id>? AND id<?)',
    ]);
  });

  it('leave no letter of their address or name in any file once erased, while others have it open, too', async () => {
    const folder = temporaryFolder();
    const [server, command] = [0, 1].map(() =>
      openDatabase(join(folder, 'broadsheet.db'), { durable: true }),
    );
    const [served, commanded] = [createSubscribers(server!), createSubscribers(command!)];
    const pending = {
      status: 'pending',
      consent: { at: 1, source: 'form', form: '', confirmedAt: undefined },
    };
    for (let i = 0; i < 40; i++) await served.put(aSubscriber(`kept${i}@example.com`));
    const zebra = await served.put(aSubscriber('zebra@example.com', { name: 'Zebra Finch' }));
    await served.put({ ...zebra, email: 'Zebra@example.com' });
    await served.put(aSubscriber('okapi@example.com', { ...pending, name: 'Okapi Finch' } as object));
    const legible = (word: string) =>
      readdirSync(folder).filter((f) => readFileSync(join(folder, f), 'latin1').toLowerCase().includes(word));
    expect(legible('zebra')).not.toEqual([]);
    await commanded.erase(zebra.id);
    await commanded.erasePending(2);
    expect([legible('zebra'), legible('okapi'), legible('finch')]).toEqual([[], [], []]);
    expect(legible('kept39')).not.toEqual([]);
    for (const one of [server!, command!]) one.close();
  });

  it('stay when the file is closed and opened again', async () => {
    const file = join(temporaryFolder(), 'broadsheet.db');
    const first = openDatabase(file, { durable: true });
    const ada = await createSubscribers(first).put(aSubscriber('ada@example.com'));
    first.close();
    const second = openDatabase(file, { durable: true });
    expect(await createSubscribers(second).get(ada.id)).toEqual(ada);
    second.close();
  });

  it('see at once what another process wrote', async () => {
    const file = join(temporaryFolder(), 'broadsheet.db');
    const [one, two] = [openDatabase(file, { durable: false }), openDatabase(file, { durable: false })];
    const ada = await createSubscribers(one).put(aSubscriber('ada@example.com'));
    const other = createSubscribers(two);
    expect(await other.getMany([ada.id])).toEqual([ada]);
    await other.put({ ...ada, status: 'unsubscribed' });
    await expect(createSubscribers(one).put(ada)).rejects.toMatchObject({ code: 'conflict' });
    one.close();
    two.close();
  });

  it('keep nothing of limits whose uses came to nothing, so that who is refused fills no disk', async () => {
    const database = openDatabase(':memory:', { durable: false });
    const limits = createLimits(database);
    const rows = () => database.db.prepare('SELECT key, used FROM limits').all().length;
    for (let n = 0; n < 50; n++) {
      await limits.take(`stamp:${n}`, 5, DAY, NOON + n);
      await limits.giveBack(`stamp:${n}`, DAY, NOON + n);
    }
    expect(rows()).toBe(0);
    for (let n = 0; n < 3; n++) await limits.take('a', 3, DAY, NOON);
    await limits.giveBack('a', DAY, NOON);
    expect([rows(), await limits.countUses('a', DAY, NOON)]).toEqual([1, 2]);
    for (let n = 0; n < 4; n++) await limits.giveBack('a', DAY, NOON);
    expect([rows(), await limits.take('a', 1, DAY, NOON)]).toEqual([0, true]);
    database.close();
  });

  it('throws limits away within a minute of when they count no more', async () => {
    const database = inMemory();
    const limits = createLimits(database);
    await limits.take('a', 1, 1000, 0);
    expect(await limits.take('a', 1, 1000, 5000)).toBe(true);
    await limits.take('b', 1, 1000, MINUTE);
    const rows = database.db.prepare('SELECT key FROM limits').all();
    database.close();
    expect(rows.map((row) => String(row.key).split('@')[0])).toEqual(['b']);
  });

  it('keeps limits without waiting for the disk, and all else as durable as before', async () => {
    const database = openDatabase(join(temporaryFolder(), 'broadsheet.db'), { durable: true });
    const limits = createLimits(database);
    const synchronous = () => ({ ...database.db.prepare('PRAGMA synchronous').get() });
    await limits.take('a', 1, MINUTE, 0);
    await limits.giveBack('a', MINUTE, 0);
    expect(synchronous()).toEqual({ synchronous: 2 });
    database.close();
    await expect(limits.take('a', 1, MINUTE, 0)).rejects.toThrow();
  });
});
