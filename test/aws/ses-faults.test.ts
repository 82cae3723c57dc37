import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Fault as SesFault } from '../support/fake-ses.ts';
import { type FaultyStage, openFaultyStage } from '../support/faulty-stage.ts';
import { refusedOn } from '../support/policies.ts';

vi.setConfig({ testTimeout: 300_000 });
// The functions as the template has them, and SES failing. Each test has an edition of its own, an hour later.
const READERS = 120;
let faulty: FaultyStage;
let hour = 0;

beforeAll(async () => {
  faulty = await openFaultyStage({ readers: READERS, editions: 6 });
}, 300_000);
afterAll(() => faulty?.[Symbol.asyncDispose]());
afterEach(() => {
  faulty.stage.ses.setFault(undefined);
});

/** The next hour's edition is due. */
function nextRun(): string {
  faulty.goTo(++hour);
  return `e_hour-${hour}`;
}

async function once(run: string): Promise<void> {
  expect(await faulty.faults(run, 'exactly')).toEqual([]);
  expect(new Set(faulty.lettersOf(run).map(({ to }) => to)).size).toBe(READERS);
}
const honest = async (run: string) => expect(await faulty.faults(run, 'honestly')).toEqual([]);

describe('SES', () => {
  /** So many messages are taken before it fails; then it does, until it is told otherwise. */
  function failAfter(taken: number, fault: SesFault): void {
    let asked = 0;
    faulty.stage.ses.setFault(() => (++asked > taken ? fault : undefined));
  }
  const isPaused = (run: string) => async () => (await faulty.ledger.run(run))?.state === 'paused';

  it('that throttles for a moment delays a run', async () => {
    const run = nextRun();
    let asked = 0;
    faulty.stage.ses.setFault(() => (++asked > 20 && asked < 30 ? 'rate' : undefined));
    await faulty.until(faulty.isDone(run));
    await once(run);
  });

  it.each(['daily', 'server-error', 'hang'] as const)(
    '(%s) pauses a run, which goes on by itself',
    async (fault) => {
      const run = nextRun();
      failAfter(50, fault);
      await faulty.until(isPaused(run));
      faulty.stage.ses.setFault(undefined);
      await faulty.until(faulty.isDone(run));
      await (fault === 'daily' ? once(run) : honest(run));
    },
  );

  it('that pauses the account pauses the run with an alarm, and `resume` gives it to the others', async () => {
    const run = nextRun();
    const before = faulty.alarms().length;
    failAfter(50, 'account-paused');
    await faulty.until(isPaused(run));
    faulty.stage.ses.setFault(undefined);
    await faulty.until(async () => faulty.alarms().length > before);
    expect((await faulty.type('resume', `hour-${hour}`, '--yes')).code).toBe(0);
    await faulty.until(faulty.isDone(run));
    await once(run);
  });
});

describe('through all of it', () => {
  it('no function asked for what its role does not allow', () => {
    expect(refusedOn(faulty.stage)).toEqual([]);
  });
});
