import { afterEach, describe, expect, it } from 'vitest';
import { DAY, MINUTE, SECOND } from '../../functions/domain/instant.ts';
import type { Outcome } from '../../functions/domain/mailer.ts';
import { cancel, pause, resume } from '../../functions/flows/control.ts';
import { deliver } from '../../functions/flows/deliver.ts';
import { plan } from '../../functions/flows/plan.ts';
import { tick } from '../../functions/flows/tick.ts';
import { faultyMailer, ok } from '../support/faulty-mailer.ts';
import { type Newsroom, newsroom } from '../support/newsroom.ts';
import { aBatch } from '../support/runs.ts';

let room: Newsroom;
afterEach(() => room.close());

type Answer = Parameters<typeof faultyMailer>[0];
async function open(
  readers: number,
  answer: Answer,
  options: Parameters<typeof faultyMailer>[1] & { unknowns?: 'resend' | 'skip' } = {},
) {
  const mailer = faultyMailer(answer, options);
  room = newsroom({ mailer, settings: { unknowns: options.unknowns ?? 'resend' } });
  await room.addReaders(readers);
  await room.addRun();
  await plan(room.ports, 'e_monday');
  return mailer;
}
const go = () => deliver(room.ports, 'e_monday');
const run = async () => (await room.ports.ledger.run('e_monday'))!;
const standing = () => room.ports.ledger.standing('e_monday');
/** Until nothing moves any more: every grace and back-off passes. */
async function goOn(minutes = 30) {
  for (let i = 0; i < minutes * 2; i++) {
    await go();
    room.store.now += MINUTE / 2;
  }
}
const most = (mailer: { accepted: { to: string }[] }) =>
  Math.max(...[...Map.groupBy(mailer.accepted, ({ to }) => to).values()].map((copies) => copies.length));

describe('throttled', () => {
  it('messages go back, the rate sinks, and everybody gets one copy', async () => {
    const mailer = await open(60, (_, n) =>
      n % 7 === 3 && n < 40 ? { kind: 'throttled', reason: 'Too fast.' } : ok(),
    );
    await go();
    expect(await room.ports.pace.factor('letters', room.store.now)).toBeLessThan(1);
    await goOn();
    expect((await run()).state).toBe('done');
    expect(mailer.accepted).toHaveLength(60);
    expect(await standing()).toMatchObject({ accepted: 60, again: 0, unknown: 0 });
  });
});

describe("the day's quota", () => {
  it('used up pauses the run until the tick finds some left', async () => {
    const mailer = await open(30, (_, n) => (n >= 20 && n < 30 ? { kind: 'quota', reason: 'Daily.' } : ok()));
    await go();
    expect(await run()).toMatchObject({ state: 'paused', until: room.store.now + 10 * MINUTE });
    room.store.now += 10 * MINUTE;
    await tick(room.ports);
    expect((await run()).state).toBe('sending');
    await goOn();
    expect(mailer.accepted).toHaveLength(30);
    expect((await run()).state).toBe('done');
  });

  it('leaves its reserve to confirmations', async () => {
    const mailer = await open(60, ok, { quota: { perDay: 40 } });
    await go();
    // 5 % of 40 is kept; a chunk goes whole or not at all.
    expect(mailer.accepted).toHaveLength(30);
    expect((await run()).state).toBe('paused');
  });
});

describe('an account that is paused', () => {
  it('pauses the run, alarms the editors, and loses nobody', async () => {
    let paused = true;
    const mailer = await open(25, () => (paused ? { kind: 'paused', reason: 'Sending is paused.' } : ok()));
    room.store.publication.editors = [{ name: '', email: 'ed@paper.example' }];
    await go();
    expect(await run()).toMatchObject({ state: 'paused', reason: 'Sending is paused.', until: undefined });
    const alarms = await room.ports.ledger.claimable('notices', room.store.now, 9);
    expect(alarms.map(({ id }) => id.split('-')[0])).toEqual(['alarm']);
    paused = false;
    await resume(room.ports, 'monday', { current: false });
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
});

describe('an address that is refused', () => {
  it('bounces its subscriber and is never written to again', async () => {
    await open(12, ({ to }) =>
      to === 'reader-3@reader.example' ? { kind: 'rejected', reason: '550 5.1.1', address: true } : ok(),
    );
    await go();
    expect(await standing()).toMatchObject({ accepted: 11, rejected: 1 });
    expect(await room.ports.subscribers.tally()).toMatchObject({ active: 11, bounced: 1 });
    expect(await room.ports.suppressions.count()).toBe(1);
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
    room.store.now += DAY + SECOND;
    await go();
    expect(await standing()).toMatchObject({ rejected: 1, open: 0 });
    expect((await run()).state).toBe('done');
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
    expect(await standing()).toMatchObject({ started: 50, accepted: 0, open: 1 });
    await goOn();
    expect(mailer.accepted).toHaveLength(50);
    expect(most(mailer)).toBe(1);
    expect(await standing()).toMatchObject({ accepted: 50, again: 25, unknown: 0, open: 0 });
  });

  it('without evidence, resending: two copies at most, and then it stays unknown', async () => {
    const mailer = await open(20, () => ({ kind: 'unknown', reason: 'timeout' }), { takes: () => true });
    await goOn();
    expect(mailer.accepted).toHaveLength(40);
    expect(most(mailer)).toBe(2);
    expect(await standing()).toMatchObject({ again: 20, unknown: 20, accepted: 0, open: 0 });
    expect((await run()).state).toBe('done');
  });

  it('without evidence, skipping: one copy at most, unknown at once', async () => {
    const mailer = await open(20, () => ({ kind: 'unknown', reason: 'timeout' }), {
      takes: () => true,
      unknowns: 'skip',
    });
    await go();
    expect(mailer.accepted).toHaveLength(20);
    expect(await standing()).toMatchObject({ again: 0, unknown: 20, open: 0 });
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
    await goOn();
    expect(most(mailer)).toBe(2);
    expect(await standing()).toMatchObject({ again: 10, unknown: 10, open: 0 });
  });
});

describe('an operator', () => {
  it('pauses in mid-run and resumes: everybody gets one copy', async () => {
    const mailer = await open(120, async (_, n) => {
      if (n === 30) await pause(room.ports, 'monday', 'Lunch.');
      return ok();
    });
    await go();
    expect(mailer.accepted.length).toBeLessThan(60);
    expect(await run()).toMatchObject({ state: 'paused', reason: 'Lunch.' });
    expect(await go()).toBe('idle');
    await resume(room.ports, 'monday', { current: false });
    await goOn(1);
    expect(mailer.accepted).toHaveLength(120);
    expect((await run()).state).toBe('done');
  });

  it('cancels in mid-run: nothing more is sent, not even what is unknown', async () => {
    const mailer = await open(120, async (_, n) => {
      if (n === 30) await cancel(room.ports, 'monday', 'Wrong.');
      return n % 2 ? ok() : { kind: 'unknown', reason: 'timeout' };
    });
    await go();
    const sent = mailer.accepted.length;
    await goOn();
    expect(mailer.accepted).toHaveLength(sent);
    expect((await run()).state).toBe('cancelled');
    await expect(resume(room.ports, 'monday', { current: false })).rejects.toMatchObject({ code: 'refused' });
  });
});

describe('a stopping process', () => {
  it('gives its lease back, so that the next one goes on at once', async () => {
    const mailer = await open(120, (_, n) => {
      if (n === 30) room.stop();
      return ok();
    });
    await go();
    expect(mailer.accepted.length).toBeLessThan(60);
    expect(await room.ports.ledger.nextClaimable('e_monday')).toBeLessThanOrEqual(room.store.now);
  });
});

describe('a worker that froze', () => {
  it('past its lease starts nothing, hands nothing over, but what it knows is recorded', async () => {
    const mailer = await open(50, ok);
    const { ledger } = room.ports;
    const frozen = (await ledger.claim(aBatch(), room.store.now, room.store.now + 30 * SECOND))!;
    const { letter } = await run();
    await ledger.start(frozen, frozen.lease, [0, 1], letter!, room.store.now, room.store.now + 30 * SECOND);
    room.store.now += 31 * SECOND;
    await go();
    expect(await ledger.start(frozen, frozen.lease, [2], 'l', room.store.now, room.store.now + MINUTE)).toBe(
      false,
    );
    await ledger.record(frozen, { accepted: [0] });
    await goOn();
    expect(mailer.accepted).toHaveLength(49);
    expect(await standing()).toMatchObject({ accepted: 50, again: 1, open: 0 });
  });

  it('between write-ahead and hand-over wakes too late: who came after has sent it', async () => {
    const mailer = await open(10, ok);
    const { ledger } = room.ports;
    const freezing = {
      ...ledger,
      async start(...args: Parameters<typeof ledger.start>) {
        const ahead = await ledger.start(...args);
        room.store.now += 100 * SECOND;
        await go();
        return ahead;
      },
    };
    await deliver({ ...room.ports, ledger: freezing }, 'e_monday');
    expect(mailer.accepted.map(({ attempt }) => attempt)).toEqual(Array(10).fill(2));
    expect(await standing()).toMatchObject({ accepted: 10, again: 10, open: 0 });
  });
});

const noting = (times: number[]) => () => {
  times.push(room.store.now);
  return ok();
};

describe('pace', () => {
  it('keeps the rate: no second holds more than it allows', async () => {
    const times: number[] = [];
    await open(70, noting(times), { quota: { perSecond: 14 } });
    const began = room.store.now;
    await goOn(1);
    expect(times).toHaveLength(70);
    expect((times.at(-1)! - began) / SECOND).toBeGreaterThanOrEqual((70 - 10) / 14 - 0.01);
  });

  it('at less than a message a second sends one at a time', async () => {
    const times: number[] = [];
    await open(4, noting(times), { quota: { perSecond: 0.5 } });
    await goOn(1);
    expect(times.map((time) => (time - times[0]!) / SECOND)).toEqual([0, 2, 4, 6]);
  });
});

describe('a letter that cannot be composed', () => {
  it('is sent to nobody and tried again later, not for ever at once', async () => {
    const mailer = await open(5, ok);
    room.ports.settings.base = 'not a url';
    await go();
    expect(mailer.accepted).toEqual([]);
    expect(await standing()).toMatchObject({ started: 0, open: 1 });
    expect(await room.ports.ledger.nextClaimable('e_monday')).toBeGreaterThan(room.store.now);
    room.ports.settings.base = 'https://paper.example';
    await goOn(1);
    expect(mailer.accepted).toHaveLength(5);
  });
});
