import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type FolderWatch, watchFolders } from '../../../functions/adapters/fs/watch.ts';
import { temporaryFolder } from '../../support/hosts/temporary-folder.ts';

/** Follows before it looks, as a build does. */
function watching(root: string) {
  let calls = 0;
  const watch: FolderWatch = watchFolders([root], () => calls++);
  onTestFinished(() => watch.close());
  return {
    /** Whether this was told. */
    async hears(change: () => void): Promise<boolean> {
      watch.follow();
      await rest();
      calls = 0;
      change();
      for (let waited = 0; waited < 50 && calls === 0; waited++) await rest();
      return calls > 0;
    },
  };
}
const rest = () => new Promise((resolve) => setTimeout(resolve, 20));

function aFolder(): string {
  const folder = join(temporaryFolder(), 'content');
  mkdirSync(join(folder, 'articles'), { recursive: true });
  writeFileSync(join(folder, 'articles/a.md'), 'one');
  return folder;
}

it('sees a file written, added, deleted, and again after each was replaced by a rename', async () => {
  const root = aFolder();
  const { hears } = watching(root);
  const file = join(root, 'articles/a.md');
  const replace = () => {
    writeFileSync(`${root}/articles/.a.tmp`, 'two');
    renameSync(`${root}/articles/.a.tmp`, file);
  };
  expect(await hears(() => writeFileSync(file, 'three'))).toBe(true);
  expect(await hears(replace)).toBe(true);
  expect(await hears(() => writeFileSync(file, 'four'))).toBe(true);
  expect(await hears(replace)).toBe(true);
  expect(await hears(() => rmSync(file))).toBe(true);
});

it('sees into folders that are new, and into those put in the place of others', async () => {
  const root = aFolder();
  const { hears } = watching(root);
  expect(await hears(() => mkdirSync(join(root, 'articles/2027')))).toBe(true);
  expect(await hears(() => writeFileSync(join(root, 'articles/2027/b.md'), 'b'))).toBe(true);
  const swap = () => {
    renameSync(join(root, 'articles'), join(root, 'old'));
    mkdirSync(join(root, 'articles'));
  };
  expect(await hears(swap)).toBe(true);
  expect(await hears(() => writeFileSync(join(root, 'articles/c.md'), 'c'))).toBe(true);
});

it('waits for a folder that is not there yet, also when the one above it is missing', async () => {
  const root = join(temporaryFolder(), 'paper/content');
  const { hears } = watching(root);
  expect(await hears(() => mkdirSync(root, { recursive: true }))).toBe(true);
  expect(await hears(() => writeFileSync(join(root, 'publication.yaml'), 'id: a'))).toBe(true);
  expect(await hears(() => rmSync(root, { recursive: true }))).toBe(true);
  expect(await hears(() => mkdirSync(root))).toBe(true);
});

it('hears nothing of hidden files, nor of what lies beside the folder', async () => {
  const root = aFolder();
  const { hears } = watching(root);
  expect(await hears(() => writeFileSync(join(root, 'articles/.a.md.swp'), 'x'))).toBe(false);
  expect(await hears(() => writeFileSync(join(root, '../beside.txt'), 'x'))).toBe(false);
});
