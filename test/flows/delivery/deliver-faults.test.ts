import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../functions/domain/delivery/mailer.ts';
import { DAY, MINUTE, SECOND } from '../../../functions/domain/time/instant.ts';
import { pauseRun, resumeRun } from '../../../functions/flows/runs/control.ts';
import { ok } from '../../support/fakes/faulty-mailer.ts';
import { faultyRuns } from '../../support/fakes/faulty-run.ts';

const runs = faultyRuns();
const { open, go, goOn, run, standing } = runs;
const most = (mailer: { accepted: { to: string }[] }) =>
  Math.max(...[...Map.groupBy(mailer.accepted, ({ to }) => to).values()].map((copies) => copies.length));

describe('a mailer that fails at all, at a rate', () => {
  it('is logged and tried again: a rejection between two of a chunk ends no process', async () => {
    let broken = true;
    const mailer = await open(12, async () => (broken ? Promise.reject(new Error('gone')) : ok()), {
      quota: { perSecond: 14 },
    });
    await go();
    expect(runs.room.log.join()).toContain('gone');
    broken = false;
    await goOn();
    expect(mailer.accepted.length).toBeGreaterThan(0);
    expect((await run()).state).toBe('done');
  });
});

describe('an account that is paused', () => {
  it('pauses the run, alarms the editors, and loses nobody', async () => {
    let paused = true;
    const mailer = await open(25, () => (paused ? { kind: 'paused', reason: 'Sending is paused.' } : ok()));
    runs.room.store.publication.editors = [{ name: '', email: 'ed@paper.example' }];
    await go();
    expect(await run()).toMatchObject({ state: 'paused', reason: 'Sending is paused.', until: undefined });
    const alarms = await runs.room.ports.ledger.claimable('notices', runs.room.store.now, 9);
    expect(alarms.map(({ id }) => id.split('-')[0])).toEqual(['alarm']);
    paused = false;
    await resumeRun(runs.room.ports, 'monday', { current: false });
    await goOn();
    expect(mailer.accepted).toHaveLength(25);
  });

  it('is assumed where everybody is refused and no address is to blame', async () => {
    const refused: Outcome = { kind: 'rejected', reason: 'Content.', address: false };
    await open(20, () => refused);
    await go();
    expect(await run()).toMatchObject({ state: 'paused', reason: 'Content.' });
    expect(await standing()).toMatchObject({ rejected: 0, started: 0 });
  });

  it('is assumed at a message at a time, too, when the first is refused', async () => {
    const refused: Outcome = { kind: 'rejected', reason: 'Content.', address: false };
    let first = true;
    await open(20, () => (first ? refused : ok()), { quota: { perSecond: 1 } });
    await go();
    expect(await run()).toMatchObject({ state: 'paused', reason: 'Content.' });
    expect(await standing()).toMatchObject({ rejected: 0, started: 0 });
    first = false;
    await resumeRun(runs.room.ports, 'monday', { current: false });
    await goOn(1);
    expect(await standing()).toMatchObject({ accepted: 20, open: 0 });
  });

  it('is not assumed for one refused among those who got it', async () => {
    const refused: Outcome = { kind: 'rejected', reason: 'Content.', address: false };
    await open(12, (_, n) => (n === 5 ? refused : ok()), { quota: { perSecond: 1 } });
    await goOn(1);
    expect(await run()).toMatchObject({ state: 'done' });
    expect(await standing()).toMatchObject({ accepted: 11, rejected: 1 });
  });
});

describe('an address that is refused', () => {
  it('bounces its subscriber and is never written to again', async () => {
    await open(12, ({ to }) =>
      to === 'reader-3@reader.example' ? { kind: 'rejected', reason: '550 5.1.1', address: true } : ok(),
    );
    await go();
    expect(await standing()).toMatchObject({ accepted: 11, rejected: 1 });
    expect(await runs.room.ports.subscribers.countByStatus()).toMatchObject({ active: 11, bounced: 1 });
    expect(await runs.room.ports.suppressions.count()).toBe(1);
    const counted = await runs.room.ports.counts.read({ from: '2000-01-01', to: '2100-01-01' });
    expect(counted.map(({ event, newsletter }) => `${event} ${newsletter}`)).toEqual(
      ['alerts', 'brief', 'daily'].map((newsletter) => `bounced ${newsletter}`),
    );
  });

  it('costs nobody else theirs, even when its bounce cannot be noted', async () => {
    let slow = true;
    const mailer = await open(10, ({ to }) => {
      if (to === 'reader-3@reader.example') return { kind: 'rejected', reason: '550 5.1.1', address: true };
      return slow ? { kind: 'throttled', reason: 'Too fast.' } : ok();
    });
    const { put } = runs.room.ports.subscribers;
    runs.room.ports.subscribers.put = async () => {
      throw new Error('disk full');
    };
    await go();
    runs.room.ports.subscribers.put = put;
    slow = false;
    await goOn();
    expect(mailer.accepted.map(({ attempt }) => attempt)).toEqual(Array(9).fill(1));
    expect(await standing()).toMatchObject({ accepted: 9, rejected: 1, again: 0, open: 0 });
  });
});

describe('deferred', () => {
  it('messages wait while others go, and are given up after a day', async () => {
    const mailer = await open(12, ({ to }) =>
      to === 'reader-3@reader.example' ? { kind: 'deferred', reason: '451' } : ok(),
    );
    await go();
    expect(mailer.accepted).toHaveLength(11);
    expect(await standing()).toMatchObject({ started: 11, rejected: 0, open: 1 });
    runs.room.store.now += DAY + SECOND;
    await go();
    expect(await standing()).toMatchObject({ rejected: 1, open: 0 });
    expect((await run()).state).toBe('done');
    // It counts as a letter that came back, of that reader alone.
    const people = await runs.room.ports.subscribers.page({ after: '', limit: 99 });
    const cameBack = people.filter(({ softBounces }) => softBounces);
    expect(cameBack).toMatchObject([
      { email: 'reader-3@reader.example', softBounces: [{ run: 'e_monday' }] },
    ]);
  });

  it('for the first time, in a run that was paused for days, waits like any other', async () => {
    let grey = true;
    const mailer = await open(12, () => (grey ? { kind: 'deferred', reason: '451' } : ok()));
    await pauseRun(runs.room.ports, 'monday', 'Over the weekend.');
    runs.room.store.now += 3 * DAY;
    await resumeRun(runs.room.ports, 'monday', { current: false });
    await go();
    expect(await standing()).toMatchObject({ rejected: 0, open: 1 });
    grey = false;
    await goOn();
    expect(mailer.accepted).toHaveLength(12);
  });
});

describe('no answer', () => {
  it('with evidence: who got it gets no second copy, who did not gets one', async () => {
    const takes = ({ tags }: { tags: { pos: string } }) => Number(tags.pos) % 2 === 0;
    const mailer = await open(
      50,
      (m) => (m.tags.try === '1' ? { kind: 'unknown', reason: 'timeout' } : ok()),
      { proves: true, takes },
    );
    await go();
    expect(await standing()).toMatchObject({ started: 10, accepted: 0, open: 1 });
    await goOn(120);
    expect(mailer.accepted).toHaveLength(50);
    expect(most(mailer)).toBe(1);
    expect(await standing()).toMatchObject({ accepted: 50, again: 25, unknown: 0, open: 0 });
  });

  it('without evidence, resending: two copies at most, and then it stays unknown', async () => {
    const mailer = await open(20, () => ({ kind: 'unknown', reason: 'timeout' }), { takes: () => true });
    await goOn(120);
    expect(mailer.accepted).toHaveLength(40);
    expect(most(mailer)).toBe(2);
    expect(await standing()).toMatchObject({ again: 20, unknown: 20, accepted: 0, open: 0 });
    expect((await run()).state).toBe('done');
  });

  it('without evidence, skipping: one copy at most, unknown at once', async () => {
    const mailer = await open(20, (_, n) => (n % 2 ? ok() : { kind: 'unknown', reason: 'timeout' }), {
      takes: () => true,
      unknowns: 'skip',
    });
    await go();
    expect(mailer.accepted).toHaveLength(20);
    expect(await standing()).toMatchObject({ again: 0, accepted: 10, unknown: 10, open: 0 });
  });

  it('a second try that is throttled is tried again, but a third copy is never made', async () => {
    let second = 0;
    const mailer = await open(
      10,
      (m) => {
        if (m.tags.try === '1') return { kind: 'unknown', reason: 'timeout' };
        return ++second <= 10
          ? { kind: 'throttled', reason: 'slow' }
          : { kind: 'unknown', reason: 'timeout' };
      },
      { takes: () => true },
    );
    await goOn(120);
    expect(most(mailer)).toBe(2);
    expect(await standing()).toMatchObject({ again: 10, unknown: 10, open: 0 });
  });
});

describe('silence', () => {
  const lost: Outcome = { kind: 'unknown', reason: 'InternalFailure' };

  it('to a whole chunk pauses the run for ten minutes, and uses up no more of the list', async () => {
    let silent = true;
    const mailer = await open(300, (_, n) => (silent && n >= 40 ? lost : ok()), { unknowns: 'skip' });
    await go();
    expect(await run()).toMatchObject({ state: 'paused', until: runs.room.store.now + 10 * MINUTE });
    expect((await run()).reason).toContain('InternalFailure');
    expect((await standing()).unknown).toBeLessThanOrEqual(20);
    silent = false;
    await goOn();
    expect(mailer.accepted.length).toBeGreaterThanOrEqual(280);
    expect(await run()).toMatchObject({ state: 'done' });
  });

  it('pauses it at a message a time, too, from the second in a row', async () => {
    await open(20, (_, n) => (n >= 5 ? lost : ok()), { quota: { perSecond: 1 }, unknowns: 'skip' });
    await go();
    expect(await run()).toMatchObject({ state: 'paused' });
    expect(await standing()).toMatchObject({ accepted: 5, unknown: 2 });
  });

  it('is no silence, where a single answer is lost', async () => {
    await open(20, (_, n) => (n === 5 ? lost : ok()), { quota: { perSecond: 1 }, unknowns: 'skip' });
    await goOn(1);
    expect(await run()).toMatchObject({ state: 'done' });
  });
});
