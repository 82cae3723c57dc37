import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const git = (...args: string[]): string[] =>
  execFileSync('git', ['ls-files', '-z', ...args], { cwd: ROOT, encoding: 'utf8' })
    .split('\0')
    .filter(Boolean);
const walked = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(ROOT.length + 1));
/** What is about to be committed, too; of an unpacked archive, what it has. */
const files = existsSync(join(ROOT, '.git'))
  ? [...git(), ...git('--others', '--exclude-standard')].filter((file) => existsSync(join(ROOT, file)))
  : ['functions', 'infra', 'templates', 'test', 'docs', 'content', 'bench', '.ci', '.github'].flatMap(walked);
const textOf = (file: string): string => readFileSync(join(ROOT, file), 'latin1');
const source = files.filter((file) => /^(functions|infra|templates)\/.*\.(ts|js|mjml)$/.test(file));

/** `file: what was found`. */
const found = (within: readonly string[], pattern: RegExp): string[] =>
  within.flatMap((file) => [...textOf(file).matchAll(pattern)].map(([text]) => `${file}: ${text}`));
const holding = (pattern: RegExp): string[] =>
  source.filter((file) => file.startsWith('functions/') && pattern.test(textOf(file)));

/** As their owners write them: docs.github.com/code-security/secret-scanning, docs.aws.amazon.com/IAM (unique ids). */
const SECRETS = new RegExp(
  [
    ...[
      '\\b(AKIA|ASIA)[0-9A-Z]{16}\\b',
      '-----BEGIN [A-Z ]*PRIVATE KEY',
      '\\bgh[pousr]_[A-Za-z0-9]{36}',
      '\\bnpm_[A-Za-z0-9]{36}',
    ],
    ...['\\bxox[baprs]-[0-9A-Za-z-]{10,}', '\\bsk_live_[0-9A-Za-z]{16,}', '\\bAIza[0-9A-Za-z_-]{35}'],
    ...['aws_secret_access_key\\s*[=:]\\s*[\'"]?[A-Za-z0-9/+]{40}', '_authToken\\s*=\\s*[^\\s$]+'],
  ].join('|'),
  'g',
);

describe('the repository', () => {
  it('holds no key, password or token of anybody', () => {
    expect(files.length).toBeGreaterThan(900);
    expect('aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY').toMatch(SECRETS);
    const shown = files.filter((file) => file !== 'test/attacks/source.system.test.ts');
    expect(found(shown, SECRETS)).toEqual([]);
    expect(
      files.filter((file) =>
        /(^|\/)(\.env|\.npmrc|secrets\.json|id_[a-z0-9]+|.*\.(pem|key|p12|db))$/.test(file),
      ),
    ).toEqual([]);
  });
});

describe('our code', () => {
  it('runs no text, starts two programs it knows, and trusts no certificate blindly', () => {
    expect(
      found(source, /\beval\(|\bnew Function\b|node:vm\b|rejectUnauthorized|NODE_TLS_\w+|shell: true/g),
    ).toEqual([]);
    expect(holding(/node:child_process/)).toEqual([
      'functions/wiring/build/media-process-pool.ts',
      'functions/wiring/commit.ts',
    ]);
    expect(found(source, /\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write)\b/g)).toEqual([]);
  });

  it('draws nothing that must not be guessed with Math.random, and signs nothing with a broken hash', () => {
    expect(found(source, /createHash\(['"](md5|sha1)/g)).toEqual([]);
    // Delays, stamps of files, and which of some stores to look at.
    const expected = [
      ...['adapters/aws4fetch/throttling', 'adapters/dynamodb/client', 'adapters/dynamodb/get-all'],
      ...['adapters/dynamodb/open-markers', 'adapters/fs/files'],
    ].map((name) => `functions/${name}.ts`);
    expect(holding(/Math\.random/).sort()).toEqual(expected);
  });

  it('puts no value into SQL but a whole number of its own, and names of its own columns and tables', () => {
    const sql = found(source, /\b(prepare|exec)\(\s*`[^`]*`/g);
    const put = sql.flatMap((text) => [...text.matchAll(/\$\{([^}]*)\}/g)].map(([, inside]) => inside));
    expect(sql.length).toBeGreaterThan(5);
    const constants = ["COLUMNS.join(', ')", 'changes', 'chosen', "durable ? 'FULL' : 'NORMAL'"];
    // What counts at an instant, said once for all of a store's limits; and a setting that SQLite told.
    const limits = ['newest', 'sum', 'synchronous'];
    const names = ['migrations.length', "secureDelete ? 'ON' : 'OFF'", 'table', 'values'];
    expect([...new Set(put)].sort()).toEqual([...constants, ...limits, ...names].sort());
    expect(found(source, /\b(prepare|exec)\([^'`)\n]*\+/g)).toEqual([]);
  });
});
