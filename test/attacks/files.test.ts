import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, openDesk } from '../support/desk.ts';

const SECRET = 'hunter2 is the password';
let desk: Desk;
beforeEach(() => {
  desk = openDesk();
  desk.write('secrets/secret.md', `---\ntitle: ${SECRET}\ndate: 2026-11-19\ntopic: world\n---\n${SECRET}\n`);
  desk.write(
    'secrets/secret.svg',
    `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><desc>${SECRET}</desc></svg>`,
  );
  desk.write('secrets/secret.yaml', `title: ${SECRET}\n`);
});
afterEach(() => desk.close());

const at = (path: string) => join(desk.folder, path);
const outside = () => desk.files().filter((path) => !/^(content|templates|dist|\.data)(\/|$)/.test(path));

/** All that was built or is kept, as text. */
const written = () =>
  ['dist', '.data']
    .filter((folder) => existsSync(at(folder)))
    .flatMap((folder) => readdirSync(at(folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'))
    .join('\n');

describe('a name that `new` is given', () => {
  it.each([
    ...[
      '../../evil',
      '/etc/cron.d/evil',
      '..\\..\\evil',
      '%2e%2e%2fevil',
      '.',
      '..',
      '.git/hooks/post-commit',
      '~/evil',
    ],
    ...[
      'a\u0000b',
      'a\nb: c\n---\n',
      '"quoted": # not',
      '\u202etxt.exe',
      'CON',
      '-rf',
      '$(id)',
      'a'.repeat(5000),
      '\ud800',
    ],
  ])('is a headline, and a file of articles: %j', async (name) => {
    const before = outside();
    const { code } = await desk.type(['new', 'article', '--date', '2026-12-01', '--', name]);
    expect(code).toBe(0);
    expect(outside()).toEqual(before);
    const [made] = readdirSync(at('content/articles')).filter((file) => file.startsWith('2026-12-01'));
    expect(made).toMatch(/^2026-12-01-[a-z0-9][a-z0-9-]*\.md$/);
    expect((await desk.type(['check'])).code).toBe(0);
  });

  it.each(['../x', '/etc', 'brief/../../x', '__proto__', 'brief\u0000', 'BRIEF'])(
    'is no newsletter: %j',
    async (name) => {
      const before = desk.files();
      expect((await desk.type(['new', 'edition', name])).code).toBe(1);
      expect(desk.files()).toEqual(before);
    },
  );

  it('and a date lead nowhere else', async () => {
    const before = desk.files();
    for (const date of ['../../x', '2026-12-01/../../x', '2026-12-01T07:00/../x', '\u0000', '9999999-01-01'])
      expect((await desk.type(['new', 'article', 'A', '--date', date])).code).toBe(2);
    expect(desk.files()).toEqual(before);
  });
});

describe('a link in content', () => {
  it.each([
    ['an article', 'content/articles/leak.md', '../../secrets/secret.md'],
    ['an edition', 'content/editions/leak.md', '../../secrets/secret.md'],
    ['a sponsor', 'content/sponsors/leak.md', '../../secrets/secret.md'],
    ['a picture', 'content/images/leak.svg', '../../secrets/secret.svg'],
    ['a folder', 'content/articles/leak', '../../secrets'],
    ['a folder of pictures', 'content/images', '../secrets'],
    ['the way back', 'content/articles/up', '../..'],
    ['the publication', 'content/publication.yaml', '../secrets/secret.yaml'],
    ['a link to a link', 'content/articles/leak.md', '../../secrets/again.md'],
    ['nothing', 'content/articles/leak.md', '../../secrets/none.md'],
    ['a device', 'content/articles/leak.md', '/dev/zero'],
    ['a process', 'content/articles/leak.md', '/proc/self/environ'],
  ])('that is %s publishes nothing from outside', async (_, link, target) => {
    symlinkSync('secret.md', at('secrets/again.md'));
    mkdirSync(join(at(link), '..'), { recursive: true });
    rmSync(at(link), { recursive: true, force: true });
    symlinkSync(target, at(link));
    desk.write(
      'content/articles/asks.md',
      '---\ntitle: A\ndate: 2026-11-22\ntopic: world\n---\n![a](images/secret.svg) ![a](images/leak.svg)\n',
    );
    for (const command of ['check', 'build', 'publish']) {
      const { printed, complained } = await desk.type([command]);
      expect(printed + complained).not.toContain(SECRET);
    }
    expect(written()).not.toContain(SECRET);
    // A picture is encoded anew, and keeps its name.
    expect(desk.files().filter((path) => /^dist.*(secret|leak)/.test(path))).toEqual([]);
  });
});

describe('an export', () => {
  it('is its owner’s alone, and is written over no file and through no link', async () => {
    await desk.type(['subscribers', 'add', 'ada@example.com', '--yes']);
    const file = at('readers.csv');
    expect((await desk.type(['subscribers', 'export', file])).code).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    chmodSync(file, 0o644);
    symlinkSync('secrets/secret.md', at('link.csv'));
    symlinkSync('secrets/none.csv', at('dangling.csv'));
    linkSync(at('secrets/secret.yaml'), at('hard.csv'));
    for (const taken of ['readers.csv', 'link.csv', 'dangling.csv', 'hard.csv'])
      expect((await desk.type(['subscribers', 'export', at(taken)])).complained).toContain(
        'is there already',
      );
    expect(desk.read('secrets/secret.yaml')).toContain(SECRET);
    expect(existsSync(at('secrets/none.csv'))).toBe(false);
  });
});
