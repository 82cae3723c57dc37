import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { JOBS, type Job, readWorkflow, runsOf, WORKFLOWS } from '../support/probes/workflow.ts';

const ROOT = join(import.meta.dirname, '../..');
const MANIFEST = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
  engines: { node: string };
};
const CI = readWorkflow('ci.yml');
const { fast, titles, everything } = CI.jobs;

/** As GitHub writes what it works out. */
const expression = (what: string) => `\${{ ${what} }}`;
const nodeOf = (job: Job | undefined) =>
  job?.steps.find(({ uses }) => uses?.startsWith('actions/setup-node@'))?.with?.['node-version'];

describe('the checks of a pull request', () => {
  it('are every fast one, on the oldest Node that is allowed and on the one of AWS', () => {
    expect(fast!.strategy!.matrix.node).toEqual([Number(/\d+/.exec(MANIFEST.engines.node)![0]), 24]);
    expect(nodeOf(fast)).toBe(expression('matrix.node'));
    expect(runsOf(fast)).toEqual([
      'npm ci --ignore-scripts',
      'npm rebuild node',
      'npm test',
      'npm run types',
      'npm run lint',
      'npm run dead',
    ]);
  });

  it('leave the Node of the machine in place where it runs TypeScript', () => {
    const rebuild = fast!.steps.find(({ run }) => run === 'npm rebuild node')!;
    expect(rebuild.if).toBe('matrix.node == 20');
  });

  it('read the titles of its commits alone, on a Node that runs TypeScript', () => {
    expect(runsOf(titles)).toEqual(['node .ci/commit-titles.ts HEAD^1']);
    expect(titles!.steps[0]!.with).toMatchObject({ 'fetch-depth': 0 });
    expect(nodeOf(titles)).toBe(24);
  });

  it('end where a newer push makes them useless', () => {
    expect(CI.concurrency!['cancel-in-progress']).toBe(expression("github.event_name == 'pull_request'"));
    expect(CI.concurrency!.group).toContain("github.event_name == 'pull_request' && github.ref");
  });
});

describe('the minutes of a publication', () => {
  it('are not spent on content', () => {
    for (const event of ['pull_request', 'push'])
      expect(CI.on[event]).toMatchObject({ 'paths-ignore': ['content/**'] });
  });

  it('are not spent twice on its code, which deploy.yml checks before it deploys', () => {
    for (const job of [fast, titles]) expect(job!.if).toMatch(/ && vars\.AWS_ROLE == ''$/);
  });

  it('are not spent at night, unless its variable says so', () => {
    expect(Object.keys(CI.on).sort()).toEqual(['pull_request', 'push', 'schedule', 'workflow_dispatch']);
    expect(everything!.if).toContain("(github.event_name == 'schedule' && vars.NIGHTLY == 'true')");
    for (const job of [fast, titles]) expect(job!.if).toContain("github.event_name == 'pull_request'");
  });

  it('end for a job that hangs', () => {
    for (const job of Object.values(JOBS)) expect(job['timeout-minutes']).toBeLessThanOrEqual(90);
  });
});

describe('the run of the night', () => {
  it('is all of .ci/run, with every commit that its titles are read from', () => {
    expect(runsOf(everything)).toEqual(['.ci/run']);
    expect(everything!.steps[0]!.with).toMatchObject({ 'fetch-depth': 0 });
    expect(everything!.steps.at(-1)!.env).toEqual({ CHROMIUM: '/usr/bin/google-chrome' });
  });

  it('is not root, and asks for packages by one script that knows sudo', () => {
    const scripts = ['run', 'fetch-aiosmtpd', 'fetch-dynamodb-local', 'fetch-lambda-rie', 'fetch-moto'];
    for (const name of scripts) {
      const text = readFileSync(join(ROOT, '.ci', name), 'utf8');
      expect(text).toContain('apt-install');
      expect(text).not.toContain('apt-get');
    }
  });
});

describe('the commands of a workflow', () => {
  const runs = WORKFLOWS.flatMap(({ jobs }) => Object.values(jobs).flatMap(runsOf));
  const named = (pattern: RegExp) =>
    runs.flatMap((run) => [...run.matchAll(pattern)].map(([, name]) => name!));

  it('are scripts of package.json', () => {
    const names = named(/\bnpm (?:run (?:--silent )?)?(?!ci\b|run\b|rebuild\b|audit\b)([a-z]+)/g);
    expect(names).toEqual(expect.arrayContaining(['test', 'types', 'lint', 'dead', 'broadsheet']));
    expect(names.filter((name) => !(name in MANIFEST.scripts))).toEqual([]);
  });

  it('are files that are there, and those that begin a line may be run', () => {
    const files = named(/(\.ci\/[\w./-]+)/g);
    expect(files).toContain('.ci/run');
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
    for (const file of named(/^(\.ci\/[\w./-]+)/gm)) accessSync(join(ROOT, file), constants.X_OK);
  });
});

describe('the jobs of all workflows', () => {
  it('have names of their own, so that a test reads the one it means', () => {
    expect(Object.keys(JOBS)).toHaveLength(WORKFLOWS.flatMap(({ jobs }) => Object.keys(jobs)).length);
  });
});
