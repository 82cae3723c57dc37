import { describe, expect, it } from 'vitest';
import { SECOND } from '../../../functions/domain/time/instant.ts';
import { deliver } from '../../../functions/flows/delivery/deliver.ts';
import type { DeliveryPorts } from '../../../functions/flows/ledger/delivery-ports.ts';
import { planBatches } from '../../../functions/flows/ledger/plan.ts';
import { MORNING } from '../../support/builders/runs.ts';
import { createRoughProvider, type RoughConditions } from '../../support/fakes/rough-provider.ts';
import { simulatedTime } from '../../support/fakes/simulated-time.ts';
import { openDelivery } from '../../support/hosts/delivery-fixture.ts';
import { chance } from '../../torture/processes/seed.ts';

/** A run of `seconds` at `rate`, by several workers in simulated time. */
async function play(rough: RoughConditions, { workers = 2, seconds = 60 } = {}) {
  const time = simulatedTime(MORNING);
  const { number } = chance(JSON.stringify(rough));
  const carrier = createRoughProvider(rough, time, number);
  const room = openDelivery({ mailer: carrier });
  const readers = Math.round(rough.real * seconds);
  await room.addSubscribers(readers);
  const { id } = await room.addRun();
  // Each process hears its own answers.
  const worker = (): DeliveryPorts => ({
    ...room.ports,
    mailer: { ...carrier },
    clock: time.now,
    sleep: time.sleep,
  });
  await time.pass(planBatches(worker(), id));
  const work = async (ports: DeliveryPorts) => {
    while ((await ports.ledger.run(id))?.state !== 'done')
      if ((await deliver(ports, id)) === 'idle') await time.sleep(200);
  };
  await time.pass(Promise.all(Array.from({ length: workers }, () => work(worker()))));
  room.close();
  return { ...measured(carrier.arrived, rough.real), readers };
}

/** Of what the account gives between two seconds of the run; `end`: all of it, the last stragglers too. */
function measured(arrived: readonly { at: number; taken: boolean; to: string }[], rate: number) {
  const begun = arrived[0]!.at;
  const within = (from: number, to: number) =>
    arrived.filter(({ at }) => at >= begun + from * SECOND && at < begun + to * SECOND);
  const used = (from: number, to: number) =>
    within(from, to).filter(({ taken }) => taken).length / (rate * (to - from));
  const throttled = (from: number, to: number) =>
    within(from, to).filter(({ taken }) => !taken).length / within(from, to).length;
  const lasted = (arrived.at(-1)!.at - begun) / SECOND;
  const got = arrived.filter(({ taken }) => taken).map(({ to }) => to);
  return { used, throttled, lasted, got, whole: got.length / (rate * lasted) };
}

describe('a server that throttles at random', () => {
  it.each([
    [0.005, 200, 2],
    [0.02, 200, 1],
    [0.02, 200, 2],
    [0.02, 200, 6],
    [0.05, 200, 2],
    [0.02, 14, 2],
    [0.05, 14, 3],
    [0.02, 2, 1],
    [0.02, 1000, 8],
  ])('%d of all calls, at %i a second with %i workers: the rate is used', async (noise, rate, workers) => {
    const seconds = rate > 200 ? 20 : 60;
    const run = await play({ told: rate, real: rate, noise }, { workers, seconds });
    expect(run.got).toHaveLength(new Set(run.got).size);
    expect(run.got).toHaveLength(run.readers);
    expect(run.used(0, seconds * 0.9)).toBeGreaterThan(0.9);
    expect(run.whole).toBeGreaterThan(0.85);
  });
});

describe('an account that gives less than it told', () => {
  // At few messages a second it takes longer to tell it from chance.
  it.each([
    [0.25, 200, 2, 0.1],
    [0.5, 200, 1, 0.08],
    [0.5, 200, 2, 0.08],
    [0.5, 200, 6, 0.08],
    [0.75, 200, 2, 0.05],
    [0.5, 14, 2, 0.15],
    [0.25, 14, 3, 0.25],
    [0.5, 1000, 8, 0.05],
  ])(
    '%d of %i a second, with %i workers: the run comes near that, and is seldom throttled',
    async (share, told, workers, most) => {
      const run = await play({ told, real: told * share }, { workers, seconds: 90 });
      expect(run.got).toHaveLength(new Set(run.got).size);
      expect(run.used(20, 80)).toBeGreaterThan(0.9);
      expect(run.throttled(20, 80)).toBeLessThan(most);
    },
  );

  it('and throttles at random as well: the run comes near what it gives', async () => {
    const run = await play({ told: 200, real: 100, noise: 0.02 }, { seconds: 90 });
    expect(run.used(20, 80)).toBeGreaterThan(0.85);
  });
});

describe('a server that throttles everything for ten seconds', () => {
  it.each([200, 14])('at %i a second: a minute later the rate is used again', async (rate) => {
    const outage = (now: number) => now >= MORNING + 20 * SECOND && now < MORNING + 30 * SECOND;
    const run = await play({ told: rate, real: rate, outage }, { seconds: 120 });
    expect(run.used(0, 20)).toBeGreaterThan(0.95);
    expect(run.used(95, 115)).toBeGreaterThan(0.95);
  });
});

describe('a server that told no limit', () => {
  it('and gives 100 a second: the run finds that', async () => {
    const run = await play({ told: undefined, real: 100 }, { seconds: 90 });
    expect(run.used(60, 85)).toBeGreaterThan(0.7);
  });

  it('and throttles at random goes on at full speed', async () => {
    const run = await play({ told: undefined, real: 100_000, noise: 0.02 }, { seconds: 0.1 });
    expect(run.lasted).toBeLessThan(60);
  });
});
