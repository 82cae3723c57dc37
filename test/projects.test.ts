import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import config from './vitest.config.ts';

const ROOT = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

type Project = { test: { name: string; include: string[]; exclude?: string[] } };
const projects = (config.test?.projects ?? []) as Project[];
const filesOf = ({ test }: Project): string[] =>
  globSync(test.include, { cwd: ROOT, exclude: test.exclude ?? [] });

describe('a test file', () => {
  it('runs in one project, or needs another program', () => {
    const seen = [
      ...projects.flatMap(filesOf),
      ...globSync('test/{aws,browser,judges,mail}/**/*.test.ts', { cwd: ROOT }),
    ];
    expect(projects.every((project) => filesOf(project).length > 5)).toBe(true);
    expect(seen.sort()).toEqual(globSync('test/**/*.test.ts', { cwd: ROOT }).sort());
  });

  it('runs by one of two commands, and .ci/run and a deployment run both', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [scripts.test!, scripts['test:system']!].flatMap((script) =>
      [...script.matchAll(/--project (\S+)/g)].map(([, name]) => name),
    );
    expect(named.sort()).toEqual(projects.map(({ test }) => test.name).sort());
    for (const file of ['.ci/run', '.github/workflows/deploy.yml'])
      for (const command of ['npm test', 'npm run test:system'])
        expect(read(file).replaceAll('--silent ', '')).toMatch(
          new RegExp(`^(\\s+- run: )?${command}\\b`, 'm'),
        );
  });
});
