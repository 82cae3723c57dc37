import { afterEach, describe, expect, it } from 'vitest';
import { DAY } from '../../../functions/domain/time/instant.ts';
import { sendAlarm } from '../../../functions/flows/notices/alarm.ts';
import { aRun } from '../../support/builders/runs.ts';
import { aPublication } from '../../support/builders/small-publication.ts';
import { type DeliveryFixture, openDelivery } from '../../support/hosts/delivery-fixture.ts';
import {
  at,
  digest,
  edition,
  entry,
  MONDAY,
  newsletter,
  watchedTick,
} from '../../support/hosts/watched-tick.ts';

let room: DeliveryFixture;
afterEach(() => room.close());

async function alarms(watched: Awaited<ReturnType<typeof watchedTick>>) {
  await watched.deliverAll();
  const found = (await watched.outbox()).filter(({ kind }) => kind === 'alarm');
  return Promise.all(
    found.reverse().map(async ({ id, subject }) => {
      const eml = new TextDecoder().decode(await watched.room.outbox.eml(id)).replaceAll('=\r\n', '');
      return { subject, eml };
    }),
  );
}

describe('an alarm', () => {
  it('names what became of which letter, its newsletter, its run and the command', async () => {
    const watched = await watchedTick(
      {
        editions: [edition(), edition({ id: 'second', subject: 'A second one', sendAt: at('08:30') })],
        entries: [
          entry('harbour', MONDAY - DAY),
          entry('dawn', at('06:30')),
          entry('breaking', at('07:10'), { alert: 'alerts' }),
        ],
      },
      [newsletter('brief'), digest({ name: 'The Daily' }), newsletter('alerts')],
    );
    room = watched.room;
    await watched.tickAt(at('08:00'));
    await watched.deliverAll();
    await watched.tickAt(at('08:30'));
    const told = await alarms(watched);
    expect(told.map(({ subject }) => subject)).toEqual(['Held: A second one (brief)']);
    for (const part of ['e_second', 'less than 60 minutes', 'npm run broadsheet -- resume e_second'])
      expect(told[0]!.eml).toContain(part);
  });

  it.each([
    ['an edition', 'Missed: Monday’s brief (brief)', 'send monday'],
    ['a digest', 'Missed: The Daily, 2026-11-23 07:00 (The Daily)', 'send d_daily_20261123T0700'],
    ['an alert', 'Missed: About breaking (alerts)', 'send a_breaking'],
  ])('of %s that was missed says which, and what sends it', async (_, subject, command) => {
    const watched = await watchedTick(
      { editions: [edition()], entries: [entry('breaking', at('07:10'), { alert: 'alerts' })] },
      [newsletter('brief'), digest({ name: 'The Daily' }), newsletter('alerts')],
    );
    room = watched.room;
    await watched.tickAt(at('15:00'));
    const told = await alarms(watched);
    expect(told).toHaveLength(3);
    const found = told.find((one) => one.subject === subject);
    expect(found?.eml).toContain(`npm run broadsheet -- ${command}`);
  });

  it.each([
    ['nothing was new', []],
    ['a later one has it all', [entry('noon', at('12:00'))]],
  ])('of a digest that was missed when %s asks for nothing', async (_, entries) => {
    const watched = await watchedTick({ entries }, [digest()]);
    room = watched.room;
    await watched.tickAt(at('07:30') + DAY);
    const [told, ...others] = await alarms(watched);
    expect(others).toEqual([]);
    expect(told!.eml).toContain('Nobody lacks a letter');
    expect(told!.eml).toContain('npm run broadsheet -- plan d_daily_20261123T0700');
    expect(told!.eml).not.toContain('send d_daily');
  });

  it('is told from every other by its subject, whatever became of the same letter', async () => {
    const editors = [{ name: 'Ed', email: 'ed@paper.example' }];
    room = openDelivery({ store: { publication: aPublication({ editors }) } });
    const run = aRun({ state: 'sending' });
    const kinds = ['held', 'missed', 'account', 'harm', 'gone', 'stuck', 'other'] as const;
    for (const what of kinds)
      await sendAlarm(room.ports, { run, what, message: `It is ${what}.`, remedy: 'See.' });
    await sendAlarm(room.ports, { run: { ...run, version: 2 }, message: 'Odd.', remedy: 'See.' });
    const { deliverNotices } = await import('../../../functions/flows/delivery/notices.ts');
    while ((await deliverNotices(room.ports)) === 'worked');
    const subjects = (await room.outbox.list({ limit: 99 })).messages.map(({ subject }) => subject);
    expect(new Set(subjects).size).toBe(kinds.length);
    for (const subject of subjects) expect(subject).toMatch(/^[A-Z][^.{}]*: Monday \(The brief\)$/);
  });
});
