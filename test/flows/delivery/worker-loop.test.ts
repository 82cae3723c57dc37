import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DoorbellWork } from '../../../functions/domain/ledger/ledger.ts';
import { DAY, MINUTE, SECOND } from '../../../functions/domain/time/instant.ts';
import { wakeLiveRuns } from '../../../functions/flows/delivery/wake-live-runs.ts';
import { deliverInTurns, planInTurns } from '../../../functions/flows/delivery/worker-loop.ts';
import { createWorkerSeat, readTakenSeats } from '../../../functions/flows/delivery/worker-seats.ts';
import type { DeliveryPorts } from '../../../functions/flows/ledger/delivery-ports.ts';
import { type DeliveryFixture, openDelivery } from '../../support/hosts/delivery-fixture.ts';

let room: DeliveryFixture;
let bells: DoorbellWork[];
beforeEach(() => {
  room = openDelivery();
  bells = [];
});
afterEach(() => room.close());

const ports = (about: Partial<DeliveryPorts> = {}): DeliveryPorts => ({
  ...room.ports,
  doorbell: { ring: (work) => void bells.push(work) },
  ...about,
});
const stateOf = async (id: string) => (await room.ports.ledger.run(id))?.state;
const plannedOf = async (id: string) => (await room.ports.ledger.counts(id)).planned;

describe('a worker that is rung', () => {
  it('sends what is planned, of every run, and rings nobody when nothing is left', async () => {
    await room.addSubscribers(60);
    for (const id of ['e_monday', 'e_tuesday']) await room.addRun({ id });
    await planInTurns(ports());
    bells = [];
    await deliverInTurns(ports());
    expect([await stateOf('e_monday'), await stateOf('e_tuesday')]).toEqual(['done', 'done']);
    expect(bells).toEqual([]);
  });

  it('rings once when its time is over before the work is', async () => {
    await room.addSubscribers(60);
    for (const id of ['e_monday', 'e_tuesday']) await room.addRun({ id });
    await planInTurns(ports());
    bells = [];
    await deliverInTurns(ports({ stop: () => true }));
    expect(bells).toEqual([{ kind: 'deliver' }]);
  });

  it('rings nobody at its end where nothing waits', async () => {
    await deliverInTurns(ports({ stop: () => true }));
    await planInTurns(ports({ stop: () => true }));
    expect(bells).toEqual([]);
  });

  it('ends a run that has no readers, and one whose last worker died before it could', async () => {
    await room.addRun({ id: 'e_nobody' });
    await planInTurns(ports());
    bells = [];
    await wakeLiveRuns(ports());
    expect(bells).toEqual([{ kind: 'deliver' }]);
    await deliverInTurns(ports());
    expect(await stateOf('e_nobody')).toBe('done');
  });

  it('lets a run that fails keep no other from going, and says what failed', async () => {
    await room.addSubscribers(3);
    await room.addRun({ id: 'e_broken', letter: 'nowhere', createdAt: 1 });
    await room.addRun({ id: 'e_whole' });
    await planInTurns(ports());
    await deliverInTurns(ports()).catch(() => {});
    expect(await stateOf('e_whole')).toBe('done');
    expect(await stateOf('e_broken')).toBe('sending');
  });

  it('plans an alert before an edition that is older', async () => {
    await room.addSubscribers(3);
    await room.addRun({ id: 'e_old', createdAt: 1 });
    await room.addRun({ id: 'alert', kind: 'alert' });
    let stopped = false;
    const createBatch: DeliveryPorts['ledger']['createBatch'] = async (batch) => {
      stopped = true;
      return room.ports.ledger.createBatch(batch);
    };
    await planInTurns(ports({ ledger: { ...room.ports.ledger, createBatch }, stop: () => stopped }));
    expect([await plannedOf('alert'), await plannedOf('e_old')]).toEqual([true, false]);
    expect(bells).toContainEqual({ kind: 'plan' });
  });

  it('leaves a long plan for an alert, and then goes on with it', async () => {
    await room.addSubscribers(600);
    await room.addRun({ id: 'e_long' });
    const order: string[] = [];
    const createBatch: DeliveryPorts['ledger']['createBatch'] = async (batch) => {
      order.push(batch.run);
      room.store.now += 4 * SECOND;
      if (order.length === 3) await room.addRun({ id: 'alert', kind: 'alert' });
      return room.ports.ledger.createBatch(batch);
    };
    await planInTurns(ports({ ledger: { ...room.ports.ledger, createBatch } }));
    expect(order.indexOf('alert')).toBeLessThan(8);
    expect(order.at(-1)).toBe('e_long');
    expect([await plannedOf('alert'), await plannedOf('e_long')]).toEqual([true, true]);
  });

  it('leaves a run to the planner that has it', async () => {
    await room.addSubscribers(3);
    await room.addRun({ id: 'e_taken' });
    await createWorkerSeat(ports({ random: () => 'other' }), 'plan', 2).keep('e_taken');
    await planInTurns(ports());
    expect(await plannedOf('e_taken')).toBe(false);
    room.store.now += MINUTE;
    await planInTurns(ports());
    expect(await plannedOf('e_taken')).toBe(true);
  });
});

describe('a seat', () => {
  const desk = (worker: string, seats = 2) =>
    createWorkerSeat(ports({ random: () => worker }), 'deliver', seats);
  const taken = async (seats = 2) =>
    (await readTakenSeats(ports(), 'deliver', seats)).map(({ worker }) => worker).sort();

  it('is one for each worker, kept while it works, and free when it leaves', async () => {
    const [ada, ben, cay] = [desk('ada'), desk('ben'), desk('cay')];
    for (const one of [ada, ben, cay]) await one.keep('e_monday');
    expect(await taken()).toEqual(['ada', 'ben']);
    room.store.now += 30 * SECOND;
    await ada.keep('e_monday');
    room.store.now += 30 * SECOND;
    expect(await taken()).toEqual(['ada']);
    await cay.keep('e_monday');
    expect(await taken()).toEqual(['ada', 'cay']);
    await ada.leave();
    expect(await taken()).toEqual(['cay']);
  });

  it('that two took at once is one of theirs at the next renewal, and the other has another', async () => {
    const [ada, ben] = [desk('ada'), desk('ben')];
    await Promise.all([ada.keep('e_monday'), ben.keep('e_monday')]);
    room.store.now += 11 * SECOND;
    for (const one of [ada, ben]) await one.keep('e_monday');
    expect(await taken()).toEqual(['ada', 'ben']);
  });

  it('held by a clock that ran ahead is free', async () => {
    room.store.now += DAY;
    await desk('ada').keep('e_monday');
    room.store.now -= DAY;
    expect(await taken()).toEqual([]);
  });

  it('that is taken keeps the tick from ringing for it', async () => {
    await room.addSubscribers(300);
    await room.addRun();
    await planInTurns(ports());
    bells = [];
    await desk('ada').keep('e_monday');
    await wakeLiveRuns(ports());
    expect(bells).toEqual([{ kind: 'deliver' }]);
    await desk('ben').keep('e_monday');
    bells = [];
    await wakeLiveRuns(ports());
    expect(bells).toEqual([]);
  });
});
