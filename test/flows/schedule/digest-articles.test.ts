import { afterEach, describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../../functions/domain/time/instant.ts';
import { loadLetter } from '../../../functions/flows/letters/frozen-letters.ts';
import { cancelRun, pauseRun, resumeRun } from '../../../functions/flows/runs/control.ts';
import { sendEdition } from '../../../functions/flows/runs/send.ts';
import type { DeliveryFixture } from '../../support/hosts/delivery-fixture.ts';
import { at, digest, entry, MONDAY, watchedTick } from '../../support/hosts/watched-tick.ts';

let watched: Awaited<ReturnType<typeof watchedTick>>;
let room: DeliveryFixture;
afterEach(() => room.close());

async function open(...about: Parameters<typeof watchedTick>) {
  watched = await watchedTick(...about);
  room = watched.room;
}
const tickAt = (time: number) => watched.tickAt(time);
const run = (id: string) => watched.run(id);
const deliverAll = () => watched.deliverAll();
const outbox = () => watched.outbox();

describe('a digest', () => {
  const news = () => [
    entry('old', MONDAY - 4 * DAY),
    entry('friday', Date.parse('2026-11-20T12:00:00Z')),
    entry('sunday', MONDAY - DAY),
  ];

  it('of the first slot reaches one cadence back: from Friday morning', async () => {
    await open({ entries: news() }, [digest()]);
    await tickAt(at('07:00'));
    expect(await run('d_daily_20261123T0700')).toMatchObject({
      state: 'planned',
      articles: ['sunday', 'friday'],
    });
    await deliverAll();
    expect((await outbox()).map(({ subject }) => subject)).toEqual(Array(3).fill('About sunday'));
  });

  it('carries what came late, and nothing twice', async () => {
    await open({ entries: news() }, [digest()]);
    await tickAt(at('07:00'));
    room.store.entries.push(
      entry('late', MONDAY - 2 * HOUR),
      entry('new', at('09:00')),
      entry('not-for-digests', at('09:00'), { digest: false }),
    );
    await tickAt(at('07:00') + DAY);
    expect((await run('d_daily_20261124T0700'))?.articles).toEqual(['new', 'late']);
  });

  it('with nothing new is recorded as empty and not tried again', async () => {
    await open({ entries: news() }, [digest()]);
    await tickAt(at('07:00'));
    await tickAt(at('07:00') + DAY);
    expect(await run('d_daily_20261124T0700')).toMatchObject({ state: 'empty', letter: undefined });
    room.store.entries.push(entry('late', at('08:00')));
    await tickAt(at('07:30') + DAY);
    expect((await run('d_daily_20261124T0700'))?.state).toBe('empty');
    await tickAt(at('07:00') + 2 * DAY);
    expect((await run('d_daily_20261125T0700'))?.articles).toEqual(['late']);
  });

  it('takes its topics only, and what a cancelled run told nobody', async () => {
    await open({ entries: [...news(), entry('trade', MONDAY - HOUR, { topic: 'business' })] }, [
      digest({ topics: ['business'] }),
    ]);
    await tickAt(at('07:00'));
    expect((await run('d_daily_20261123T0700'))?.articles).toEqual(['trade']);
    await cancelRun(room.ports, 'd_daily_20261123T0700', 'No.');
    await tickAt(at('07:00') + DAY);
    expect((await run('d_daily_20261124T0700'))?.articles).toEqual(['trade']);
  });

  it('keeps its wall-clock hour over both changes of daylight saving', async () => {
    const saturday = Date.parse('2027-03-27T12:00:00Z');
    const schedule = { days: [0, 1, 2, 3, 4, 5, 6], hour: 1, minute: 30 } as const;
    await open({ now: saturday, entries: [entry('x', saturday)] }, [digest({ schedule })]);
    // 01:30 does not exist on 28 March 2027 in London: the slot is the first minute after the gap, 02:00 BST.
    await tickAt(Date.parse('2027-03-28T00:59:00Z'));
    expect(await room.ports.ledger.runs({ limit: 9 })).toEqual([]);
    await tickAt(Date.parse('2027-03-28T01:00:00Z'));
    expect((await room.ports.ledger.runs({ limit: 9 })).map(({ id }) => id)).toEqual([
      'd_daily_20270328T0200',
    ]);
    const october = Date.parse('2027-10-30T12:00:00Z');
    await tickAt(october);
    room.store.entries.push(entry('y', october));
    // 01:30 comes twice on 31 October: it is one slot.
    await tickAt(Date.parse('2027-10-31T00:30:00Z'));
    await tickAt(Date.parse('2027-10-31T01:30:00Z'));
    const runs = await room.ports.ledger.runs({ limit: 9, states: ['planned'] });
    expect(runs.map(({ id }) => id)).toEqual(['d_daily_20271031T0130', 'd_daily_20270328T0200']);
  });

  it('missed while nothing ran is said so; sent later, it holds what is new by then', async () => {
    await open({ entries: news() }, [digest()]);
    await tickAt(at('15:00'));
    expect((await run('d_daily_20261123T0700'))?.state).toBe('missed');
    await sendEdition(room.ports, 'd_daily_20261123T0700');
    expect((await run('d_daily_20261123T0700'))?.articles).toEqual(['sunday', 'friday']);
  });
});

describe('a correction', () => {
  it('is printed in the next letter of each newsletter that carried the article, once', async () => {
    await open({ entries: [entry('a', MONDAY - HOUR)] }, [digest()]);
    await tickAt(at('07:00'));
    const corrections = [{ date: at('09:00'), text: 'The bridge is 90 metres long, not 9.' }];
    room.store.entries = [
      entry('a', MONDAY - HOUR, { corrections }),
      entry('b', at('10:00')),
      entry('c', at('10:00') + DAY),
    ];
    await tickAt(at('07:00') + DAY);
    await tickAt(at('07:00') + 2 * DAY);
    const print = async (id: string) =>
      JSON.stringify(await loadLetter(room.ports.blobs, (await run(id))!.letter!));
    expect(await print('d_daily_20261124T0700')).toContain('90 metres long');
    expect(await print('d_daily_20261125T0700')).not.toContain('90 metres long');
  });

  it('is printed by the next one where that one was cancelled, and again by one that is refreshed', async () => {
    await open({ entries: [entry('a', MONDAY - HOUR)] }, [digest()]);
    await tickAt(at('07:00'));
    await deliverAll();
    const corrections = [{ date: at('09:00'), text: 'The bridge is 90 metres long, not 9.' }];
    room.store.entries = [
      entry('a', MONDAY - HOUR, { corrections }),
      entry('b', at('10:00')),
      entry('c', at('10:00') + DAY),
    ];
    await tickAt(at('07:00') + DAY);
    await cancelRun(room.ports, 'd_daily_20261124T0700', 'Not today.');
    await tickAt(at('07:00') + 2 * DAY);
    await pauseRun(room.ports, 'd_daily_20261125T0700', 'Wait.');
    await resumeRun(room.ports, 'd_daily_20261125T0700', { current: true });
    const print = async (id: string) =>
      JSON.stringify(await loadLetter(room.ports.blobs, (await run(id))!.letter!));
    expect(await print('d_daily_20261125T0700')).toContain('90 metres long');
  });
});
