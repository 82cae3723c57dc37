import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const PAGE = ['docs/security.md', 'docs/security-supply.md'].map(read).join('\n');

/** Lines of tables that name an attack, with the cell of tests behind it. */
const lines = PAGE.split('\n').filter((line) => /^\| [^-]/.test(line) && line.split(' | ').length === 3);
const attacks = lines
  .map((line) => ({ line, tests: line.split(' | ')[2]! }))
  .filter(({ tests }) => !/^(test|answers requests|yes)? ?\|?$/.test(tests.trim()));

/** `file` “title” “title” `file` “title” */
function named(cell: string): { file: string; title: string }[] {
  return cell.split(/(?=`test\/)/).flatMap((part) =>
    [...part.matchAll(/“([^”]+)”/g)].map(([, title]) => ({
      file: /`(test\/[^`]+)`/.exec(part)?.[1] ?? '',
      title: title!,
    })),
  );
}

/** As a test gives it: `it('…', ` or `])('…', `. */
const titlesIn = (file: string): string[] =>
  [...read(file).matchAll(/(?:\bit|\)|\])\(\s*(['"])((?:(?!\1).)+)\1,\s*(?:async )?\(?[\w(]/g)].map(
    (m) => m[2]!,
  );

describe('docs/security.md', () => {
  it('names a test for every attack', () => {
    expect(attacks.length).toBeGreaterThan(60);
    expect(attacks.filter(({ tests }) => named(tests).length === 0).map(({ line }) => line)).toEqual([]);
  });

  it('names only tests that are there', () => {
    const wrong = attacks
      .flatMap(({ tests }) => named(tests))
      .filter(({ file, title }) => !existsSync(join(ROOT, file)) || !titlesIn(file).includes(title));
    expect(wrong).toEqual([]);
  });

  it('names every test of test/attacks', () => {
    const known = attacks.flatMap(({ tests }) => named(tests)).map(({ file, title }) => `${file} ${title}`);
    const files = readdirSync(join(ROOT, 'test/attacks')).map((name) => `test/attacks/${name}`);
    const all = files.flatMap((file) => titlesIn(file).map((title) => `${file} ${title}`));
    expect(all.length).toBeGreaterThan(40);
    expect(all.filter((one) => !known.includes(one))).toEqual([]);
  });
});
