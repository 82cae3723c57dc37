import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/hosts/temporary-folder.ts';
import { JOBS, runsOf } from '../support/probes/workflow.ts';

/** As GitHub writes what it works out. */
const expression = (what: string) => `\${{ ${what} }}`;

describe('content that is pushed', () => {
  const { publish, deploy, check, audit, changes } = JOBS;

  it('goes live without waiting for a test, an advisory or a deployment', () => {
    expect(publish!.needs).toBe('changes');
    expect(runsOf(changes)).toHaveLength(1);
    expect(runsOf(publish)).toEqual([
      'mkdir -p dist && ln -s ../dist before/dist',
      'npm ci --ignore-scripts --omit=dev',
      'npm run --silent broadsheet -- check',
      'npm run --silent broadsheet -- publish --stage prod',
    ]);
    expect(publish!.concurrency!.group).not.toBe(deploy!.concurrency!.group);
  });

  it('is built by code that was pushed before, where code comes along', () => {
    const before = publish!.steps.find(({ with: given }) => given?.path === 'before')!;
    expect(before).toMatchObject({
      if: "needs.changes.outputs.code == 'true'",
      with: { ref: expression('needs.changes.outputs.before') },
    });
    for (const step of publish!.steps.filter(({ run }) => /^npm/.test(run ?? '')))
      expect(step).toMatchObject({ 'working-directory': expression('env.CODE') });
    // Where the old code cannot build it, the deployment publishes it.
    expect(publish!['continue-on-error']).toBe(expression("needs.changes.outputs.code == 'true'"));
    expect(runsOf(deploy).at(-1)).toContain('publish --stage prod');
  });

  it('leaves code to be checked before it is deployed, and content alone runs neither', () => {
    expect(deploy!.needs).toEqual(['changes', 'check']);
    expect(check!.if).toBe("needs.changes.outputs.code == 'true'");
    expect(runsOf(check)).toEqual(expect.arrayContaining(['npm test', 'npm run types', 'npm run lint']));
  });

  it('encodes no picture twice: also by the code before, and in a deployment, which takes nothing else from there', () => {
    for (const job of [publish!, deploy!]) {
      const [cache, ...more] = job.steps.filter(({ uses }) => uses?.startsWith('actions/cache@'));
      expect(more).toEqual([]);
      expect(cache).not.toHaveProperty('if');
      expect(cache!.with).toMatchObject({ path: 'dist', 'restore-keys': 'dist-' });
    }
    const root = temporaryFolder();
    for (const name of ['media/a.webp', 'objects/b', 'release/c/index.json', 'build.cache', 'deployment/d/e'])
      mkdirSync(join(root, 'dist', name), { recursive: true });
    const clean = runsOf(deploy).find((run) => run.includes('find dist'))!;
    execFileSync('bash', ['-e', '-c', clean], { cwd: root });
    expect(readdirSync(join(root, 'dist'))).toEqual(['media']);
    rmSync(join(root, 'dist'), { recursive: true });
    execFileSync('bash', ['-e', '-c', clean], { cwd: root });
  });

  it('is never deployed over by older code whose checks took longer', () => {
    expect(check!.concurrency).toEqual({
      group: `check-${expression("github.event_name == 'push' && github.ref || github.run_id")}`,
      'cancel-in-progress': false,
    });
  });

  it('is held up by no advisory, and neither is code', () => {
    const auditing = Object.values(JOBS).filter((job) => runsOf(job).some((run) => run.includes('audit')));
    expect(auditing).toEqual([audit]);
    expect(audit!['continue-on-error']).toBe(true);
    expect(Object.values(JOBS).flatMap(({ needs }) => needs)).not.toContain('audit');
  });

  it('whose release is older than what is live is told in words that the deployment knows', () => {
    const words = /\*'([^']+)'\*/.exec(runsOf(deploy).at(-1)!)![1]!;
    const source = readFileSync(
      join(import.meta.dirname, '../../functions/flows/release/publish.ts'),
      'utf8',
    );
    expect(source).toContain(`${words}.`);
  });
});
