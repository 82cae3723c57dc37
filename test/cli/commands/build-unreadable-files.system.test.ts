import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { articleText, PUBLICATION } from '../../support/builders/small-build.ts';
import { broadsheet } from '../../support/hosts/command-line.ts';
import { startServer } from '../../support/hosts/running-server.ts';

const ROOT = join(import.meta.dirname, '../../..');

let home: string;
const content = (path: string) => join(home, 'content', path);
/** Bound by modes, when this is root: whose files these are, and whose the folder is that holds the product, stays as it is. */
const BOUND = [
  'setpriv',
  '--bounding-set=-dac_override,-dac_read_search',
  '--inh-caps=-dac_override,-dac_read_search',
  '--',
];
const boundByModes = (command: readonly string[]) =>
  process.getuid?.() === 0 ? [...BOUND, ...command] : command;
const run = (...words: string[]) =>
  broadsheet(
    join(home, 'data'),
    words,
    { CONTENT_DIR: 'content', HOME: home },
    { cwd: home, through: boundByModes },
  );

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'broadsheet-test-'));
  for (const path of ['articles', 'images', 'locked']) mkdirSync(content(path), { recursive: true });
  writeFileSync(content('publication.yaml'), PUBLICATION);
  writeFileSync(content('articles/2026-11-20-a.md'), articleText());
  cpSync(join(ROOT, 'templates'), join(home, 'templates'), { recursive: true });
  symlinkSync('self.md', content('articles/self.md'));
  writeFileSync(content('articles/b\n::error file=deploy.yml::approved\n.md'), articleText());
  writeFileSync(content('articles/c\r\u202e.md'), articleText());
  writeFileSync(
    Buffer.concat([Buffer.from(content('articles/d')), Buffer.of(0xff, 0xfe), Buffer.from('.md')]),
    'x',
  );
  writeFileSync(content('articles/2026-11-21-secret.md'), articleText());
  chmodSync(content('articles/2026-11-21-secret.md'), 0);
  symlinkSync('x.mjml', join(home, 'templates/x.mjml'));
  for (const folder of ['data', 'dist']) mkdirSync(join(home, folder), { recursive: true });
  for (const folder of ['data', 'dist', '.']) chmodSync(join(home, folder), 0o777);
  chmodSync(content('locked'), 0);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const TOLD = [
  'content/articles/2026-11-21-secret.md:1: error: content/articles/2026-11-21-secret.md: The file or folder may not be read. Give the right to read it to the user who runs Broadsheet (chmod u+rX).',
  'content/articles/b\\n::error file=deploy.yml::approved\\n.md:1: error: The name holds characters that do not show. Rename it, in letters, digits and hyphens.',
  'content/articles/c\\r\\u202e.md:1: error: The name holds characters that do not show. Rename it, in letters, digits and hyphens.',
  'content/articles/d\\xff\\xfe.md:1: error: The name is not UTF-8. Rename it, in letters, digits and hyphens.',
  'content/articles/self.md:1: error: The link leads in a circle. Put the file itself there, or remove the link.',
  'content/locked:1: error: The file or folder may not be read. Give the right to read it to the user who runs Broadsheet (chmod u+rX).',
  'templates/x.mjml:1: error: The link leads in a circle. Put the file itself there, or remove the link.',
];

describe('files that are none', () => {
  it('are told by `check`, one line each, and whoever runs it sees an exit code of 1', async () => {
    const { code, printed, complained } = await run('check');
    const lines = printed.trimEnd().split('\n');
    expect(complained).not.toContain('Broadsheet broke');
    expect(lines.filter((line) => line.includes(': error: ')).toSorted()).toEqual(TOLD);
    expect(lines.at(-1)).toMatch(/^7 errors, /);
    expect(lines.filter((line) => line.startsWith('::'))).toEqual([]);
    expect(code).toBe(1);
  });

  it('stand in no other file’s way: `build` makes a release of the rest, and exits with 1', async () => {
    const { code, printed } = await run('build', '--json');
    const { hash, problems } = JSON.parse(printed);
    expect(hash).toMatch(/^[0-9a-f]+/);
    expect(problems.filter((one: { level: string }) => one.level === 'error')).toHaveLength(7);
    expect(printed).not.toMatch(/[\u202e\r]|^::/m);
    expect(code).toBe(1);
  });

  it('are published by nobody', async () => {
    const { code, complained } = await run('publish');
    expect(complained).toContain('The content has errors: nothing was published.');
    expect(complained).toContain(TOLD[1]);
    expect(code).toBe(1);
  });

  it('stop no editor: `serve` shows a headline that was changed meanwhile', async () => {
    const environment = { CONTENT_DIR: 'content', HOME: home };
    await using server = await startServer({
      ...{ environment, cwd: home, dataDir: join(home, 'data'), through: boundByModes, healthy: false },
    });
    await expect.poll(server.output, { timeout: 30_000 }).toContain(TOLD[4]);
    writeFileSync(content('articles/2026-11-20-a.md'), articleText({ title: 'The harbour closes' }));
    const page = async () => (await fetch(`${server.url}/articles/a`)).text();
    await expect.poll(page, { timeout: 30_000 }).toContain('The harbour closes');
    expect(server.output()).not.toMatch(/broke|^::/m);
  }, 90_000);

  it('are no errors once they are gone', async () => {
    for (const name of [
      'self.md',
      'b\n::error file=deploy.yml::approved\n.md',
      'c\r\u202e.md',
      '2026-11-21-secret.md',
    ])
      rmSync(content(`articles/${name}`));
    rmSync(Buffer.concat([Buffer.from(content('articles/d')), Buffer.of(0xff, 0xfe), Buffer.from('.md')]));
    rmSync(join(home, 'templates/x.mjml'));
    chmodSync(content('locked'), 0o755);
    expect((await run('build')).code).toBe(0);
  });
});
