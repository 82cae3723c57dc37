import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../functions/adapters/sqlite/database.ts';
import { createLedger } from '../../functions/adapters/sqlite/ledger.ts';
import { MIGRATIONS } from '../../functions/adapters/sqlite/migrations.ts';
import { openOutboxFile } from '../../functions/adapters/sqlite/outbox/database.ts';
import { createOutboxMailer } from '../../functions/adapters/sqlite/outbox/mailer.ts';
import { OUTBOX_MIGRATIONS } from '../../functions/adapters/sqlite/outbox/migrations.ts';
import { createOutbox } from '../../functions/adapters/sqlite/outbox/outbox.ts';
import { createSubscribers } from '../../functions/adapters/sqlite/subscribers.ts';
import { aMessage } from '../support/builders/messages.ts';
import { temporaryFolder } from '../support/hosts/temporary-folder.ts';

const ROOT = join(import.meta.dirname, '../..');
const FIXTURES = join(ROOT, 'test/fixtures/schema');
const fixture = (name: string, version: number) =>
  readFileSync(join(FIXTURES, `${name}-${version}.sql`), 'utf8');

type Kind = {
  name: string;
  migrations: readonly string[];
  open(file: string, migrations?: readonly string[]): void;
};
const KINDS: readonly Kind[] = [
  {
    name: 'broadsheet',
    migrations: MIGRATIONS,
    open: (file, migrations) =>
      openDatabase(file, { durable: true, ...(migrations && { migrations }) }).close(),
  },
  {
    name: 'outbox',
    migrations: OUTBOX_MIGRATIONS,
    open: (file, migrations) => openOutboxFile(file, migrations).close(),
  },
];

/** What a file holds, as SQLite itself tells it. */
function look<T>(file: string, work: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(file);
  try {
    return work(db);
  } finally {
    db.close();
  }
}
const plain = (sql: unknown) =>
  String(sql)
    .replace(/\bIF NOT EXISTS /g, '')
    .replace(/\s+/g, ' ');
const tablesOf = (db: DatabaseSync) =>
  db
    .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .all()
    .map(({ sql }) => plain(sql));
const versionOf = (db: DatabaseSync) => db.prepare('PRAGMA user_version').get()!.user_version;

function written(name: string, version: number): string {
  const file = join(temporaryFolder(), `${name}.db`);
  look(file, (db) => db.exec(fixture(name, version)));
  return file;
}

describe.each(KINDS.map((kind) => [kind.name, kind] as const))('%s.db', (name, { migrations, open }) => {
  const versions = migrations.map((_, n) => n + 1);
  const ADVICE = `${name}.db: leave steps that have landed as they are, add one, and keep a fixture of its version`;

  it('has a fixture of every version, and every version is still what it was', () => {
    const kept = readdirSync(FIXTURES).filter((file) => file.startsWith(`${name}-`));
    expect(kept.sort(), ADVICE).toEqual(versions.map((version) => `${name}-${version}.sql`).sort());
    for (const version of versions) {
      const file = join(temporaryFolder(), 'fresh.db');
      open(file, migrations.slice(0, version));
      expect(look(file, tablesOf), ADVICE).toEqual(look(written(name, version), tablesOf));
    }
  });

  it.each(versions)('of version %i is opened, and is as one made today', (version) => {
    const file = written(name, version);
    open(file);
    const fresh = join(temporaryFolder(), 'fresh.db');
    open(fresh);
    expect(look(file, tablesOf)).toEqual(look(fresh, tablesOf));
    expect(look(file, versionOf)).toBe(migrations.length);
  });

  it('of a newer program is refused with the remedy, and not touched', () => {
    const file = written(name, migrations.length);
    open(file, [...migrations, 'CREATE TABLE news (a)']);
    const before = look(file, tablesOf);
    expect(() => open(file)).toThrow(
      expect.objectContaining({
        code: 'config',
        message: `${file} was written by a newer Broadsheet (schema ${migrations.length + 1}, this one knows ${migrations.length}).`,
        remedy: 'Update Broadsheet, or point DATA_DIR elsewhere.',
      }),
    );
    expect(look(file, tablesOf)).toEqual(before);
  });

  it('whose step fails is left as it was', () => {
    const file = written(name, migrations.length);
    const before = look(file, tablesOf);
    expect(() => open(file, [...migrations, 'CREATE TABLE news (a); nonsense'])).toThrow(/syntax/);
    expect([look(file, tablesOf), look(file, versionOf)]).toEqual([before, migrations.length]);
  });

  it('killed in the middle of a step is whole, as it was, and goes on from there', async () => {
    const file = written(name, migrations.length);
    const before = look(file, tablesOf);
    // It never ends; what does not fit the cache is in the log already.
    const endless = `CREATE TABLE news (a); INSERT INTO news
      WITH RECURSIVE n (a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM n) SELECT hex(randomblob(500)) FROM n`;
    const child = migrating(name, file, [...migrations, endless]);
    while ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) < 4_000_000) {
      expect(child.exitCode).toBeNull();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect([look(file, tablesOf), look(file, versionOf)]).toEqual([before, migrations.length]);
    expect(look(file, (db) => db.prepare('PRAGMA integrity_check').all())).toEqual([
      { integrity_check: 'ok' },
    ]);
    open(file, [...migrations, 'CREATE TABLE news (a)']);
    expect(look(file, tablesOf)).toContain('CREATE TABLE news (a)');
  });

  it('opened by several programs at once is brought up to date by one of them', async () => {
    const file = written(name, migrations.length);
    const children = [1, 2, 3].map(() => migrating(name, file, [...migrations, 'CREATE TABLE news (a)']));
    const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]));
    expect(codes).toEqual([0, 0, 0]);
    expect(look(file, versionOf)).toBe(migrations.length + 1);
  });
});

/** Another process that opens a file with these steps. */
function migrating(name: string, file: string, migrations: readonly string[]) {
  const outbox = `import { openOutboxFile } from './functions/adapters/sqlite/outbox/database.ts';
    openOutboxFile(file, migrations).close();`;
  const broadsheet = `import { openDatabase } from './functions/adapters/sqlite/database.ts';
    openDatabase(file, { durable: true, migrations }).close();`;
  const script = `const [file, migrations] = JSON.parse(process.env.MIGRATING);
    ${name === 'outbox' ? outbox : broadsheet}`;
  const env = { ...process.env, MIGRATING: JSON.stringify([file, migrations]) };
  return spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    cwd: ROOT,
    env,
    stdio: 'inherit',
  });
}

describe('what version 1 wrote', () => {
  it('is read by today’s program: people, runs, batches', async () => {
    const database = openDatabase(written('broadsheet', 1), { durable: false });
    try {
      const people = await createSubscribers(database).page({ after: '', limit: 9 });
      expect(people).toMatchObject([
        { email: 'bob@reader.example', status: 'unsubscribed', asked: { newsletters: ['brief'] } },
        { email: 'ada@reader.example', name: "Ada O'Hara", topics: ['world'], labels: ['vip'] },
      ]);
      const ledger = createLedger(database);
      expect(await ledger.run('e_monday')).toMatchObject({
        state: 'sending',
        articles: ['bridge', 'harbour'],
      });
      const [batch] = await ledger.batches({ run: 'e_monday', after: '', limit: 9 });
      expect(batch).toMatchObject({ members: ['ada', 'ben', 'cay'], lease: 1, started: new Set([0, 1]) });
      expect(batch?.outcomes.accepted).toEqual(new Set([0]));
    } finally {
      database.close();
    }
  });

  it('is listed by today’s outbox, also where the file knows of no versions yet, and added to', async () => {
    const file = written('outbox', 1);
    look(file, (db) => db.exec('PRAGMA user_version = 0'));
    const db = openOutboxFile(file);
    const [outbox, mailer] = [createOutbox(db, async () => Promise.reject()), createOutboxMailer(db)];
    await mailer.send(aMessage({ to: 'bob@reader.example' }));
    const { messages } = await outbox.list({ limit: 9 });
    expect(messages.map(({ id, to }) => [id, to])).toEqual([
      ['2', 'bob@reader.example'],
      ['1', 'ada@reader.example'],
    ]);
    await mailer.close();
  });
});
