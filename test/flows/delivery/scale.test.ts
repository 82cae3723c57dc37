/** What a run of millions asks of planning, feedback and the brake: calls that answer after 5 ms of simulated time. */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Feedback } from '../../../functions/domain/delivery/feedback.ts';
import { BroadsheetError } from '../../../functions/domain/error.ts';
import { MINUTE } from '../../../functions/domain/time/instant.ts';
import { recordFeedback } from '../../../functions/flows/delivery/feedback.ts';
import { planBatches } from '../../../functions/flows/ledger/plan.ts';
import { checkIntervalFor, tripBreakerSometimes } from '../../../functions/flows/schedule/circuit-breaker.ts';
import { aBatch, MORNING } from '../../support/builders/runs.ts';
import { simulatedTime } from '../../support/fakes/simulated-time.ts';
import { openDelivery } from '../../support/hosts/delivery-fixture.ts';

const LATENCY = 5;

/** A delivery fixture whose ledger and subscribers answer late; `most`: calls under way at once. */
function openLate() {
  const room = openDelivery();
  onTestFinished(() => room.close());
  const time = simulatedTime(MORNING);
  const seen = { now: 0, most: 0 };
  const late = <T extends object>(port: T): T =>
    new Proxy(port, {
      get:
        (target, name) =>
        async (...args: unknown[]) => {
          seen.most = Math.max(seen.most, ++seen.now);
          await time.sleep(LATENCY);
          seen.now--;
          return (target as Record<string | symbol, (...args: unknown[]) => unknown>)[name]!(...args);
        },
    });
  const { ledger, subscribers } = room.ports;
  const ports = {
    ...room.ports,
    ...{ ledger: late(ledger), subscribers: late(subscribers), clock: time.now },
    sleep: (milliseconds: number) => (milliseconds > 0 ? time.sleep(milliseconds) : Promise.resolve()),
  };
  return { room, time, ports, seen };
}

const READERS = 4000;

async function planned(room: ReturnType<typeof openDelivery>): Promise<string[]> {
  const batches = await room.ports.ledger.batches({ run: 'e_monday', after: '', limit: 10_000 });
  return batches.flatMap(({ members }) => members);
}

describe('planning', () => {
  it('goes through 20,000 readers a second where a call takes 5 ms', async () => {
    const { room, time, ports, seen } = openLate();
    await room.addSubscribers(READERS);
    await room.addRun({ spans: 32 });
    await time.pass(planBatches(ports, 'e_monday'));
    expect(new Set(await planned(room)).size).toBe(READERS);
    expect(READERS / ((time.now() - MORNING) / 1000)).toBeGreaterThan(20_000);
    expect(seen.most).toBeLessThanOrEqual(16);
  });

  it('by two at once gives everybody one place', async () => {
    const { room, time, ports } = openLate();
    await room.addSubscribers(600);
    await room.addRun({ spans: 16 });
    await time.pass(Promise.all([planBatches(ports, 'e_monday'), planBatches(ports, 'e_monday')]));
    const members = await planned(room);
    expect([members.length, new Set(members).size]).toEqual([600, 600]);
  });

  it('ends after the batches it is at when it is to stop, and goes on from there', async () => {
    const { room, time, ports } = openLate();
    await room.addSubscribers(READERS);
    const run = await room.addRun({ spans: 16 });
    await time.pass(planBatches({ ...ports, stop: () => time.now() > MORNING + 40 }, 'e_monday'));
    const some = await planned(room);
    expect(some.length).toBeGreaterThan(0);
    expect(some.length).toBeLessThan(READERS);
    expect(await room.ports.ledger.isPlanned(run)).toBe(false);
    await time.pass(planBatches(ports, 'e_monday'));
    expect(new Set(await planned(room)).size).toBe(READERS);
  });

  it('of a span that fails leaves nothing under way behind it, and the rest for the next time', async () => {
    const { room, time, ports, seen } = openLate();
    await room.addSubscribers(READERS);
    await room.addRun({ spans: 16 });
    let calls = 0;
    const createBatch: typeof ports.ledger.createBatch = async (batch) => {
      if (++calls === 20) throw new BroadsheetError('unavailable', 'Busy.');
      return room.ports.ledger.createBatch(batch);
    };
    const failing = { ...ports, ledger: { ...room.ports.ledger, createBatch } };
    await expect(time.pass(planBatches(failing, 'e_monday'))).rejects.toMatchObject({ code: 'unavailable' });
    expect([seen.now, (await planned(room)).length < READERS]).toEqual([0, true]);
    await time.pass(planBatches(ports, 'e_monday'));
    expect(new Set(await planned(room)).size).toBe(READERS);
  });
});

const sent = (batch: number, position: number): Feedback => ({
  ref: { run: 'e_monday', id: `1-0-${batch}` },
  ...{ position, kind: 'accepted', bar: false, policy: false, reason: '' },
});

it('a thousand events of 375 batches are recorded within a fifth of a second, 5 ms a call', async () => {
  const { room, time, ports, seen } = openLate();
  await room.addRun({ state: 'sending' });
  const members = ['ada', 'ben', 'cay'];
  for (let n = 0; n < 375; n++) await room.ports.ledger.createBatch(aBatch({ id: `1-0-${n}`, members }));
  const events = Array.from({ length: 1000 }, (_, n) => sent(n % 375, Math.floor(n / 375)));
  expect(await time.pass(recordFeedback(ports, events))).toEqual([]);
  expect(time.now() - MORNING).toBeLessThan(200);
  expect(seen.most).toBeLessThanOrEqual(16);
  expect((await room.ports.ledger.counts('e_monday')).accepted).toBe(1000);
});

describe('the brake looks', () => {
  it.each([
    ['a small run, whose speed nobody knows', 100, undefined, MINUTE],
    ['a run of ten million at 5,000 a second', 200_000, 5000, MINUTE],
    ['a run of ten million at 14 a second', 200_000, 14, 5 * MINUTE],
    ['a run that nothing is heard of', 200_000, 0, 5 * MINUTE],
    ['a run of 100,000 at 200 a second', 2000, 200, MINUTE],
  ])('at %s every minute to five', (_, batches, perSecond, wait) => {
    expect(checkIntervalFor(batches, perSecond)).toBe(wait);
  });

  it('every minute at a run of ten million that goes fast, every five at one that goes slowly', async () => {
    for (const [perSecond, looks] of [
      [5000, 20],
      [14, 6],
    ] as const) {
      const room = openDelivery();
      onTestFinished(() => room.close());
      await room.addRun({ state: 'sending' });
      const { ledger } = room.ports;
      let looked = 0;
      const counts = async (id: string) => {
        looked++;
        const accepted = perSecond * ((room.store.now - MORNING) / 1000);
        return { ...(await ledger.counts(id)), batches: 200_000, accepted };
      };
      const ports = { ...room.ports, ledger: { ...ledger, counts } };
      for (let second = 0; second < 20 * 60; second++, room.store.now += 1000)
        await tripBreakerSometimes(ports, 'e_monday', '');
      expect(looked).toBeLessThanOrEqual(looks);
      expect(looked).toBeGreaterThanOrEqual(looks - 1);
    }
  });
});
