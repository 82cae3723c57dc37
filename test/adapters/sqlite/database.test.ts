import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openOutboxFile } from '../../../functions/adapters/outbox/database.ts';
import { openDatabase } from '../../../functions/adapters/sqlite/database.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const modes = (folder: string) =>
  readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777);

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

  it('of a newer Broadsheet is refused, and left as it is', () => {
    const file = join(temporaryFolder(), 'broadsheet.db');
    openDatabase(file, { durable: false, schema: ['CREATE TABLE a (b)', 'CREATE TABLE c (d)'] }).close();
    expect(() => openDatabase(file, { durable: false, schema: ['CREATE TABLE a (b)'] })).toThrow(
      expect.objectContaining({ code: 'config', message: expect.stringContaining('newer Broadsheet') }),
    );
  });

  it('is brought up to date step by step, and a step that fails leaves it as it was', () => {
    const file = join(temporaryFolder(), 'broadsheet.db');
    openDatabase(file, { durable: false, schema: ['CREATE TABLE a (b)'] }).close();
    expect(() =>
      openDatabase(file, { durable: false, schema: ['', 'CREATE TABLE c (d)', 'nonsense'] }),
    ).toThrow(/syntax/);
    const { db, close } = openDatabase(file, { durable: false, schema: ['', 'CREATE TABLE c (d)'] });
    expect(db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all()).toEqual([
      { name: 'a' },
      { name: 'c' },
    ]);
    close();
  });
});
