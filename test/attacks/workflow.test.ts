import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';

type Step = { uses?: string; run?: string; with?: Record<string, unknown>; env?: unknown };
type Job = {
  steps: Step[];
  permissions?: Record<string, string>;
  environment?: unknown;
  concurrency?: unknown;
  if?: string;
  needs?: unknown;
};
type Workflow = { on: Record<string, unknown>; permissions?: unknown; jobs: Record<string, Job> };

const FOLDER = join(import.meta.dirname, '../../.github/workflows');
const TEXTS = readdirSync(FOLDER).map((file) => readFileSync(join(FOLDER, file), 'utf8'));
const workflows = TEXTS.map((text) => load(text) as Workflow);
const jobs = workflows.flatMap((workflow) => Object.values(workflow.jobs));
const steps = jobs.flatMap((job) => job.steps);
const runs = steps.flatMap(({ run }) => run ?? []);
const holdsToken = ({ permissions }: Job) => permissions?.['id-token'] === 'write';

describe('the workflow that deploys', () => {
  it('takes actions by commit, each with the version that it is', () => {
    const used = TEXTS.flatMap((text) => [...text.matchAll(/uses: *(.*)$/gm)].map(([, action]) => action));
    expect(used.length).toBeGreaterThan(4);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    // One version of each.
    const names = new Set(used.map((action) => action!.split('@')[0]));
    expect(new Set(used).size).toBe(names.size);
  });

  it('runs nothing of a stranger with a right of ours', () => {
    for (const { on, permissions } of workflows) {
      expect(Object.keys(on).filter((event) => !['push', 'pull_request'].includes(event))).toEqual([]);
      expect(permissions).toEqual({});
    }
    for (const job of jobs) {
      expect(
        Object.keys(job.permissions ?? {}).filter((name) => !['contents', 'id-token'].includes(name)),
      ).toEqual([]);
      expect(job.permissions?.contents).toBe('read');
    }
    // What is typed in a title or a branch's name would be part of the command.
    for (const run of runs) expect(run).not.toContain('${{');
    for (const text of TEXTS)
      expect(text).not.toMatch(/secrets\.|github\.event\.(?!name)|github\.head_ref|self-hosted/);
  });

  it('gives the token of AWS to one job: of main, checked, approved, one at a time', () => {
    const [job, ...more] = jobs.filter(holdsToken);
    expect(more).toEqual([]);
    expect(job).toMatchObject({
      ...{ needs: 'check', environment: 'production' },
      concurrency: { group: 'deploy', 'cancel-in-progress': false },
    });
    expect(job!.if).toContain("github.event_name == 'push' && github.ref == 'refs/heads/main'");
  });

  it('runs no script of a package where that token is, and keeps none of its own in the folder', () => {
    for (const run of runs.filter((run) => /\bnpm (ci|i|install)\b/.test(run)))
      expect(run).toMatch(/^npm ci --ignore-scripts$/);
    for (const run of runs.filter((run) => /\bnpx\b/.test(run))) expect(run).toMatch(/^npx --no /);
    for (const { uses, with: given } of steps)
      if (uses?.startsWith('actions/checkout@'))
        expect(given).toMatchObject({ 'persist-credentials': false });
    for (const { with: given } of jobs.filter(holdsToken).flatMap((job) => job.steps))
      expect(given?.cache).toBeUndefined();
  });
});
