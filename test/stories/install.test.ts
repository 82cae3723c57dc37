import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/hosts/temporary-folder.ts';

const SCRIPT = join(import.meta.dirname, '../../.ci/install.js');
/** Nobody listens there (RFC 863's port, on loopback). */
const NO_REGISTRY = 'http://127.0.0.1:9';
const PATIENCE = 120_000;

const write = (file: string, value: object) => writeFileSync(file, JSON.stringify(value));
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

/** A package in a file, which npm installs without a registry. */
function pack(folder: string, name: string, version: string): string {
  const inside = join(folder, 'packing/package');
  mkdirSync(inside, { recursive: true });
  write(join(inside, 'package.json'), { name, version });
  execFileSync('tar', [
    '-czf',
    join(folder, `${name}-${version}.tgz`),
    '-C',
    join(folder, 'packing'),
    'package',
  ]);
  return `file:${name}-${version}.tgz`;
}

const environment = {
  ...process.env,
  npm_config_registry: NO_REGISTRY,
  npm_config_omit: '',
  npm_config_loglevel: 'notice',
  NODE_ENV: '',
};

async function run(
  folder: string,
  words: string[] = [],
  more: Record<string, string> = {},
  flags: string[] = [],
) {
  const child = spawn(process.execPath, [...flags, SCRIPT, ...words], {
    cwd: folder,
    env: { ...environment, ...more },
  });
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return { said, code };
}

const lock = (folder: string) =>
  execFileSync('npm', ['install', '--package-lock-only', '--no-audit'], { cwd: folder, env: environment });

const template = mkdtempSync(join(tmpdir(), 'install-'));
afterAll(() => rmSync(template, { recursive: true, force: true }));

beforeAll(() => {
  const dependencies = { one: pack(template, 'one', '1.0.0') };
  const devDependencies = { tool: pack(template, 'tool', '1.0.0') };
  write(join(template, 'package.json'), { name: 'paper', version: '1.0.0', dependencies, devDependencies });
  lock(template);
}, PATIENCE);

function aClone() {
  const folder = temporaryFolder();
  cpSync(template, folder, { recursive: true });
  const at = (path: string) => join(folder, path);
  return { folder, at, version: (name: string) => read(at(`node_modules/${name}/package.json`)).version };
}

describe('what npm start does first', () => {
  it(
    'installs what is named, once, and then asks nobody and changes nothing',
    async () => {
      const { folder, at, version } = aClone();
      expect(await run(folder)).toMatchObject({ code: 0, said: expect.stringContaining('Installing') });
      expect([version('one'), version('tool')]).toEqual(['1.0.0', '1.0.0']);
      const times = () =>
        ['', '.package-lock.json', 'one'].map((path) => statSync(at(`node_modules/${path}`)).mtimeMs);
      const before = times();
      for (const words of [[], ['--all'], []])
        expect(await run(folder, words)).toEqual({ code: 0, said: '' });
      expect(times()).toEqual(before);
      expect(existsSync(at('.installing'))).toBe(false);
    },
    PATIENCE,
  );

  it(
    'installs again where the lock file names another, or a package is gone',
    async () => {
      const { folder, at, version } = aClone();
      await run(folder);
      rmSync(at('node_modules/one'), { recursive: true });
      expect((await run(folder)).code).toBe(0);
      expect(version('one')).toBe('1.0.0');
      const newer = aClone();
      const manifest = read(newer.at('package.json'));
      const dependencies = { one: pack(newer.folder, 'one', '2.0.0') };
      write(newer.at('package.json'), { ...manifest, dependencies });
      lock(newer.folder);
      rmSync(newer.at('packing'), { recursive: true });
      cpSync(newer.folder, folder, { recursive: true });
      expect(version('one')).toBe('1.0.0');
      expect((await run(folder)).code).toBe(0);
      expect(version('one')).toBe('2.0.0');
    },
    PATIENCE,
  );

  it(
    'leaves a server alone that was given no tools, and npm test gets them',
    async () => {
      const { folder, at } = aClone();
      execFileSync('npm', ['ci', '--omit=dev', '--no-audit'], { cwd: folder, env: environment });
      expect(await run(folder)).toEqual({ code: 0, said: '' });
      expect(await run(folder, [], { NODE_ENV: 'production' })).toEqual({ code: 0, said: '' });
      expect(existsSync(at('node_modules/tool'))).toBe(false);
      expect((await run(folder, ['--all'], { NODE_ENV: 'production' })).code).toBe(0);
      expect(existsSync(at('node_modules/tool'))).toBe(true);
    },
    PATIENCE,
  );

  it(
    'is done by one of two that start at once; one that was killed holds nobody up',
    async () => {
      const { folder, at } = aClone();
      const gone = spawn(process.execPath, ['-e', '']);
      await once(gone, 'exit');
      writeFileSync(at('.installing'), String(gone.pid));
      const both = await Promise.all([run(folder), run(folder)]);
      expect(both.map(({ code }) => code)).toEqual([0, 0]);
      expect(both.filter(({ said }) => said.includes('Installing'))).toHaveLength(1);
      expect([existsSync(at('node_modules/one')), existsSync(at('.installing'))]).toEqual([true, false]);
    },
    PATIENCE,
  );

  it(
    'ends with npm’s own word where manifest and lock file differ, or a package cannot be had',
    async () => {
      const { folder, at } = aClone();
      const manifest = read(at('package.json'));
      write(at('package.json'), {
        ...manifest,
        dependencies: { ...manifest.dependencies, two: pack(folder, 'two', '1.0.0') },
      });
      const differ = await run(folder);
      expect([differ.code, differ.said.includes('in sync')]).toEqual([1, true]);
      const without = aClone();
      rmSync(without.at('one-1.0.0.tgz'));
      const failed = await run(without.folder, [], { npm_config_cache: temporaryFolder() });
      expect([failed.code !== 0, failed.said.includes('ENOENT')]).toEqual([true, true]);
      expect(existsSync(without.at('.installing'))).toBe(false);
    },
    PATIENCE,
  );

  it(
    'says what to do where node is too old, and the script that brings another was kept from running',
    async () => {
      const { folder, at } = aClone();
      // Not by NODE_OPTIONS: the npm that it starts may run by a Node that does not know the flag.
      const old = ['--no-experimental-strip-types'];
      for (const _ of ['first', 'again']) {
        const { code, said } = await run(folder, [], {}, old);
        expect([code, said]).toEqual([1, expect.stringContaining('npm rebuild node --ignore-scripts=false')]);
      }
      mkdirSync(at('node_modules/node/bin'), { recursive: true });
      writeFileSync(at('node_modules/node/bin/node'), '');
      expect(await run(folder, [], {}, old)).toEqual({ code: 0, said: '' });
    },
    PATIENCE,
  );
});

describe('.ci/install.js', () => {
  it('is what npm start and npm test begin with', () => {
    const { scripts } = read(join(SCRIPT, '../../package.json'));
    expect([scripts.prestart, scripts.pretest]).toEqual(['node .ci/install.js', 'node .ci/install.js --all']);
  });
});
