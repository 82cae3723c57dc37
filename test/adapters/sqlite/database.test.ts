import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../functions/adapters/sqlite/database.ts';
import { openOutboxFile } from '../../../functions/adapters/sqlite/outbox/database.ts';
import { temporaryFolder } from '../../support/hosts/temporary-folder.ts';

const modes = (folder: string) =>
  readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777);

/** Linux tells of every lock (proc_locks(5)): whether anybody has the file itself in use. */
const LOCKS = '/proc/locks';
const isInUse = (file: string): boolean =>
  readFileSync(LOCKS, 'utf8').includes(`:${statSync(file).ino} 107374182`);

describe('a database file', () => {
  it('is for its owner alone, with all that lies beside it', () => {
    const folder = temporaryFolder();
    const database = openDatabase(join(folder, 'broadsheet.db'), { durable: false });
    const outbox = openOutboxFile(join(folder, 'outbox.db'));
    expect(modes(folder).length).toBeGreaterThan(2);
    expect(new Set(modes(folder))).toEqual(new Set([0o600]));
    database.close();
    outbox.close();
  });

  // Else the sqlite3 program of a backup, when it ends, deletes the log that the server goes on writing to (seen with 3.40).
  it.runIf(existsSync(LOCKS)).each([
    ['broadsheet.db', (file: string) => openDatabase(file, { durable: false })],
    ['outbox.db', (file: string) => openOutboxFile(file)],
  ])('opened by several threads of a server stays in use: %s', (name, open) => {
    const file = join(temporaryFolder(), name);
    const opened = [open(file), open(file)];
    expect(isInUse(file)).toBe(true);
    for (const one of opened) one.close();
    expect(isInUse(file)).toBe(false);
  });

  it('of a newer Broadsheet is refused, and left as it is', () => {
    const file = join(temporaryFolder(), 'broadsheet.db');
    openDatabase(file, { durable: false, migrations: ['CREATE TABLE a (b)', 'CREATE TABLE c (d)'] }).close();
    expect(() => openDatabase(file, { durable: false, migrations: ['CREATE TABLE a (b)'] })).toThrow(
      expect.objectContaining({ code: 'config', message: expect.stringContaining('newer Broadsheet') }),
    );
  });

  it('is brought up to date step by step, and a step that fails leaves it as it was', () => {
    const file = join(temporaryFolder(), 'broadsheet.db');
    openDatabase(file, { durable: false, migrations: ['CREATE TABLE a (b)'] }).close();
    expect(() =>
      openDatabase(file, { durable: false, migrations: ['', 'CREATE TABLE c (d)', 'nonsense'] }),
    ).toThrow(/syntax/);
    const { db, close } = openDatabase(file, { durable: false, migrations: ['', 'CREATE TABLE c (d)'] });
    expect(db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all()).toEqual([
      { name: 'a' },
      { name: 'c' },
    ]);
    close();
  });
});
