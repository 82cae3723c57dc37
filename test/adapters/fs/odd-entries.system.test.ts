import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFolderFiles } from '../../../functions/adapters/fs/files.ts';
import { watchFolders } from '../../../functions/adapters/fs/watch.ts';
import { temporaryFolder } from '../../support/hosts/temporary-folder.ts';

const RENAME = 'Rename it, in letters, digits and hyphens.';
const CIRCLE = 'The link leads in a circle.';
const UNSEEN = 'The name holds characters that do not show.';

/** Makes something odd in a folder that holds `a.md`; returns the path that is told. */
type Odd = [name: string, make: (folder: string) => unknown, path: string, message: string];

const at = (name: string) => (folder: string) => writeFileSync(join(folder, name), 'x');
const link = (to: string, name: string) => (folder: string) => symlinkSync(to, join(folder, name));
const pipe = (name: string) => (folder: string) => execFileSync('mkfifo', [join(folder, name)]);
const bytes = (name: string) => (folder: string) =>
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, 'latin1')]), 'x');

const ODD: readonly Odd[] = [
  ['a link to itself', link('self.md', 'self.md'), 'self.md', CIRCLE],
  ['two links to each other', (f) => [link('d.md', 'c.md')(f), link('c.md', 'd.md')(f)], 'c.md', CIRCLE],
  ['a link through itself', link('deep/deep/x.md', 'deep'), 'deep', CIRCLE],
  [
    'a link that leads nowhere',
    link('none.md', 'b.md'),
    'b.md',
    'The link leads to a file that is not there.',
  ],
  [
    'a link to the folder above',
    link('..', 'up'),
    'up',
    'The link leads to a folder, and such links are not followed.',
  ],
  [
    'a link to its own folder',
    link('.', 'here.md'),
    'here.md',
    'The link leads to a folder, and such links are not followed.',
  ],
  ['a pipe', pipe('b.md'), 'b.md', 'The entry is no file but a pipe.'],
  [
    'a link to a pipe',
    (f) => [pipe('p')(f), link('p', 'b.md')(f)],
    'b.md',
    'The entry is no file but a pipe.',
  ],
  ['a link to a device', link('/dev/zero', 'b.png'), 'b.png', 'The entry is no file but a device.'],
  [
    'a folder called as a file',
    (f) => mkdirSync(join(f, 'b.md')),
    'b.md',
    'The entry is a folder, though its name is that of a file.',
  ],
  ['a line break', at('b\n::error file=x::approved\n.md'), 'b\\n::error file=x::approved\\n.md', UNSEEN],
  ['a carriage return', at('b\r.md'), 'b\\r.md', UNSEEN],
  ['a turn of direction', at('b\u202edm.md'), 'b\\u202edm.md', UNSEEN],
  ['an isolate', at('b\u2066.md'), 'b\\u2066.md', UNSEEN],
  ['an escape', at('b\u001b[2J.md'), 'b\\u001b[2J.md', UNSEEN],
  ['a C1 control', at('b\u009b.md'), 'b\\u009b.md', UNSEEN],
  ['a line separator', at('b\u2028.md'), 'b\\u2028.md', UNSEEN],
  ['a folder with a line break', (f) => mkdirSync(join(f, 'b\n')), 'b\\n', UNSEEN],
  ['no UTF-8', bytes('a\xff\xfe.md'), 'a\\xff\\xfe.md', 'The name is not UTF-8.'],
  ['no UTF-8 beside letters that are', bytes('\xc3\xa9\xe9.md'), 'é\\xe9.md', 'The name is not UTF-8.'],
  ['half a character and a line break', bytes('\xe2\x82\n.md'), '\\xe2\\x82\\n.md', 'The name is not UTF-8.'],
];

describe('an entry of a folder', () => {
  it.each(ODD)(
    'that is no file to be read is listed with what is wrong, and the others too: %s',
    async (_, make, path, message) => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'a.md'), 'a');
      make(folder);
      const files = createFolderFiles(folder, 'content');
      const listed = await files.list();
      const found = listed.find((file) => file.path === `content/${path}`);
      expect(found?.fault).toMatchObject({ message });
      if (message === UNSEEN) expect(found?.fault?.remedy).toBe(RENAME);
      expect(listed).toContainEqual({ path: 'content/a.md', stamp: expect.any(String) });
      expect(Buffer.from(await files.read('content/a.md')).toString()).toBe('a');
    },
  );

  it.each(ODD)('that is no file ends no watch: %s', (_, make) => {
    const folder = temporaryFolder();
    make(folder);
    const watch = watchFolders([folder], () => {});
    watch.follow();
    watch.close();
  });

  it('that is a socket is none to be read', async () => {
    const folder = temporaryFolder();
    const server = createServer();
    await new Promise<void>((done) => void server.listen(join(folder, 'b.md'), done));
    try {
      const files = createFolderFiles(folder, 'content');
      expect((await files.list())[0]?.fault?.message).toBe('The entry is no file but a socket.');
      await expect(files.read('content/b.md')).rejects.toMatchObject({ code: 'invalid' });
    } finally {
      server.close();
    }
  });

  it.each([
    ['a pipe', (f: string) => execFileSync('mkfifo', [join(f, 'b.md')]), 'invalid'],
    ['a circle', (f: string) => symlinkSync('b.md', join(f, 'b.md')), 'invalid'],
    ['gone', () => {}, 'not-found'],
    ['a folder', (f: string) => mkdirSync(join(f, 'b.md')), 'not-found'],
    ['two gigabytes of nothing', (f: string) => truncateSync(join(f, 'b.md'), 2 ** 31 + 5), 'too-large'],
  ])('that became %s since it was listed is read at once, and says so', async (name, make, code) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'b.md'), 'b');
    const files = createFolderFiles(folder, 'content');
    await files.list();
    if (!name.startsWith('two')) rmSync(join(folder, 'b.md'));
    make(folder);
    await expect(files.read('content/b.md')).rejects.toMatchObject({ code });
  });

  it('of a picture is 100 MB at most, of a text 2 MB', async () => {
    const folder = temporaryFolder();
    for (const name of ['a.png', 'b.md', 'c.yaml']) {
      writeFileSync(join(folder, name), '');
      truncateSync(join(folder, name), name === 'a.png' ? 100_000_001 : 2_000_001);
    }
    const files = createFolderFiles(folder, 'content');
    for (const name of ['a.png', 'b.md', 'c.yaml'])
      await expect(files.read(`content/${name}`)).rejects.toMatchObject({ code: 'too-large' });
  });

  it('deeper than a path can say is one that is told', async () => {
    const folder = temporaryFolder();
    const name = 'd'.repeat(200);
    execFileSync('sh', ['-c', `for i in $(seq 1 30); do mkdir ${name} && cd -P ${name} || exit 1; done`], {
      cwd: folder,
    });
    try {
      const faults = (await createFolderFiles(folder, 'content').list()).filter(({ fault }) => fault);
      expect(faults).toMatchObject([{ fault: { message: 'The path is too long.' } }]);
      expect(() => watchFolders([folder], () => {}).close()).not.toThrow();
    } finally {
      execFileSync('rm', ['-rf', join(folder, name)]);
    }
  });

  it('whose name is of letters, accents and pictures is like any other', async () => {
    const folder = temporaryFolder();
    for (const name of [
      'é.md',
      'e\u0301.md',
      '日本.md',
      '👩‍👩‍👧.md',
      'a b.md',
      '\ufffd.md',
      'می\u200cشود.md',
    ])
      writeFileSync(join(folder, name), 'x');
    const listed = await createFolderFiles(folder, 'content').list();
    expect(listed.map(({ fault }) => fault)).toEqual(Array(7).fill(undefined));
  });
});
