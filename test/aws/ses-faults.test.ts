import { describe, expect, it, vi } from 'vitest';
import type { Fault as SesFault } from '../support/fakes/fake-ses.ts';
import { faultyStage } from '../support/fakes/faulty-stage.ts';
import { refusedOn } from '../support/probes/policies.ts';

vi.setConfig({ testTimeout: 300_000 });
// The functions as the template has them, and SES failing. Each test has an edition of its own, an hour later.
const faulty = faultyStage({ readers: 120, editions: 6 });

describe('SES', () => {
  /** So many messages are taken before it fails; then it does, until it is told otherwise. */
  function failAfter(taken: number, fault: SesFault): void {
    let asked = 0;
    faulty.stage.ses.setFault(() => (++asked > taken ? fault : undefined));
  }
  const isPaused = (run: string) => async () => (await faulty.ledger.run(run))?.state === 'paused';

  it('that throttles for a moment delays a run', async () => {
    const run = faulty.nextRun();
    let asked = 0;
    faulty.stage.ses.setFault(() => (++asked > 20 && asked < 30 ? 'rate' : undefined));
    await faulty.until(faulty.isDone(run));
    expect(await faulty.faults(run, 'exactly')).toEqual([]);
  });

  it.each(['daily', 'server-error', 'hang'] as const)(
    '(%s) pauses a run, which goes on by itself',
    async (fault) => {
      const run = faulty.nextRun();
      failAfter(50, fault);
      await faulty.until(isPaused(run));
      faulty.stage.ses.setFault(undefined);
      await faulty.until(faulty.isDone(run));
      expect(await faulty.faults(run, fault === 'daily' ? 'exactly' : 'honestly')).toEqual([]);
    },
  );

  it('that pauses the account pauses the run with an alarm, and `resume` gives it to the others', async () => {
    const run = faulty.nextRun();
    const before = faulty.alarms().length;
    failAfter(50, 'account-paused');
    await faulty.until(isPaused(run));
    faulty.stage.ses.setFault(undefined);
    await faulty.until(async () => faulty.alarms().length > before);
    expect((await faulty.type('resume', run, '--yes')).code).toBe(0);
    await faulty.until(faulty.isDone(run));
    expect(await faulty.faults(run, 'exactly')).toEqual([]);
  });
});

describe('through all of it', () => {
  it('no function asked for what its role does not allow', () => {
    expect(refusedOn(faulty.stage)).toEqual([]);
  });
});
