import { readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFolderBlobs } from '../../../functions/adapters/fs/blobs.ts';
import { blobsContract } from '../../contracts/blobs.ts';
import { temporaryFolder } from '../../support/hosts/temporary-folder.ts';

blobsContract('fs, durable', () => createFolderBlobs(temporaryFolder(), { durable: true }));
blobsContract('fs, for what can be built again', () =>
  createFolderBlobs(temporaryFolder(), { durable: false }),
);

describe('blobs in a folder', () => {
  it('leave no temporary file behind', async () => {
    const folder = temporaryFolder();
    await createFolderBlobs(folder, { durable: true }).put('objects/a', new Uint8Array(10));
    expect(readdirSync(join(folder, 'objects'))).toEqual(['a']);
  });

  it('say that the store cannot be read when it is not a folder', async () => {
    const folder = temporaryFolder();
    symlinkSync('objects', join(folder, 'objects'));
    const blobs = createFolderBlobs(folder, { durable: false });
    await expect(blobs.get('objects/a')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(blobs.has('objects/a')).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('do not take what a dead writer left for a blob', async () => {
    const folder = temporaryFolder();
    const blobs = createFolderBlobs(folder, { durable: false });
    await blobs.put('objects/a', new Uint8Array(1));
    writeFileSync(join(folder, 'objects', '.half'), 'ha');
    expect(await blobs.has('objects/.half')).toBe(false);
  });
});
