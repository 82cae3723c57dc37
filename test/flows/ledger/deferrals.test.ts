import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../../functions/domain/time/instant.ts';
import { pauseRun, resumeRun } from '../../../functions/flows/runs/control.ts';
import { reportRun } from '../../../functions/flows/runs/report.ts';
import { ok } from '../../support/fakes/faulty-mailer.ts';
import { faultyRuns } from '../../support/fakes/faulty-run.ts';
import { subscriberEmail } from '../../support/hosts/delivery-fixture.ts';

const runs = faultyRuns();
const { open, go, run, standing } = runs;

const full = { kind: 'deferred', reason: '452 4.2.2 Mailbox full' } as const;
const SLOW = subscriberEmail(3);

/** Minutes since the run began at which the slow server was asked. */
async function openSlow(
  readers: number,
  answer = (_nth: number) => full as ReturnType<typeof ok> | typeof full,
) {
  const tries: number[] = [];
  const began = Date.parse('2026-11-23T07:00:00Z');
  const mailer = await open(readers, ({ to }) => {
    if (to !== SLOW) return ok();
    tries.push((runs.room.store.now - began) / MINUTE);
    return answer(tries.length);
  });
  return { mailer, tries };
}

async function everyMinute(minutes: number) {
  for (let n = 0; n < minutes; n++) {
    await go();
    runs.room.store.now += MINUTE;
  }
}

describe('one mailbox that is put off for hours', () => {
  it('delays nobody else of its batch', async () => {
    const { mailer } = await openSlow(50);
    await go();
    expect(mailer.accepted).toHaveLength(49);
    expect(await standing()).toMatchObject({ accepted: 49, open: 1, started: 49 });
  });

  it('is asked after 5, 20, 50 and 110 minutes, then every hour for a day, and ends as rejected', async () => {
    const { tries } = await openSlow(5);
    await everyMinute(DAY / MINUTE + 2);
    expect(tries.slice(0, 7)).toEqual([0, 5, 20, 50, 110, 170, 230]);
    expect(tries.at(-1)).toBe(DAY / MINUTE);
    expect(tries).toHaveLength(28);
    expect(await standing()).toMatchObject({ accepted: 4, rejected: 1, open: 0 });
    expect((await run()).state).toBe('done');
    expect((await runs.room.ports.subscribers.countByStatus()).active).toBe(5);
    expect(await reportRun(runs.room.ports, 'monday')).toMatchObject({ rejected: 1, givenUp: 1, bounced: 0 });
  });

  it('with no room for a moment is asked again after two seconds, then by the back-off', async () => {
    const noRoom = { kind: 'throttled', reason: '452 4.3.1 Insufficient storage', tied: true } as const;
    const seconds: number[] = [];
    let room = 3;
    const mailer = await open(10, ({ to }) => {
      if (to !== SLOW) return ok();
      seconds.push((runs.room.store.now - Date.parse('2026-11-23T07:00:00Z')) / SECOND);
      return --room > 0 ? noRoom : ok();
    });
    for (let n = 0; n < 400; n++) {
      await go();
      runs.room.store.now += SECOND;
    }
    const [first, soon, late, ...more] = seconds as [number, number, number];
    expect([first, more]).toEqual([0, []]);
    expect(soon).toBeLessThanOrEqual(4);
    expect(Math.round((late - soon) / 60)).toBe(5);
    expect(mailer.accepted).toHaveLength(10);
    expect((await run()).state).toBe('done');
  });

  it('gets one copy as soon as its server takes it', async () => {
    const { mailer, tries } = await openSlow(5, (nth) => (nth < 3 ? full : ok()));
    await everyMinute(60);
    expect(tries).toEqual([0, 5, 20]);
    expect(mailer.accepted.filter(({ to }) => to === SLOW)).toHaveLength(1);
    expect((await run()).state).toBe('done');
  });

  it('is left alone while others of its batch, throttled, are tried again after seconds', async () => {
    let slowTries = 0;
    let throttles = 0;
    const mailer = await open(50, ({ to, tags }) => {
      if (to === SLOW) slowTries++;
      if (to === SLOW) return full;
      return tags.pos === '49' && throttles++ < 6 ? { kind: 'throttled', reason: 'Too fast.' } : ok();
    });
    for (let n = 0; n < 20; n++) {
      await go();
      runs.room.store.now += 3 * SECOND;
    }
    expect(throttles).toBeGreaterThan(6);
    expect(mailer.accepted).toHaveLength(49);
    expect(slowTries).toBe(1);
  });

  it('has its whole day in a run that was paused between', async () => {
    const { tries } = await openSlow(5);
    await pauseRun(runs.room.ports, 'monday', 'Over the weekend.');
    runs.room.store.now += 3 * DAY;
    await resumeRun(runs.room.ports, 'monday', { current: false });
    await everyMinute(30);
    expect(tries).toHaveLength(3);
    expect(await standing()).toMatchObject({ rejected: 0, open: 1 });
  });

  it('is asked at once when a clock that ran a year ahead is set right', async () => {
    const { tries } = await openSlow(5);
    runs.room.store.now += 365 * DAY;
    await go();
    runs.room.store.now -= 365 * DAY;
    await everyMinute(6);
    expect(tries.length).toBeGreaterThan(1);
    runs.room.store.now += HOUR;
    await go();
    expect(await standing()).toMatchObject({ rejected: 0, open: 1 });
  });
});

describe('a worker that died', () => {
  it('leaves unknown what it had begun, for one grace: the others of the batch do not make it longer', async () => {
    let dies = true;
    const mailer = await open(30, () => (dies ? new Promise<never>(() => {}) : ok()), { unknowns: 'skip' });
    void go();
    // Its chunk is written ahead and never answered.
    while ((await standing()).started === 0) await new Promise((resolve) => setImmediate(resolve));
    dies = false;
    const { lease, grace } = runs.room.ports.settings;
    runs.room.store.now += lease + SECOND;
    await go();
    runs.room.store.now += grace - lease;
    await go();
    expect(await standing()).toMatchObject({ accepted: 20, unknown: 10, open: 0 });
    expect((await run()).state).toBe('done');
    expect(mailer.accepted).toHaveLength(20);
  });
});
