import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../functions/wiring/config.ts';
import { describeOpenFolder, makeDataFolder } from '../../../functions/wiring/local/data-folder.ts';
import { openLocal } from '../../../functions/wiring/local/local.ts';
import { temporaryFolder } from '../../support/hosts/temporary-folder.ts';

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe('the folder of the data', () => {
  it('is made for its owner alone, and so is every file that holds an address or a secret', async () => {
    const cwd = temporaryFolder();
    const config = readConfig({ DATA_DIR: 'a/b' }, cwd);
    (await openLocal(config, () => 0)).close();
    expect([modeOf(join(cwd, 'a')), modeOf(config.dataDir)]).toEqual(['700', '700']);
    const files = readdirSync(config.dataDir);
    expect(files.toSorted()).toEqual(['broadsheet.db', 'secrets.json']);
    for (const file of files) expect(modeOf(join(config.dataDir, file))).toBe('600');
  });

  it('that lets others in is told of, with what they can read and the remedy', () => {
    const folder = temporaryFolder();
    for (const name of ['secrets.json', 'outbox.db']) writeFileSync(join(folder, name), '');
    chmodSync(join(folder, 'outbox.db'), 0o600);
    chmodSync(join(folder, 'secrets.json'), 0o644);
    chmodSync(folder, 0o755);
    expect(describeOpenFolder(folder)).toBe(
      `Others on this machine can read secrets.json. Run: chmod -R go= ${folder}`,
    );
    chmodSync(folder, 0o700);
    expect(describeOpenFolder(folder)).toBeUndefined();
  });

  it('that was there before keeps its mode, and one without files is nobody’s business', () => {
    const folder = join(temporaryFolder(), 'data');
    mkdirSync(folder, { mode: 0o750 });
    makeDataFolder(folder);
    expect(modeOf(folder)).toBe('750');
    expect(describeOpenFolder(folder)).toBeUndefined();
  });
});
