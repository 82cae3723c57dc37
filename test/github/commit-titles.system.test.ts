import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultOfTitle, SCOPES } from '../../.ci/commit-titles.ts';
import { temporaryFolder } from '../support/hosts/temporary-folder.ts';

const ROOT = join(import.meta.dirname, '../..');
const SCRIPT = join(ROOT, '.ci/commit-titles.ts');
const OF_SEVENTY = `fix(delivery): ${'a'.repeat(55)}`;

describe('a commit title', () => {
  it.each([
    'feat(delivery): a run pauses after two refusals in a row',
    'fix(who-got-it): a reader who moved is found by both addresses',
    'perf(sqlite): an export reads a thousand rows at a time',
    'refactor(web): a stop page asks for its number one way',
    'test(torture): a server that is killed loses no letter',
    'docs(operate-aws): the table is restored step by step',
    'docs(adr): links of rows, dashes in the ledger',
    'chore(deps): the packages of the week',
    OF_SEVENTY,
    `${OF_SEVENTY} (#123)`,
    "Merge branch 'main' into delivery",
    'Revert "feat(delivery): a run pauses"',
    'chore(deps-dev): bump a-package-with-a-long-name from 1.0.0 to 1.0.1 in the minor-and-patch group',
  ])('is right: %s', (title) => {
    expect(faultOfTitle(title)).toBeUndefined();
  });

  it.each([
    ['', 'is not'],
    ['wip', 'is not'],
    ['a run pauses', 'is not'],
    ['fix: a run pauses', 'is not'],
    ['fix(delivery) a run pauses', 'is not'],
    ['fix(delivery):a run pauses', 'is not'],
    ['fix(delivery): ', 'is not'],
    ['fix(delivery): a run pauses.', 'is not'],
    ['fix(delivery)!: a run pauses', 'is not'],
    ['wip(delivery): a run pauses', 'has no type'],
    ['fix(workers): a run pauses', 'has a scope that is no part: workers'],
    ['fix(operate-aws): a page is no part of the code', 'has a scope that is no part: operate-aws'],
    ['fix(sqlite,outbox): a run pauses', 'has a scope that is no part: sqlite,outbox'],
    [`${OF_SEVENTY}a`, 'is 71 characters long'],
  ])('is refused: %j', (title, fault) => {
    expect(faultOfTitle(title)).toContain(fault);
  });

  it('has the parts for scopes, as folders have them', () => {
    for (const part of ['delivery', 'subscribers', 'editors', 'local', 'ses', 'alarms', 'stories', 'bench'])
      expect(SCOPES).toContain(part);
    expect(SCOPES).not.toContain('functions/domain');
  });
});

/** A repository with a commit for each title, of the file beside it; the first is the base. */
function repositoryOf(commits: readonly (readonly [title: string, file: string])[]) {
  const cwd = temporaryFolder();
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=Ed', '-c', 'user.email=ed@paper.press', ...words], { cwd });
  git('init', '--quiet', '--initial-branch', 'main');
  for (const [title, file] of commits) {
    mkdirSync(dirname(join(cwd, file)), { recursive: true });
    writeFileSync(join(cwd, file), title);
    git('add', '--all');
    git('commit', '--quiet', '--message', title);
  }
  git('tag', 'base', `HEAD~${commits.length - 1}`);
  return { cwd, git };
}
const checkTitles = (cwd: string, ...words: string[]) =>
  spawnSync(process.execPath, [SCRIPT, ...words], { cwd, encoding: 'utf8' });

describe('the check of commit titles', () => {
  it('names each wrong title after its base, and fails', () => {
    const { cwd } = repositoryOf([
      ['before the base', 'a.ts'],
      ['fix(delivery): a run pauses', 'a.ts'],
      ['wip', 'a.ts'],
    ]);
    const { status, stderr } = checkTitles(cwd, 'base');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^“wip” is not/);
    expect(stderr).not.toContain('“fix');
    expect(stderr).not.toContain('before the base');
  });

  it('lets merges and commits of content alone be called anything', () => {
    const { cwd, git } = repositoryOf([
      ['before the base', 'a.ts'],
      ['A storm is coming', 'content/articles/storm.md'],
    ]);
    git('checkout', '--quiet', '-b', 'side', 'base');
    writeFileSync(join(cwd, 'a.ts'), 'changed');
    git('commit', '--quiet', '--all', '--message', 'fix(delivery): a run pauses');
    git('checkout', '--quiet', 'main');
    git('merge', '--quiet', '--no-ff', '--message', 'side comes in', 'side');
    for (const base of ['base', 'HEAD^1'])
      expect(checkTitles(cwd, base)).toMatchObject({ status: 0, stdout: expect.stringMatching(/^1 /) });
  });

  it('begins, told no base, after the commit that brought it', () => {
    const { cwd, git } = repositoryOf([
      ['a title of before', 'a.ts'],
      ['chore(ci): commit titles are checked', '.ci/commit-titles.ts'],
    ]);
    expect(checkTitles(cwd).status).toBe(0);
    git('commit', '--quiet', '--allow-empty', '--message', 'of no file');
    writeFileSync(join(cwd, 'a.ts'), 'changed');
    git('commit', '--quiet', '--all', '--message', 'a title of now');
    expect(checkTitles(cwd)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('“a title of now”'),
    });
  });

  it('reads one message as a git hook', () => {
    const hook = (message: string) => {
      const file = join(temporaryFolder(), 'message');
      writeFileSync(file, `${message}\n\nA body.\n`);
      return spawnSync(join(ROOT, '.ci/hooks/commit-msg'), [file], { cwd: ROOT }).status;
    };
    expect(hook('fix(delivery): a run pauses')).toBe(0);
    expect(hook('a run pauses')).toBe(1);
  });
});
