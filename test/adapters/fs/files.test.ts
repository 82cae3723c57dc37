import { mkdirSync, renameSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFolderFiles } from '../../../functions/adapters/fs/files.ts';
import { temporaryFolder } from '../../support/hosts/temporary-folder.ts';

const settle = () => new Promise((done) => setTimeout(done, 70));

function folderWith(files: Record<string, string>): string {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const paths = async (folder: string) =>
  (await createFolderFiles(folder, 'content').list()).map((f) => f.path).sort();
const stamp = async (folder: string) => (await createFolderFiles(folder, 'content').list())[0]!.stamp;

describe('files of a folder', () => {
  it('are listed under the name the folder is given, hidden ones left out', async () => {
    const folder = folderWith({ 'articles/a.md': 'a', '.git/x': '', 'articles/.swp': '', 'b.yaml': '' });
    expect(await paths(folder)).toEqual(['content/articles/a.md', 'content/b.yaml']);
  });

  it('are only those that are meant', async () => {
    const folder = folderWith({
      'functions/a.ts': '',
      'functions/docs/b.ts': '',
      'docs/c.md': '',
      'lock.json': '',
    });
    const listed = await createFolderFiles(folder, 'code', ['functions', 'lock.json']).list();
    expect(listed.map((f) => f.path).sort()).toEqual([
      'code/functions/a.ts',
      'code/functions/docs/b.ts',
      'code/lock.json',
    ]);
  });

  it('are read through a link within the folder, and never through one that leads out of it', async () => {
    const folder = folderWith({ 'secrets.json': '{}', 'content/a.md': 'a', 'contents/b.md': 'b' });
    const at = (path: string) => join(folder, 'content', path);
    symlinkSync('a.md', at('inside.md'));
    symlinkSync('../secrets.json', at('logo.svg'));
    symlinkSync('../contents/b.md', at('near.md'));
    symlinkSync('/etc/hostname', at('far.md'));
    symlinkSync('..', at('up'));
    const files = createFolderFiles(join(folder, 'content'), 'content');
    expect((await files.list()).map(({ path }) => path).sort()).not.toContain('content/up/secrets.json');
    expect(String(Buffer.from(await files.read('content/inside.md')))).toBe('a');
    for (const path of ['logo.svg', 'near.md', 'far.md'])
      await expect(files.read(`content/${path}`)).rejects.toMatchObject({
        code: 'invalid',
        remedy: 'Put the file itself there.',
      });
  });

  it('are none where there is no folder', async () => {
    expect(await paths(join(temporaryFolder(), 'nowhere'))).toEqual([]);
  });

  it('keep their stamp while they stay as they are', async () => {
    const folder = folderWith({ 'a.md': 'a' });
    await settle();
    expect(await stamp(folder)).toBe(await stamp(folder));
  });

  it('get no stamp to be trusted while they are too young', async () => {
    const folder = folderWith({ 'a.md': 'a' });
    expect(await stamp(folder)).not.toBe(await stamp(folder));
  });

  it('get another stamp when they are replaced by a file of the same size and time', async () => {
    const folder = folderWith({ 'a.md': 'one' });
    const when = new Date(1_700_000_000_000);
    utimesSync(join(folder, 'a.md'), when, when);
    await settle();
    const before = await stamp(folder);
    writeFileSync(join(folder, 'b'), 'two');
    utimesSync(join(folder, 'b'), when, when);
    renameSync(join(folder, 'b'), join(folder, 'a.md'));
    await settle();
    expect(await stamp(folder)).not.toBe(before);
  });

  it.each([
    'content/../secret',
    '/etc/passwd',
    'other/a.md',
    'content',
    'content/none.md',
    'content/a.md/x',
    'content/a\0',
  ])('are not found at %j', async (path) => {
    const folder = folderWith({ 'content/a.md': 'a', secret: 's' });
    const files = createFolderFiles(join(folder, 'content'), 'content');
    await expect(files.read(path)).rejects.toMatchObject({ code: 'not-found' });
    expect(new TextDecoder().decode(await files.read('content/a.md'))).toBe('a');
  });
});
