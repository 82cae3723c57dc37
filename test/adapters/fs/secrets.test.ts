import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openSecrets } from '../../../functions/adapters/fs/secrets.ts';

const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
const file = join(folder, 'secrets.json');
afterEach(() => rmSync(file, { force: true }));

describe('secrets on one machine', () => {
  it('are made once and stay', () => {
    const first = openSecrets(folder);
    expect(first.identity).toHaveLength(32);
    expect(openSecrets(folder)).toEqual(first);
  });

  it('are readable by their owner alone', () => {
    openSecrets(folder);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it.each(['', '{}', '{"identity":"short","links":{"current":{"id":"a","secret":"b"},"retired":[]}}'])(
    'are never made anew over a file that is there (%j)',
    (text) => {
      writeFileSync(file, text);
      expect(() => openSecrets(folder)).toThrow(
        expect.objectContaining({ code: 'config', remedy: expect.stringContaining('backup') }),
      );
    },
  );
});
