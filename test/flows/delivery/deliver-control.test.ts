import { afterEach, describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../../functions/domain/time/instant.ts';
import { deliver } from '../../../functions/flows/delivery/deliver.ts';
import { createDelivery } from '../../../functions/flows/delivery/delivery-loop.ts';
import { cancelRun, pauseRun, resumeRun } from '../../../functions/flows/runs/control.ts';
import { tick } from '../../../functions/flows/schedule/tick.ts';
import { aBatch } from '../../support/builders/runs.ts';
import { ok } from '../../support/fakes/faulty-mailer.ts';
import { faultyRun } from '../../support/fakes/faulty-run.ts';
import type { DeliveryFixture } from '../../support/hosts/delivery-fixture.ts';

let faulty: Awaited<ReturnType<typeof faultyRun>>;
let room: DeliveryFixture;
afterEach(() => room.close());

async function open(...about: Parameters<typeof faultyRun>) {
  faulty = await faultyRun(...about);
  room = faulty.room;
  return faulty.mailer;
}
const go = () => faulty.go();
const goOn = (minutes?: number) => faulty.goOn(minutes);
const run = () => faulty.run();
const standing = () => faulty.standing();

describe('an operator', () => {
  it('pauses in mid-run and resumes: everybody gets one copy', async () => {
    const mailer = await open(120, async (_, n) => {
      if (n === 30) await pauseRun(room.ports, 'monday', 'Lunch.');
      return ok();
    });
    await go();
    expect(mailer.accepted.length).toBeLessThan(60);
    expect(await run()).toMatchObject({ state: 'paused', reason: 'Lunch.' });
    expect(await go()).toBe('idle');
    await resumeRun(room.ports, 'monday', { current: false });
    await goOn(1);
    expect(mailer.accepted).toHaveLength(120);
    expect((await run()).state).toBe('done');
  });

  it('cancels in mid-run: nothing more is sent, not even what is unknown', async () => {
    const mailer = await open(120, async (_, n) => {
      if (n === 30) await cancelRun(room.ports, 'monday', 'Wrong.');
      return n % 2 ? ok() : { kind: 'unknown', reason: 'timeout' };
    });
    await go();
    const sent = mailer.accepted.length;
    await goOn();
    expect(mailer.accepted).toHaveLength(sent);
    expect((await run()).state).toBe('cancelled');
    await expect(resumeRun(room.ports, 'monday', { current: false })).rejects.toMatchObject({
      code: 'refused',
    });
  });
});

describe('a run that is done', () => {
  it('is not resumed', async () => {
    await open(3, ok);
    await go();
    await expect(resumeRun(room.ports, 'monday', { current: false })).rejects.toMatchObject({
      code: 'refused',
    });
    expect((await run()).state).toBe('done');
  });
});

describe('a run that cannot go on', () => {
  it('keeps no other from it', async () => {
    const mailer = await open(3, ok);
    // Nobody remembers whom its second pass is for.
    await room.ports.ledger.putRun({ ...(await run()), passes: 2 });
    const other = { id: 'e_other', of: 'other', createdAt: room.store.now + 1 };
    await room.addRun(other);
    await expect(createDelivery(room.ports).work()).rejects.toMatchObject({ code: 'broken' });
    expect((await room.ports.ledger.run('e_other'))?.state).toBe('done');
    expect(mailer.accepted.length).toBeGreaterThanOrEqual(3);
  });
});

describe('an operator, while the account keeps a run waiting', () => {
  it('cancels before the slot comes: what waits for it is not sent either', async () => {
    const mailer = await open(20, ok, { quota: { perSecond: 1 } });
    const { sleep } = room.ports;
    room.ports.sleep = async (milliseconds) => {
      if (milliseconds > 0) await cancelRun(room.ports, 'monday', 'Wrong.');
      await sleep(milliseconds);
    };
    await go();
    expect(mailer.accepted).toHaveLength(1);
    expect(await standing()).toMatchObject({ started: 1, accepted: 1 });
  });

  it('pauses a run that waits for its quota: it does not go on by itself', async () => {
    await open(20, () => ({ kind: 'quota', reason: 'Daily.' }));
    await go();
    await pauseRun(room.ports, 'monday', 'Lunch.');
    expect(await run()).toMatchObject({ state: 'paused', reason: 'Lunch.', until: undefined });
    room.store.now += 20 * MINUTE;
    await tick(room.ports);
    expect((await run()).state).toBe('paused');
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

  it('overdraws no bucket that holds half a second of the rate', async () => {
    const times: number[] = [];
    await open(50, noting(times), { quota: { perSecond: 14 } });
    await goOn(1);
    const bucket = { tokens: 7, at: times[0]!, least: 7 };
    for (const at of times) {
      bucket.tokens = Math.min(7, bucket.tokens + ((at - bucket.at) / SECOND) * 14) - 1;
      bucket.at = at;
      bucket.least = Math.min(bucket.least, bucket.tokens);
    }
    expect(times).toHaveLength(50);
    // Room for a worker that is late, too.
    expect(bucket.least).toBeGreaterThan(3);
  });

  it('at less than a message a second sends one at a time', async () => {
    const times: number[] = [];
    await open(4, noting(times), { quota: { perSecond: 0.5 } });
    await goOn(1);
    // A hundredth is spared.
    expect(times.map((time) => time - times[0]!)).toEqual([0, 2021, 4041, 6061]);
  });
});
