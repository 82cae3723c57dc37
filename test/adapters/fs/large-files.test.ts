import { mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { createFolderRanges } from '../../../functions/adapters/fs/blob-ranges.ts';
import { createLargeFiles } from '../../../functions/adapters/fs/large-files.ts';
import { sha256 } from '../../../functions/domain/hash.ts';
import { MAX_DOWNLOAD_BYTES } from '../../../functions/domain/site/content-file.ts';
import { temporaryFolder } from '../../support/hosts/temporary-folder.ts';

const PATH = 'content/files/a.pdf';
const KEY = 'media/a-0123456789abcdef.pdf';

function folders() {
  const root = temporaryFolder();
  mkdirSync(join(root, 'content/files'), { recursive: true });
  writeFileSync(join(root, PATH), '0123456789');
  return { root, files: createLargeFiles(join(root, 'content'), join(root, 'dist')) };
}

describe('a large file', () => {
  it('is hashed and copied, and read in parts', async () => {
    const { root, files } = folders();
    expect(await files.inspect(PATH)).toEqual({ hash: sha256('0123456789'), bytes: 10 });
    await files.copy(PATH, KEY, sha256('0123456789'));
    expect(readFileSync(join(root, 'dist', KEY), 'utf8')).toBe('0123456789');
    const ranges = createFolderRanges(join(root, 'dist'));
    expect([await ranges.size(KEY), await ranges.size('../content/files/a.pdf')]).toEqual([10, undefined]);
    expect(await text(ranges.read(KEY, 2, 4))).toBe('234');
  });

  it('that changes between the two is not copied', async () => {
    const { root, files } = folders();
    await expect(files.copy(PATH, KEY, sha256('other'))).rejects.toMatchObject({ code: 'invalid' });
    expect(() => readFileSync(join(root, 'dist', KEY))).toThrow();
  });

  it('that is too large, a link out of the folder, or missing is refused', async () => {
    const { root, files } = folders();
    truncateSync(join(root, PATH), MAX_DOWNLOAD_BYTES + 1);
    await expect(files.inspect(PATH)).rejects.toMatchObject({ code: 'too-large' });
    symlinkSync('/etc/hostname', join(root, 'content/files/b.txt'));
    await expect(files.inspect('content/files/b.txt')).rejects.toMatchObject({ code: 'invalid' });
    await expect(files.inspect('content/files/c.txt')).rejects.toMatchObject({ code: 'not-found' });
  });
});
