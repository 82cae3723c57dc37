import { afterEach, describe, expect, it } from 'vitest';
import type { Entry } from '../../functions/domain/article.ts';
import type { Edition } from '../../functions/domain/edition.ts';
import { DAY, HOUR, MINUTE } from '../../functions/domain/instant.ts';
import { signLink } from '../../functions/domain/link.ts';
import type { Newsletter } from '../../functions/domain/publication.ts';
import { cancel, resume, stopByLink } from '../../functions/flows/control.ts';
import { createDelivery } from '../../functions/flows/delivery.ts';
import { thaw } from '../../functions/flows/freeze.ts';
import { sendEdition } from '../../functions/flows/send.ts';
import { tick } from '../../functions/flows/tick.ts';
import { type Newsroom, newsroom, SECRETS } from '../support/newsroom.ts';
import { anEntry, aPublication } from '../support/small-publication.ts';
import type { SmallStore } from '../support/small-view.ts';

let room: Newsroom;
afterEach(() => room.close());

/** A Monday; London keeps UTC in November. */
const MONDAY = Date.parse('2026-11-23T06:00:00Z');
const at = (time: string) => Date.parse(`2026-11-23T${time}:00Z`);

const newsletter = (id: string, change: Partial<Newsletter> = {}): Newsletter => ({
  ...aPublication().newsletters.find((n) => n.id === 'brief')!,
  id,
  name: id,
  ...change,
});
const WEEKDAYS = { days: [1, 2, 3, 4, 5], hour: 7, minute: 0 } as const;
const digest = (change: Partial<Newsletter> = {}) =>
  newsletter('daily', { kind: 'digest', schedule: WEEKDAYS, ...change });

const entry = (id: string, date: number, change: Partial<Entry> = {}) =>
  anEntry({ id, date, title: `About ${id}`, ...change });
const edition = (change: Partial<Edition> = {}): Edition => ({
  id: 'monday',
  aliases: [],
  newsletter: 'brief',
  subject: 'Monday’s brief',
  preheader: '',
  sendAt: at('08:00'),
  items: [{ kind: 'article', article: 'harbour', as: 'brief', label: undefined }],
  intro: undefined,
  signoff: undefined,
  hash: 'h',
  ...change,
});

async function open(store: Partial<SmallStore> = {}, newsletters = [newsletter('brief')]) {
  const publication = aPublication({ newsletters, editors: [{ name: 'Ed', email: 'ed@paper.example' }] });
  room = newsroom({
    store: { now: MONDAY, publication, entries: [entry('harbour', MONDAY - DAY)], ...store },
  });
  await room.addReaders(3, () => ({ newsletters: ['brief', 'daily', 'alerts'] }));
  await tick(room.ports);
  return room;
}
async function tickAt(time: number) {
  room.store.now = time;
  await tick(room.ports);
}
const run = (id: string) => room.ports.ledger.run(id);
async function deliverAll() {
  const { work } = createDelivery(room.ports);
  while ((await work()) === 'worked');
}
const outbox = async () => (await room.outbox.list({ limit: 100 })).messages;

describe('an edition', () => {
  it('goes at its time, once, however often it ticks', async () => {
    await open({ editions: [edition()] });
    await tickAt(at('07:59'));
    expect(await run('e_monday')).toBeUndefined();
    await Promise.all([tickAt(at('08:00')), tickAt(at('08:00'))]);
    await tickAt(at('08:01'));
    await deliverAll();
    expect((await outbox()).map(({ subject, kind }) => [subject, kind])).toEqual(
      Array(3).fill(['Monday’s brief', 'edition']),
    );
    expect(await run('e_monday')).toMatchObject({ state: 'done', articles: ['harbour'] });
  });

  it('that nothing ran for still goes within six hours', async () => {
    await open({ editions: [edition()] });
    await tickAt(at('13:59'));
    expect((await run('e_monday'))?.state).toBe('planned');
  });

  it('past the window is missed, alarms, and `send` sends it', async () => {
    await open({ editions: [edition()] });
    await tickAt(at('14:01'));
    expect(await run('e_monday')).toMatchObject({ state: 'missed', letter: undefined });
    await deliverAll();
    expect((await outbox()).map(({ kind, to }) => [kind, to])).toEqual([['alarm', 'ed@paper.example']]);
    await sendEdition(room.ports, 'monday');
    await deliverAll();
    expect((await outbox()).filter(({ kind }) => kind === 'edition')).toHaveLength(3);
  });

  it('older than the first tick, or published long past its time, never goes by itself', async () => {
    await open({ editions: [edition({ sendAt: MONDAY - MINUTE })] });
    await tickAt(at('12:00'));
    room.store.editions.push(edition({ id: 'late', sendAt: at('06:01') }));
    await tickAt(at('15:00'));
    expect(await room.ports.ledger.runs({ limit: 9 })).toEqual([]);
  });

  it('moved to another time is not missed at its old one', async () => {
    await open({ editions: [edition()] });
    room.store.editions = [edition({ sendAt: at('20:00') })];
    await tickAt(at('15:00'));
    expect(await run('e_monday')).toBeUndefined();
    await tickAt(at('20:00'));
    expect((await run('e_monday'))?.state).toBe('planned');
  });

  it('does not go by itself where nobody asked for that', async () => {
    await open({ editions: [edition()] });
    room.ports.settings.automatic = false;
    await tickAt(at('08:00'));
    expect(await run('e_monday')).toBeUndefined();
    expect((await sendEdition(room.ports, 'monday')).state).toBe('planned');
  });
});

describe('what is held', () => {
  it('names an invisible article; once it is visible, resume --current sends it', async () => {
    await open({ editions: [edition()], entries: [entry('harbour', at('09:00'))] });
    await tickAt(at('08:00'));
    const held = await run('e_monday');
    expect(held?.state).toBe('held');
    expect(held?.reason).toContain('harbour');
    room.store.now = at('09:00');
    await resume(room.ports, 'monday', { current: true });
    await deliverAll();
    expect((await run('e_monday'))?.articles).toEqual(['harbour']);
    expect((await outbox()).map(({ kind }) => kind).sort()).toEqual([
      'alarm',
      'edition',
      'edition',
      'edition',
    ]);
  });

  it('is a second run within the gap, and any without a postal address', async () => {
    await open({ editions: [edition(), edition({ id: 'second', sendAt: at('08:30') })] });
    await tickAt(at('08:00'));
    room.store.publication.postalAddress = [];
    await tickAt(at('08:30'));
    expect((await run('e_second'))?.reason).toMatch(/postal address.*less than 60 minutes/s);
    await expect(sendEdition(room.ports, 'second')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is everything of an account in the sandbox; an explicit send is refused', async () => {
    await open({ editions: [edition()] });
    room.ports.mailer.quota = async () => ({ perSecond: 1, perDay: 200, sentLastDay: 0, sandbox: true });
    await expect(sendEdition(room.ports, 'monday')).rejects.toMatchObject({ code: 'refused' });
    await tickAt(at('08:00'));
    expect((await run('e_monday'))?.reason).toContain('sandbox');
  });
});

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
    await cancel(room.ports, 'd_daily_20261123T0700', 'No.');
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
    room.store.entries = [entry('y', october)];
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

describe('an alert', () => {
  const breaking = () => entry('breaking', at('10:00'), { alert: 'alerts' });
  const alerts = [newsletter('alerts', { hold: 10 * MINUTE })];

  it('is held with a proof to the editors, then goes', async () => {
    await open({ entries: [breaking()] }, alerts);
    await tickAt(at('10:00'));
    await tickAt(at('10:01'));
    await deliverAll();
    const [proof, ...more] = await outbox();
    expect(more).toEqual([]);
    expect(proof).toMatchObject({ kind: 'proof', to: 'ed@paper.example' });
    const eml = new TextDecoder().decode(await room.outbox.eml(proof!.id)).replaceAll('=\r\n', '');
    expect(eml).toMatch(/https:\/\/paper\.example\/stop\/k1\.a_breaking\.\.\.[\w-]{22}/);
    await tickAt(at('10:09'));
    expect((await run('a_breaking'))?.state).toBe('held');
    await tickAt(at('10:10'));
    await deliverAll();
    expect((await outbox()).filter(({ kind }) => kind === 'alert')).toHaveLength(3);
  });

  it('stopped by the link in the proof never goes', async () => {
    await open({ entries: [breaking()] }, alerts);
    await tickAt(at('10:00'));
    const token = signLink(SECRETS, {
      purpose: 'stop',
      subject: 'a_breaking',
      about: '',
      expires: undefined,
    });
    expect((await stopByLink(room.ports, token)).state).toBe('cancelled');
    expect((await stopByLink(room.ports, token)).state).toBe('cancelled');
    await tickAt(at('10:30'));
    await deliverAll();
    expect((await outbox()).filter(({ kind }) => kind === 'alert')).toEqual([]);
    await expect(stopByLink(room.ports, `${token}x`)).rejects.toMatchObject({ code: 'forged' });
  });

  it('whose article is taken down during the hold stays held', async () => {
    await open({ entries: [breaking()] }, alerts);
    await tickAt(at('10:00'));
    room.store.withdrawn.add('breaking');
    await tickAt(at('10:10'));
    expect(await run('a_breaking')).toMatchObject({ state: 'held', until: undefined });
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
      JSON.stringify(await thaw(room.ports.blobs, (await run(id))!.letter!));
    expect(await print('d_daily_20261124T0700')).toContain('90 metres long');
    expect(await print('d_daily_20261125T0700')).not.toContain('90 metres long');
  });
});

describe('a run that does not move', () => {
  it('is noticed after a quarter of an hour, once', async () => {
    await open({ editions: [edition()] });
    await tickAt(at('08:00'));
    for (let minute = 1; minute < 60; minute++) await tickAt(at('08:00') + minute * MINUTE);
    const alarms = await room.ports.ledger.claimable('notices', room.store.now, 9);
    expect(alarms).toHaveLength(1);
    expect(room.log.filter((line) => line.includes('quarter of an hour'))).toHaveLength(1);
  });
});
