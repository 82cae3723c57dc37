import { describe, expect, it } from 'vitest';
import { JOBS, type Job, runsOf, TEXTS, WORKFLOWS } from '../support/probes/workflow.ts';

const jobs = Object.values(JOBS);
const steps = jobs.flatMap((job) => job.steps);
const runs = jobs.flatMap(runsOf);
const holdsToken = ({ permissions }: Job) => permissions?.['id-token'] === 'write';
/** A schedule runs main, and who starts a run by hand may push. */
const EVENTS = ['push', 'pull_request', 'schedule', 'workflow_dispatch'];
const OF_MAIN = "github.event_name == 'push' && github.ref == 'refs/heads/main'";

describe('the workflow', () => {
  it('takes actions by commit, each with the version that it is', () => {
    const used = TEXTS.flatMap((text) => [...text.matchAll(/uses: *(.*)$/gm)].map(([, action]) => action));
    expect(used.length).toBeGreaterThan(4);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    // One version of each.
    const names = new Set(used.map((action) => action!.split('@')[0]));
    expect(new Set(used).size).toBe(names.size);
  });

  it('runs nothing of a stranger with a right of ours', () => {
    for (const { on, permissions } of WORKFLOWS) {
      expect(Object.keys(on).filter((event) => !EVENTS.includes(event))).toEqual([]);
      expect(permissions).toEqual({});
    }
    for (const [name, { permissions, if: when }] of Object.entries(JOBS)) {
      const more = Object.entries(permissions ?? {}).filter(
        ([what, much]) => `${what} ${much}` !== 'contents read',
      );
      const isOfMain = when?.startsWith(OF_MAIN);
      const allowed = isOfMain ? 'id-token write' : name === 'comment' ? 'pull-requests write' : '';
      expect(more.map((one) => one.join(' ')).join()).toBe(allowed);
    }
    // What is typed in a title or a branch's name would be part of the command.
    for (const run of runs) expect(run).not.toContain('${{');
    const read =
      /github\.event\.(?!name|before\b|pull_request\.number\b|pull_request\.head\.repo\.full_name\b)/;
    for (const text of TEXTS) {
      expect(text).not.toMatch(/secrets\.|github\.head_ref|self-hosted|pull_request_target|workflow_run/);
      expect(text).not.toMatch(read);
    }
  });

  it('writes the comment in a job that has no code of the pull request, and not for a fork', () => {
    const { comment } = JOBS;
    expect(comment!.permissions).toEqual({ 'pull-requests': 'write' });
    expect(comment!.if).toBe('github.event.pull_request.head.repo.full_name == github.repository');
    expect(comment!.steps.map(({ uses }) => uses?.split('@')[0])).toEqual([
      'actions/download-artifact',
      undefined,
    ]);
    expect(runsOf(comment).join()).not.toMatch(/\b(node|npm|npx|source|eval)\b|preview\/[\w.-]*\.(sh|js|ts)/);
    expect(runsOf(comment).join()).toContain('head --bytes 60000 preview/comment.md');
  });

  it('gives the token of AWS to pushes to main alone, in the environment of production', () => {
    const holders = Object.entries(JOBS).filter(([, job]) => holdsToken(job));
    expect(holders.map(([name]) => name)).toEqual(['publish', 'deploy']);
    for (const [name, job] of holders) {
      expect(job.if).toContain(OF_MAIN);
      expect(job).toMatchObject({
        environment: 'production',
        concurrency: { group: name, 'cancel-in-progress': false },
      });
    }
  });

  it('runs no script of a package where that token is, and keeps none of its own in the folder', () => {
    for (const run of runs.filter((run) => /\bnpm (ci|i|install)\b/.test(run)))
      expect(run).toMatch(/^npm ci --ignore-scripts( --omit=dev)?$/);
    for (const run of runs.filter((run) => /\bnpx\b/.test(run))) expect(run).toMatch(/^npx --no /);
    for (const { uses, with: given } of steps)
      if (uses?.startsWith('actions/checkout@'))
        expect(given).toMatchObject({ 'persist-credentials': false });
    for (const { with: given } of jobs.filter(holdsToken).flatMap((job) => job.steps))
      expect(given?.cache).toBeUndefined();
  });
});
