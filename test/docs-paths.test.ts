import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const LAYERS = readdirSync(join(ROOT, 'functions'));
const TOP = ['functions', 'test', 'infra', 'templates', 'bench', 'docs', '.ci', '.github'];
const PAGES = globSync(['*.md', 'docs/*.md', 'docs/adr/*.md', '.github/*.md'], { cwd: ROOT });
const FILES = new Set(
  globSync('{functions,test,infra,templates,bench,.ci}/**/*.{ts,js}', { cwd: ROOT }).map((file) =>
    basename(file),
  ),
);
const PATH = /^[\w.@{},*/-]+$/;

/** `a/{b,c}` as `a/b` and `a/c`. */
function alternatives(path: string): string[] {
  const [, before, inside, after] = /^(.*?)\{([^}]*)\}(.*)$/.exec(path) ?? [];
  return inside === undefined
    ? [path]
    : inside.split(',').flatMap((one) => alternatives(before + one + after));
}

/** A path may begin at the repository or, as in architecture.md, at a layer of functions/. */
function isThere(path: string): boolean {
  const [top = ''] = path.split('/');
  const whole = TOP.includes(top) ? path : `functions/${path}`;
  if (whole.includes('*')) return globSync(whole, { cwd: ROOT }).length > 0;
  return existsSync(join(ROOT, whole));
}

/** Paths of code between backticks, with what follows a `:` or a space left off. */
function pathsIn(page: string): string[] {
  const text = readFileSync(join(ROOT, page), 'utf8').replace(/```[\s\S]*?```/g, '');
  const said = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!.split(/[ :]/)[0]!);
  const isOfCode = (path: string) => [...TOP, ...LAYERS].some((top) => path.startsWith(`${top}/`));
  return said.filter((path) => PATH.test(path) && isOfCode(path)).flatMap(alternatives);
}

describe('the docs', () => {
  it('name only folders and files of the code that are there', () => {
    const named = PAGES.flatMap((page) => pathsIn(page).map((path) => ({ page, path })));
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter(({ path }) => !isThere(path)).map(({ page, path }) => `${page}: ${path}`)).toEqual(
      [],
    );
  });

  it('name only modules that are there, where the name stands without its folder', () => {
    const wrong = PAGES.flatMap((page) =>
      [...readFileSync(join(ROOT, page), 'utf8').matchAll(/`([\w.-]+\.ts)`/g)].flatMap(([, name]) =>
        FILES.has(name!) ? [] : [`${page}: ${name}`],
      ),
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    ['a file that moved', 'test/support/aiosmtpd-server.py', false],
    ['a file', 'test/support/hosts/aiosmtpd-server.py', true],
    ['a file of a layer', 'cli/exit-code.ts', true],
    ['a file that a layer has not', 'cli/exit-codes.ts', false],
    ['files by a pattern', 'templates/*.mjml', true],
    ['files of a pattern that nothing has', 'templates/*.mjmls', false],
  ])('are read by a rule that knows %s', (_, path, there) => {
    expect(isThere(path)).toBe(there);
  });
});
