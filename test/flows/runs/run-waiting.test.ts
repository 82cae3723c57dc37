import { describe, expect, it } from 'vitest';
import { describeDeferred, describeUnderWay } from '../../../functions/domain/ledger/run-waiting.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../functions/domain/time/instant.ts';
import { planBatches } from '../../../functions/flows/ledger/plan.ts';
import { readWaiting } from '../../../functions/flows/ledger/run-waiting.ts';
import { pauseRun } from '../../../functions/flows/runs/control.ts';
import { runStatus } from '../../../functions/flows/runs/report.ts';
import { sendAgain } from '../../../functions/flows/runs/send.ts';
import { tick } from '../../../functions/flows/schedule/tick.ts';
import { ok } from '../../support/fakes/faulty-mailer.ts';
import { faultyRuns } from '../../support/fakes/faulty-run.ts';
import { subscriberEmail } from '../../support/hosts/delivery-fixture.ts';

const runs = faultyRuns();
const { open, go, run, standing } = runs;

const full = (to: string) => ({ kind: 'deferred', reason: `452 of ${to.at(7)}` }) as const;
const waiting = () => readWaiting(runs.room.ports, 'e_monday');
const alarms = () => runs.room.log.filter((line) => line.includes('quarter of an hour')).length;

/** `slow` readers are put off for good. */
const openSlow = (readers: number, slow: number) =>
  open(readers, ({ to }) => (Number(/\d+/.exec(to)![0]) < slow ? full(to) : ok()));

async function everyMinute(minutes: number, work: () => Promise<unknown> = go) {
  for (let n = 0; n < minutes; n++) {
    await work();
    runs.room.store.now += MINUTE;
    await tick(runs.room.ports);
  }
}
const stays = async () => {};

describe('what a run waits for', () => {
  it('is how many are put off, by what answer, until when and when next', async () => {
    await openSlow(60, 2);
    const began = runs.room.store.now;
    await go();
    expect(await waiting()).toEqual({
      deferred: {
        count: 2,
        reason: expect.stringMatching(/^452 of [01]$/),
        next: began + 5 * MINUTE,
        until: began + DAY,
      },
      unknown: undefined,
      taken: undefined,
      ready: 0,
    });
    expect(describeDeferred(await waiting())).toMatch(
      /^2 are put off by their servers \(452 of \d\); tried again until 2026-/,
    );
  });

  it('is the answer to what a dead worker had handed over, and the lease of what it had not', async () => {
    await open(30, () => new Promise<never>(() => {}), { unknowns: 'skip' });
    void go();
    while ((await standing()).started === 0) await new Promise((resolve) => setImmediate(resolve));
    const { now } = runs.room.store;
    const { lease, grace } = runs.room.ports.settings;
    expect(await waiting()).toEqual({
      deferred: undefined,
      unknown: { count: 10, until: now + grace },
      taken: { count: 20, until: now + lease },
      ready: 0,
    });
    expect(describeUnderWay(await waiting())).toMatch(
      /^10 were handed over, perhaps, .+; known at 2026-11-23 07:01:\d\dZ at the latest, and 20 more go until then$/,
    );
    runs.room.store.now += grace + SECOND;
    expect(await waiting()).toMatchObject({ unknown: undefined, taken: undefined, ready: 30 });
  });

  it('is nothing where all may go at once, or the run is over', async () => {
    await open(5, ok);
    expect(await waiting()).toMatchObject({ ready: 5 });
    await go();
    expect(await runStatus(runs.room.ports, await run())).not.toHaveProperty('waiting');
  });

  it('is said of no run that is paused', async () => {
    await openSlow(5, 1);
    await go();
    await pauseRun(runs.room.ports, 'monday', 'Wait.');
    expect(await runStatus(runs.room.ports, await run())).not.toHaveProperty('waiting');
  });
});

describe('nobody is alarmed', () => {
  it('by a mailbox that is put off for hours', async () => {
    await openSlow(60, 1);
    await everyMinute(10 * 60);
    expect(await standing()).toMatchObject({ open: 1, rejected: 0 });
    expect(alarms()).toBe(0);
  });

  it('by a whole list that is greylisted', async () => {
    await openSlow(60, 60);
    await everyMinute(3 * 60);
    expect(alarms()).toBe(0);
  });

  it('by a worker that died, where another goes on', async () => {
    await open(30, () => new Promise<never>(() => {}), { unknowns: 'skip' });
    void go();
    while ((await standing()).started === 0) await new Promise((resolve) => setImmediate(resolve));
    runs.room.ports.mailer.send = async () => ok();
    await everyMinute(30);
    expect((await run()).state).toBe('done');
    expect(alarms()).toBe(0);
  });
});

describe('somebody is alarmed', () => {
  it('a quarter of an hour after the next try of what is put off, where nobody tries', async () => {
    await openSlow(5, 1);
    await go();
    await everyMinute(19, stays);
    expect(alarms()).toBe(0);
    await everyMinute(3, stays);
    expect(alarms()).toBe(1);
  });

  it('by a batch that fails at every try, though it is never free for long', async () => {
    await openSlow(60, 1);
    runs.room.ports.mailer.quota = () => Promise.reject(new Error('broken'));
    await everyMinute(20);
    expect(alarms()).toBe(1);
  });

  it('by readers that wait beside one that is put off', async () => {
    await openSlow(60, 1);
    let nth = 0;
    const { claimable } = runs.room.ports.ledger;
    // One batch is taken, the other one never.
    runs.room.ports.ledger.claimable = async (...asked) =>
      nth++ === 0 ? (await claimable(...asked)).slice(0, 1) : [];
    await go();
    await everyMinute(20, stays);
    expect(alarms()).toBe(1);
  });
});

describe('a pass beside what is put off', () => {
  it('reaches those who bounced, and leaves the slow one its own copy', async () => {
    let slow = true;
    const mailer = await open(5, ({ to }) => (slow && to === subscriberEmail(0) ? full(to) : ok()));
    await go();
    const [batch] = await runs.room.ports.ledger.batches({ run: 'e_monday', after: '', limit: 1 });
    const position = batch!.outcomes.accepted.values().next().value!;
    await runs.room.ports.ledger.record(batch!, { bounced: [position] });
    await sendAgain(runs.room.ports, 'monday', 'bounced');
    slow = false;
    await planBatches(runs.room.ports, 'e_monday');
    await everyMinute(6);
    expect((await run()).state).toBe('done');
    expect(mailer.accepted).toHaveLength(6);
    expect(mailer.accepted.filter(({ to }) => to === subscriberEmail(0))).toHaveLength(1);
  });

  it('is refused while others of the run are still to go, or their fate is open', async () => {
    await openSlow(60, 1);
    await expect(sendAgain(runs.room.ports, 'monday', 'bounced')).rejects.toMatchObject({ code: 'refused' });
    await go();
    await sendAgain(runs.room.ports, 'monday', 'bounced');
    // That one is to be planned first.
    await expect(sendAgain(runs.room.ports, 'monday', 'bounced')).rejects.toMatchObject({ code: 'refused' });
    expect((await run()).passes).toBe(2);
  });

  it('said twice at once is one', async () => {
    await openSlow(5, 1);
    await go();
    const said = await Promise.allSettled([
      sendAgain(runs.room.ports, 'monday', { address: subscriberEmail(1) }),
      sendAgain(runs.room.ports, 'monday', { address: subscriberEmail(1) }),
    ]);
    expect(said.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    runs.room.store.now += HOUR;
    await go();
    expect((await run()).passes).toBe(2);
  });
});
