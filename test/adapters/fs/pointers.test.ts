import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFolderPointers } from '../../../functions/adapters/fs/pointers.ts';
import { pointersContract } from '../../contracts/pointers.ts';
import { temporaryFolder } from '../../support/hosts/temporary-folder.ts';

pointersContract('fs', () => {
  const folder = temporaryFolder();
  return { first: createFolderPointers(folder), again: () => createFolderPointers(folder) };
});

describe('a pointer in a folder', () => {
  it('is unavailable when its file is no pointer', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'state'));
    writeFileSync(join(folder, 'state', 'current.json'), '{"release":');
    await expect(createFolderPointers(folder).read()).rejects.toMatchObject({ code: 'unavailable' });
  });
});
