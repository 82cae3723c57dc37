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
import { openScratchPublication, type ScratchPublication } from '../support/hosts/scratch-publication.ts';

const SECRET = 'hunter2 is the password';
let desk: ScratchPublication;
beforeEach(() => {
  desk = openScratchPublication();
  desk.write('secrets/secret.md', `---\ntitle: ${SECRET}\ndate: 2026-11-19\ntopic: world\n---\n${SECRET}\n`);
  for (const name of ['secret', 'leak'])
    desk.write(
      `secrets/${name}.svg`,
      `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><desc>${SECRET}</desc></svg>`,
    );
  desk.write('secrets/leak.yaml', `title: ${SECRET}\n`);
});
afterEach(() => desk.close());

const at = (path: string) => join(desk.folder, path);
const outside = () => desk.files().filter((path) => !/^(content|templates|dist|\.data)(\/|$)/.test(path));

const ASKS = '---\ntitle: A\ndate: 2026-11-22\ntopic: world\n---\n![a](images/leak.svg)\n';

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

const OUTSIDE = /leak\.\w+ is a link to a file outside of its folder/;
const NONE = /There is no image|no file|leads nowhere/;
/** The article that is there, and no other. */
const QUIET = /: 1 articles?,/;

describe('a link in content', () => {
  it.each([
    ['an article', 'content/articles/leak.md', '../../secrets/secret.md', OUTSIDE],
    ['an edition', 'content/editions/leak.md', '../../secrets/secret.md', OUTSIDE],
    ['a sponsor', 'content/sponsors/leak.md', '../../secrets/secret.md', OUTSIDE],
    ['a picture', 'content/images/leak.svg', '../../secrets/secret.svg', OUTSIDE],
    ['a link to a link', 'content/articles/leak.md', '../../secrets/again.md', OUTSIDE],
    [
      'the publication',
      'content/publication.yaml',
      '../secrets/leak.yaml',
      /publication\.yaml is a link to a file outside/,
    ],
    ['a folder', 'content/articles/leak', '../../secrets', QUIET],
    ['a folder of pictures', 'content/images', '../secrets', NONE],
    ['the way back', 'content/articles/up', '../..', QUIET],
    ['nothing', 'content/articles/leak.md', '../../secrets/none.md', QUIET],
    ['a device', 'content/articles/leak.md', '/dev/zero', QUIET],
    ['a process', 'content/articles/leak.md', '/proc/self/environ', OUTSIDE],
  ])('that is %s publishes nothing from outside', async (_, link, target, told) => {
    symlinkSync('secret.md', at('secrets/again.md'));
    mkdirSync(join(at(link), '..'), { recursive: true });
    rmSync(at(link), { recursive: true, force: true });
    symlinkSync(target, at(link));
    if (link.startsWith('content/images')) desk.write('content/articles/asks.md', ASKS);
    for (const command of ['build', 'publish']) {
      const { printed, complained } = await desk.type([command]);
      expect(printed + complained).not.toContain(SECRET);
      if (command === 'build') expect(printed + complained).toMatch(told);
    }
    expect(written()).not.toContain(SECRET);
    // A picture is encoded anew, and keeps its name.
    expect(desk.files().filter((path) => /^dist.*leak/.test(path))).toEqual([]);
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
    linkSync(at('secrets/leak.yaml'), at('hard.csv'));
    for (const taken of ['readers.csv', 'link.csv', 'dangling.csv', 'hard.csv'])
      expect((await desk.type(['subscribers', 'export', at(taken)])).complained).toContain(
        'is there already',
      );
    expect(desk.read('secrets/leak.yaml')).toContain(SECRET);
    expect(existsSync(at('secrets/none.csv'))).toBe(false);
  });
});
