import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../../functions/domain/time/instant.ts';
import { MORNING } from '../../support/builders/runs.ts';
import { type SimulatedStage, simulatedStage } from '../../support/fakes/simulated-stage.ts';
import { aRunSubscriber } from '../../support/hosts/delivery-fixture.ts';

/** Readers of one newsletter, told apart by their addresses. */
async function addReaders({ room }: SimulatedStage, newsletter: string, count: number) {
  const readers = Array.from({ length: count }, (_, n) =>
    aRunSubscriber(`${newsletter}-${n}@reader.example`, { newsletters: [newsletter] }),
  );
  await room.ports.subscribers.insertMany(readers);
}

const firstOf = ({ carrier }: SimulatedStage, newsletter: string, since: number) =>
  carrier.arrived.find(({ to, at }) => at >= since && to.startsWith(`${newsletter}-`))?.at;

const waitsFor = (stage: SimulatedStage, newsletter: string, since: number): number =>
  ((firstOf(stage, newsletter, since) ?? Number.POSITIVE_INFINITY) - since) / SECOND;

/** Whoever reads `newsletter` has one copy, and nobody two. */
function expectOneEach({ carrier }: SimulatedStage, newsletter: string, count: number) {
  const got = carrier.arrived.filter(({ to, taken }) => taken && to.startsWith(`${newsletter}-`));
  expect(new Set(got.map(({ to }) => to)).size).toBe(count);
  expect(got.length).toBe(count);
}

/** An alert that starts in the middle of a long run. */
async function alertAfter(minutes: number, about: Parameters<typeof simulatedStage>[0]) {
  const stage = simulatedStage(about);
  const { rate } = about;
  await addReaders(stage, 'daily', Math.round(rate * 60 * (minutes + 3)));
  await addReaders(stage, 'alerts', 20);
  return stage.play(async () => {
    await stage.addRun('e_daily');
    await stage.time.sleep(minutes * MINUTE + 7 * SECOND);
    const since = stage.time.now();
    const used = stage.carrier.arrived.length / (rate * 60 * minutes);
    await stage.addRun('alert', 'alert');
    await stage.time.sleep(2 * MINUTE);
    return { waited: waitsFor(stage, 'alerts', since), waiting: stage.mostWaiting(), used, stage };
  });
}

describe.each([true, false])('in a queue that keeps order: %s', (ordered) => {
  it.each([15, 30, 60])(
    'an alert %i minutes into a long run waits less than half a minute',
    async (minutes) => {
      const { waited, waiting, used } = await alertAfter(minutes, { rate: 14, ordered });
      expect(used).toBeGreaterThan(0.95);
      expect(waited).toBeLessThan(30);
      expect(waiting).toBeLessThanOrEqual(2);
    },
  );

  it.each([
    [1, 7],
    [5, 7],
    [150, 1],
  ])('it waits as little at %d a second', async (rate, minutes) => {
    const { waited, waiting } = await alertAfter(minutes, { rate, ordered, workers: 3 });
    expect(waited).toBeLessThan(30);
    expect(waiting).toBeLessThanOrEqual(3);
  });

  it('a doorbell of the alert that got lost costs a minute', async () => {
    // The first bell of each kind is the long run's own.
    const fate = (_: string, nth: number) => (nth === 2 ? 'lost' : 'comes') as 'lost' | 'comes';
    const { waited } = await alertAfter(7, { rate: 14, ordered, fate });
    expect(waited).toBeLessThan(90);
  });

  it('a worker that died keeps the alert from nothing', async () => {
    const fate = (kind: string, nth: number) =>
      (kind === 'deliver' && nth === 1 ? 'kills' : 'comes') as 'kills' | 'comes';
    const { waited, waiting } = await alertAfter(2, { rate: 14, ordered, fate });
    expect(waited).toBeLessThan(30);
    expect(waiting).toBeLessThanOrEqual(2);
  });

  it('an alert during an alert has its turn, too, and everybody gets one copy', async () => {
    const stage = simulatedStage({ rate: 14, ordered });
    const runs = { daily: 2000, alerts: 1500, brief: 20 };
    for (const [newsletter, count] of Object.entries(runs)) await addReaders(stage, newsletter, count);
    const waited = await stage.play(async () => {
      await stage.addRun('e_daily');
      await stage.time.sleep(MINUTE);
      await stage.addRun('first', 'alert');
      await stage.time.sleep(MINUTE);
      const since = stage.time.now();
      await stage.addRun('second', 'alert', 'brief');
      await stage.time.sleep(10 * MINUTE);
      return waitsFor(stage, 'brief', since);
    });
    expect(waited).toBeLessThan(30);
    for (const [newsletter, count] of Object.entries(runs)) expectOneEach(stage, newsletter, count);
  });

  it('of three long runs each has its turn within three minutes, and none has more than its share', async () => {
    const stage = simulatedStage({ rate: 14, ordered });
    const all = ['daily', 'brief', 'weekly'];
    for (const newsletter of all) await addReaders(stage, newsletter, 14 * 60 * 20);
    const counts = await stage.play(async () => {
      for (const newsletter of all) await stage.addRun(`e_${newsletter}`);
      await stage.time.sleep(3 * MINUTE + 30 * SECOND);
      for (const newsletter of all) expect(waitsFor(stage, newsletter, MORNING)).toBeLessThan(180);
      await stage.time.sleep(10 * MINUTE);
      return all.map((one) => stage.carrier.arrived.filter(({ to }) => to.startsWith(`${one}-`)).length);
    });
    expect(Math.max(...counts) / Math.min(...counts)).toBeLessThan(2);
    expect(stage.mostWaiting()).toBeLessThanOrEqual(3);
  });

  it('an alert each minute leaves no doorbells behind', async () => {
    const stage = simulatedStage({ rate: 14, ordered });
    await addReaders(stage, 'daily', 14 * 60 * 26);
    await addReaders(stage, 'alerts', 30);
    await stage.play(async () => {
      await stage.addRun('e_daily');
      for (let n = 0; n < 20; n++) {
        await stage.time.sleep(MINUTE);
        await stage.addRun(`alert-${n}`, 'alert');
      }
    });
    expect(stage.mostWaiting()).toBeLessThanOrEqual(3);
  });
});
