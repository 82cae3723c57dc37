import { afterEach, describe, expect, it } from 'vitest';
import { readStamp, stampForm } from '../../functions/domain/limits/form-tokens.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../functions/domain/time/instant.ts';
import { createDelivery } from '../../functions/flows/delivery/delivery-loop.ts';
import { tick } from '../../functions/flows/schedule/tick.ts';
import { anEntry } from '../support/builders/small-publication.ts';
import { aFullStore, aSite } from '../support/builders/small-site.ts';
import { createCrashingPorts } from '../support/fakes/crashing.ts';
import { ok } from '../support/fakes/faulty-mailer.ts';
import { faultyRun } from '../support/fakes/faulty-run.ts';
import {
  aRunSubscriber,
  DELIVERY_SECRETS,
  type DeliveryFixture,
  openDelivery,
} from '../support/hosts/delivery-fixture.ts';
import {
  at,
  digest,
  edition,
  entry,
  MONDAY,
  newsletter,
  watchedTick,
} from '../support/hosts/watched-tick.ts';

let room: DeliveryFixture;
let closed = true;
afterEach(() => {
  if (!closed) room.close();
  closed = true;
});
function opened(one: DeliveryFixture): DeliveryFixture {
  closed = false;
  room = one;
  return one;
}

async function watched(...about: Parameters<typeof watchedTick>) {
  const tick = await watchedTick(...about);
  opened(tick.room);
  return tick;
}
const alertRun = { editions: [], entries: [entry('breaking', at('10:00'), { alert: 'alerts' })] };
const alerts = [newsletter('alerts', { hold: 10 * MINUTE }), newsletter('brief')];

describe('a clock that jumps back', () => {
  it.each([
    ['twenty minutes', 20 * MINUTE],
    ['an hour', HOUR],
    ['a day', DAY],
    ['a year', 365 * DAY],
  ])('%s: what a dead process held is sent within the grace, once', async (_, back) => {
    opened(openDelivery());
    await room.addSubscribers(60);
    await room.addRun();
    const delivery = createDelivery(createCrashingPorts(room.ports, { afterCalls: 30, tookEffect: true }));
    await delivery.work().catch(() => {});
    room.store.now -= back;
    for (let minute = 0; minute < 3; minute++) {
      await createDelivery(room.ports).work();
      room.store.now += MINUTE;
    }
    expect([...(await room.copies()).values()]).toEqual(Array(60).fill(1));
    expect(await room.ports.ledger.run('e_monday')).toMatchObject({ state: 'done' });
  });

  it('lets a run that was made later than now be planned and sent', async () => {
    const { deliverAll, run } = await watched({ editions: [edition()] });
    room.store.now = at('08:00');
    await tick(room.ports);
    room.store.now -= HOUR;
    await deliverAll();
    expect(await run('e_monday')).toMatchObject({ state: 'done' });
    expect((await room.copies()).size).toBe(3);
  });

  it('makes neither confirmations nor letters wait for a slot of the old time', async () => {
    const faulty = await faultyRun(30, ok, { quota: { perSecond: 10 } });
    opened(faulty.room);
    const { pace } = room.ports;
    for (const lane of ['notices', 'letters']) await pace.take(lane, 10, 10, room.store.now, MINUTE);
    room.store.now -= 20 * MINUTE;
    const { now } = room.store;
    expect((await pace.take('notices', 1, 10, now, 10 * SECOND)).at).toBe(now);
    await faulty.go();
    expect(faulty.mailer.accepted).toHaveLength(30);
    expect(room.store.now - now).toBeLessThan(MINUTE);
  });

  it('begins the hold of an alert anew, and no more than that', async () => {
    const { tickAt, run } = await watched(alertRun, alerts);
    await tickAt(at('10:00'));
    await tickAt(at('09:00'));
    expect(await run('a_breaking')).toMatchObject({ state: 'held', until: at('09:10') });
    await tickAt(at('09:09'));
    expect(await run('a_breaking')).toMatchObject({ state: 'held', until: at('09:10') });
  });

  it('looks at a used-up quota again ten minutes later', async () => {
    const faulty = await faultyRun(30, (_, n) => (n === 20 ? { kind: 'quota', reason: 'Daily.' } : ok()));
    opened(faulty.room);
    await faulty.go();
    room.store.now -= DAY;
    await tick(room.ports);
    room.store.now += 10 * MINUTE;
    await tick(room.ports);
    expect(await faulty.run()).toMatchObject({ state: 'sending' });
  });

  it('notices a run that does not move all the same', async () => {
    const { tickAt } = await watched({ editions: [edition()] });
    await tickAt(at('08:00'));
    for (let minute = 0; minute <= 20; minute++) await tickAt(at('06:30') + minute * MINUTE);
    expect(room.log.filter((line) => line.includes('quarter of an hour'))).toHaveLength(1);
  });

  it('shows at once what is published or withdrawn after it', async () => {
    const store = aFullStore();
    const { app } = aSite(store);
    await app.request('/articles/one');
    store.now -= 20 * MINUTE;
    store.withdrawn.add('one');
    expect((await app.request('/articles/one')).status).toBe(410);
  });

  it('gives a form that was opened before it a new stamp, not the advice to press again', () => {
    const now = at('08:00');
    expect(readStamp(DELIVERY_SECRETS, stampForm(DELIVERY_SECRETS, now), now - HOUR)).toBe('late');
  });
});

describe('a clock that was ahead and is set right', () => {
  it('by a day: what it took for missed or empty goes at its time', async () => {
    const editions = [edition(), edition({ id: 'noon', sendAt: at('12:00') })];
    const { tickAt, run, deliverAll } = await watched({ editions }, [newsletter('brief'), digest()]);
    await tickAt(at('07:00') + DAY - MINUTE);
    expect([await run('e_monday'), await run('e_noon')]).toMatchObject([
      { state: 'missed' },
      { state: 'missed' },
    ]);
    for (const time of ['06:59', '07:00', '08:00', '12:00']) await tickAt(at(time));
    await deliverAll();
    expect([await run('e_monday'), await run('e_noon')]).toMatchObject([
      { state: 'done' },
      { state: 'done' },
    ]);
    expect((await run('d_daily_20261123T0700'))?.articles).toEqual(['harbour']);
  });

  it('by a day: nothing goes twice, and the next edition is not held for the one of tomorrow', async () => {
    const editions = [edition(), edition({ id: 'tuesday', sendAt: at('08:00') + DAY })];
    const { tickAt, run, deliverAll, outbox } = await watched({ editions });
    await tickAt(at('08:30') + DAY);
    await deliverAll();
    expect((await run('e_tuesday'))?.state).toBe('done');
    await tickAt(at('08:00'));
    await deliverAll();
    expect(await run('e_monday')).toMatchObject({ state: 'done' });
    await tickAt(at('08:00') + DAY);
    await deliverAll();
    const sent = (await outbox()).filter(({ kind }) => kind === 'edition');
    expect(Map.groupBy(sent, ({ run, to }) => `${run} ${to}`).size).toBe(6);
    expect(sent).toHaveLength(6);
  });

  it('at the very first tick: editions go from the true time on', async () => {
    const { tickAt, run } = await watched({ now: MONDAY + 365 * DAY, editions: [edition()] });
    await tickAt(MONDAY);
    await tickAt(at('08:00'));
    expect(await run('e_monday')).toMatchObject({ state: 'planned' });
  });

  it('at a first slot: the next digests hold what is new', async () => {
    const { tickAt, run } = await watched({ entries: [entry('harbour', at('06:30'))] }, [digest()]);
    await tickAt(at('06:59') + 31 * DAY);
    await tickAt(at('07:00') + 31 * DAY);
    await tickAt(at('07:00'));
    expect((await run('d_daily_20261123T0700'))?.articles).toEqual(['harbour']);
  });

  it('by a year: who confirmed then gets letters now', async () => {
    const { room: one, mailer, goOn } = await faultyRun(0, ok);
    opened(one);
    const then = room.store.now + 365 * DAY;
    const consent = { at: then, source: 'form', form: '', confirmedAt: then };
    await room.ports.subscribers.insertMany([aRunSubscriber('early@reader.example', { consent })]);
    await room.addRun({ id: 'e_later' });
    await createDelivery(room.ports).work();
    await goOn(1);
    expect(mailer.accepted.map(({ to }) => to)).toEqual(['early@reader.example']);
  });
});

describe('a clock that jumps forward a day', () => {
  it('sends what is due since six hours, says what is not, and shows what became visible', async () => {
    const editions = [edition(), edition({ id: 'late', sendAt: at('05:00') + DAY })];
    const { tickAt, run } = await watched({ editions });
    await tickAt(at('07:00') + DAY);
    expect(await run('e_late')).toMatchObject({ state: 'planned' });
    expect(await run('e_monday')).toMatchObject({ state: 'missed' });
    expect(room.log.join()).toContain('`send monday` sends it now.');
    const store = { ...aFullStore(), entries: [anEntry({ id: 'soon', date: aFullStore().now + HOUR })] };
    const { app } = aSite(store);
    expect((await app.request('/articles/soon')).status).toBe(404);
    store.now += DAY;
    expect((await app.request('/articles/soon')).status).toBe(200);
  });
});
