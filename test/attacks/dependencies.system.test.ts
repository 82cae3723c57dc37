import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { bundleEntry } from '../../infra/bundle.ts';
import { temporaryFolder } from '../support/hosts/temporary-folder.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

type Locked = { integrity?: string; inBundle?: boolean; hasInstallScript?: boolean; dev?: boolean };
const manifest = JSON.parse(read('package.json')) as {
  dependencies: Record<string, string>;
  allowScripts: Record<string, boolean>;
};
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };
const locked = Object.entries(packages).filter(([path]) => path !== '');

/** Rows of the table: names between backticks, and whether they answer requests. */
const rows = /^\| package \|.*\n.*\n((?:\|.*\n)+)/m
  .exec(read('docs/security-supply.md'))![1]!
  .trim()
  .split('\n')
  .map((row) => row.split('|'));
const names = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);

/** What answers is loaded piece by piece, when it is first wanted: these are all the pieces. */
const ANSWERING = [
  ...['server/local-server.ts', 'server/local-app.ts', 'web/app.ts'],
  ...['articles', 'editions', 'feeds', 'lists'].map((name) => `web/site/${name}.ts`),
];

/** Says which packages are loaded by whatever answers requests. */
const PROGRAM = `import { registerHooks } from 'node:module';
const seen = new Set();
registerHooks({ load(url, context, next) {
  seen.add(/.*node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url)?.[1]);
  return next(url, context);
} });
for (const path of ${JSON.stringify(ANSWERING.map((path) => join(ROOT, 'functions', path)))}) await import(path);
console.log(JSON.stringify([...seen].filter(Boolean).sort()));`;

describe('the packages', () => {
  it('are fixed by a hash, each or with what they are part of', () => {
    const unfixed = locked.filter(([, { integrity = '' }]) => !integrity.startsWith('sha512-'));
    const owner = (path: string) => packages[path.slice(0, path.lastIndexOf('/node_modules/'))];
    expect(unfixed.filter(([path, { inBundle }]) => !inBundle || !owner(path)?.integrity)).toEqual([]);
    expect(locked.length).toBeGreaterThan(200);
  });

  it('run nothing when they are installed, but the one that is allowed to', () => {
    const running = locked.filter(([, { hasInstallScript }]) => hasInstallScript);
    expect(running.filter(([, { dev }]) => !dev)).toEqual([]);
    const allowed = Object.entries(manifest.allowScripts).filter(([, isAllowed]) => isAllowed);
    expect(allowed).toEqual([['node', true]]);
  });

  it('are those that docs/security-supply.md lists', () => {
    const listed = rows.flatMap(([, cell = '']) => names(cell.replace(/\(.*\)/, '')));
    expect(listed.toSorted()).toEqual(Object.keys(manifest.dependencies).toSorted());
  });

  it('of what answers requests are those that it marks, and what they bring', async () => {
    const marked = rows.filter((row) => row[3]?.trim() === 'yes').flatMap(([, cell = '']) => names(cell));
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', PROGRAM]);
    expect(JSON.parse(stdout)).toEqual(marked.toSorted());
  });

  it('of proofs of work is in no start of the function that answers on AWS', async () => {
    const folder = temporaryFolder();
    const { modules } = await bundleEntry(ROOT, join(ROOT, 'functions/web.lambda.ts'), folder);
    expect(modules.some((path) => path.includes('/altcha-lib/'))).toBe(true);
    const seen = new Set<string>();
    const load = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      const code = readFileSync(join(folder, file), 'utf8');
      for (const [, next] of code.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) load(next!);
    };
    load('index.mjs');
    expect(seen.size).toBeGreaterThan(1);
    for (const file of seen) expect(readFileSync(join(folder, file), 'utf8')).not.toContain('keySignature');
  });
});
