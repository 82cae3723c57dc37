import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const SCRIPT = join(import.meta.dirname, '../../.ci/what-changed.js');
const folder = mkdtempSync(join(tmpdir(), 'pushed-'));
const git = (...words: string[]): string =>
  execFileSync('git', ['-c', 'user.name=Ed', '-c', 'user.email=ed@paper.press', ...words], {
    cwd: folder,
    encoding: 'utf8',
  }).trim();
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
function commit(...paths: string[]): string {
  for (const path of paths) write(path, `${path} ${Math.random()}`);
  git('add', '--all');
  git('commit', '--quiet', '--allow-empty', '--message', 'x');
  return git('rev-parse', 'HEAD');
}
const said = (before: string, after: string): string =>
  execFileSync(process.execPath, [SCRIPT, before, after], { cwd: folder, encoding: 'utf8' });

let first: string;
beforeAll(() => {
  git('init', '--quiet', '--initial-branch', 'main');
  first = commit('content/a.md', 'functions/cli.ts', 'content/articles/old.md');
});
afterAll(() => rmSync(folder, { recursive: true }));

const UNKNOWN = 'content=false\ncode=true\nbefore=\n';

/** On a branch of its own. */
function afterChange(change: () => void): string {
  git('checkout', '--quiet', '--detach', first);
  change();
  return commit();
}

describe('what a push changes', () => {
  it.each<[string, string[], string, string]>([
    ['an article', ['content/articles/b.md'], 'true', 'false'],
    ['a picture and a sponsor', ['content/images/a.webp', 'content/sponsors/b.yaml'], 'true', 'false'],
    ['the publication, of which the stack is made too', ['content/publication.yaml'], 'true', 'true'],
    [
      'a file that is nearly it',
      ['content/publication.yaml.md', 'content/a/publication.yaml'],
      'true',
      'false',
    ],
    ['code', ['functions/cli.ts'], 'false', 'true'],
    ['a template, which tests hold', ['templates/letter.mjml'], 'false', 'true'],
    ['the workflow', ['.github/workflows/deploy.yml'], 'false', 'true'],
    ['both', ['content/a.md', 'package.json'], 'true', 'true'],
    ['a folder that is nearly content', ['contents/a.md', 'Content/b.md'], 'false', 'true'],
    ['a folder of that name elsewhere', ['functions/content/a.ts'], 'false', 'true'],
    ['a name with a line of its own', ['content/a\ncode=false\n.md', 'x.ts'], 'true', 'true'],
    ['a name with letters of other scripts', ['content/artículo – é.md'], 'true', 'false'],
  ])('is told apart: %s', (_, paths, content, code) => {
    const after = afterChange(() => paths.map((path) => write(path, 'new')));
    expect(said(first, after)).toBe(`content=${content}\ncode=${code}\nbefore=${first}\n`);
  });

  it('is code too where a file moves from code into content', () => {
    const after = afterChange(() => git('mv', 'functions/cli.ts', 'content/cli.ts'));
    expect(said(first, after)).toContain('content=true\ncode=true');
  });

  it('is code where the folder itself becomes a link', () => {
    const after = afterChange(() => {
      git('rm', '-r', '--quiet', 'content');
      write('content', 'a file of that name');
    });
    expect(said(first, after)).toContain('code=true');
  });

  it('is content where an article goes', () => {
    const after = afterChange(() => git('rm', '--quiet', 'content/articles/old.md'));
    expect(said(first, after)).toContain('content=true\ncode=false');
  });

  it('is neither where nothing differs', () => {
    expect(said(first, first)).toBe(`content=false\ncode=false\nbefore=${first}\n`);
  });

  it.each([
    ['a new branch', '0'.repeat(40)],
    ['a commit that is not there', 'a'.repeat(40)],
    ['a pull request', ''],
    ['an option in place of a commit', '--output=x'],
  ])('counts as code, and is checked, where it cannot be told: %s', (_, before) => {
    expect(said(before, first)).toBe(UNKNOWN);
  });

  it('is content of all commits of a push, and of both sides of a merge', () => {
    git('checkout', '--quiet', '-B', 'side', first);
    commit('content/side.md');
    git('checkout', '--quiet', '--detach', first);
    commit('content/one.md');
    git('merge', '--quiet', '--no-edit', 'side');
    expect(said(first, commit('content/two.md'))).toBe(`content=true\ncode=false\nbefore=${first}\n`);
    git('checkout', '--quiet', 'side');
    commit('functions/late.ts');
    git('checkout', '--quiet', '--detach', '@{-1}');
    git('merge', '--quiet', '--no-edit', 'side');
    expect(said(first, git('rev-parse', 'HEAD'))).toContain('content=true\ncode=true');
  });

  it('is content where a link or a module of another repository is put below it', () => {
    const after = afterChange(() => {
      symlinkSync('../functions', join(folder, 'content/linked'));
      git('update-index', '--add', '--cacheinfo', `160000,${first},content/module`);
    });
    expect(said(first, after)).toContain('content=true\ncode=false');
  });

  it('counts as code after a forced push, whose old commit is not behind the new one', () => {
    const [one, other] = [
      afterChange(() => write('content/1.md', '1')),
      afterChange(() => write('content/2.md', '2')),
    ];
    expect(said(one, other)).toBe(UNKNOWN);
  });
});
