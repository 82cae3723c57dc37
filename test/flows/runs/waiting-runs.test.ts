import { afterEach, describe, expect, it } from 'vitest';
import { signStopToken } from '../../../functions/domain/notices/notice.ts';
import { DAY, MINUTE } from '../../../functions/domain/time/instant.ts';
import { cancelRun, resumeRun, stopByLink } from '../../../functions/flows/runs/control.ts';
import { previewRun } from '../../../functions/flows/runs/plan-preview.ts';
import { sendEdition, testSend } from '../../../functions/flows/runs/send.ts';
import { DELIVERY_SECRETS, type DeliveryFixture } from '../../support/hosts/delivery-fixture.ts';
import {
  at,
  digest,
  edition,
  entry,
  MONDAY,
  newsletter,
  watchedTick,
} from '../../support/hosts/watched-tick.ts';

let watched: Awaited<ReturnType<typeof watchedTick>>;
let room: DeliveryFixture;
afterEach(() => room.close());

async function open(...about: Parameters<typeof watchedTick>) {
  watched = await watchedTick(...about);
  room = watched.room;
}
const tickAt = (time: number) => watched.tickAt(time);
const run = (id: string) => watched.run(id);
const sent = async (kind: string) => {
  await watched.deliverAll();
  return (await watched.outbox()).filter((message) => message.kind === kind);
};

const alerts = [newsletter('alerts', { hold: 10 * MINUTE })];
const breaking = () => entry('breaking', at('10:00'), { alert: 'alerts' });
/** A digest of Monday that nothing ran for. */
async function missedDigest() {
  await open({ entries: [entry('dawn', at('05:00'))] }, [digest()]);
  await tickAt(at('14:00'));
}
async function missedAlert() {
  await open({ entries: [breaking()] }, alerts);
  await tickAt(at('16:30'));
}
async function stoppedAlert() {
  await open({ entries: [breaking()] }, alerts);
  await tickAt(at('10:00'));
  await stopByLink(room.ports, signStopToken(DELIVERY_SECRETS, 'a_breaking'));
}

describe('a digest that was missed', () => {
  const ID = 'd_daily_20261123T0700';

  it('is planned, tested and sent by its run’s id', async () => {
    await missedDigest();
    expect(await run(ID)).toMatchObject({ state: 'missed', subject: 'daily, 2026-11-23 07:00' });
    expect(await previewRun(room.ports, ID)).toMatchObject({
      receive: 3,
      obstacles: [],
      outcome: 'goes',
      run: { id: ID, state: 'missed' },
    });
    await testSend(room.ports, { edition: ID, to: 'ed@paper.example' });
    await sendEdition(room.ports, ID);
    expect(await sent('digest')).toHaveLength(3);
    expect(await sent('test')).toHaveLength(1);
    expect(await run(ID)).toMatchObject({ state: 'done', articles: ['dawn'], reason: '' });
  });

  it('is not named by its newsletter, which is said', async () => {
    await missedDigest();
    await expect(previewRun(room.ports, 'daily')).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('is a newsletter'),
    });
  });

  it('goes by `resume`, too', async () => {
    await missedDigest();
    await resumeRun(room.ports, ID, { current: false });
    expect(await sent('digest')).toHaveLength(3);
  });

  it('has, a day later, what was new at its slot and since, and the next one has none of it', async () => {
    await missedDigest();
    room.store.entries.push(entry('noon', at('12:00')), entry('night', at('23:00')));
    room.store.now = at('23:30');
    await sendEdition(room.ports, ID);
    expect(new Set((await run(ID))?.articles)).toEqual(new Set(['dawn', 'noon', 'night']));
    room.store.entries.push(entry('tuesday', at('06:00') + DAY));
    await tickAt(at('07:00') + DAY);
    expect(await run('d_daily_20261124T0700')).toMatchObject({ state: 'planned', articles: ['tuesday'] });
  });

  it('whose articles a later one carried has nothing left, and says so', async () => {
    await missedDigest();
    await tickAt(at('07:00') + DAY);
    expect(await run('d_daily_20261124T0700')).toMatchObject({ articles: ['dawn'] });
    for (const work of [previewRun(room.ports, ID), sendEdition(room.ports, ID)])
      await expect(work).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining(ID) });
    expect(await run(ID)).toMatchObject({ state: 'missed' });
  });

  it('within the gap of another is held, and the next `send` means it', async () => {
    await missedDigest();
    room.store.editions.push(edition({ newsletter: 'daily', sendAt: undefined, items: [] }));
    await sendEdition(room.ports, 'monday');
    expect((await previewRun(room.ports, ID)).outcome).toBe('held');
    expect(await sendEdition(room.ports, ID)).toMatchObject({ state: 'held', until: undefined });
    expect((await previewRun(room.ports, ID)).outcome).toBe('goes');
    expect(await sendEdition(room.ports, ID)).toMatchObject({ state: 'planned', articles: ['dawn'] });
  });

  it('said twice at once goes once', async () => {
    await missedDigest();
    const said = await Promise.allSettled([
      sendEdition(room.ports, ID),
      resumeRun(room.ports, ID, { current: true }),
    ]);
    expect(said.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await sent('digest')).toHaveLength(3);
  });
});

describe('an alert that was missed', () => {
  it('bears its article’s title, and goes by the article’s id or its own', async () => {
    for (const name of ['breaking', 'a_breaking']) {
      await missedAlert();
      expect(await run('a_breaking')).toMatchObject({ state: 'missed', subject: 'About breaking' });
      expect(await previewRun(room.ports, name)).toMatchObject({ receive: 3, outcome: 'goes' });
      await sendEdition(room.ports, name);
      expect(await sent('alert')).toHaveLength(3);
      if (name === 'breaking') room.close();
    }
  });

  it('whose article was withdrawn is refused', async () => {
    await missedAlert();
    room.store.withdrawn.add('breaking');
    await expect(sendEdition(room.ports, 'breaking')).rejects.toMatchObject({ code: 'not-found' });
    expect(await run('a_breaking')).toMatchObject({ state: 'missed' });
  });

  it('older than the first tick has no run, and goes all the same when somebody says so', async () => {
    await open({ entries: [entry('old', MONDAY - DAY, { alert: 'alerts' })] }, alerts);
    await tickAt(at('10:00'));
    expect(await run('a_old')).toBeUndefined();
    await expect(sendEdition(room.ports, 'a_other')).rejects.toMatchObject({ code: 'not-found' });
    await sendEdition(room.ports, 'a_old');
    expect(await sent('alert')).toHaveLength(3);
  });
});

describe('an alert that an editor stopped', () => {
  it.each([
    ['send', () => sendEdition(room.ports, 'breaking')],
    ['send by its run', () => sendEdition(room.ports, 'a_breaking')],
    ['resume', () => resumeRun(room.ports, 'breaking', { current: false })],
    ['resume --current', () => resumeRun(room.ports, 'a_breaking', { current: true })],
  ])('goes later by %s, once', async (_, letGo) => {
    await stoppedAlert();
    await tickAt(at('11:00'));
    expect(await sent('alert')).toEqual([]);
    expect(await letGo()).toMatchObject({ state: 'planned', reason: '', endedAt: undefined });
    await expect(sendEdition(room.ports, 'breaking')).rejects.toMatchObject({ code: 'conflict' });
    expect(await sent('alert')).toHaveLength(3);
    expect(await run('a_breaking')).toMatchObject({ state: 'done' });
  });

  it('and an operator cancelled stays so', async () => {
    await stoppedAlert();
    await cancelRun(room.ports, 'a_breaking', 'Wrong.');
    await expect(sendEdition(room.ports, 'breaking')).rejects.toMatchObject({ code: 'conflict' });
    for (const current of [true, false])
      await expect(resumeRun(room.ports, 'breaking', { current })).rejects.toMatchObject({ code: 'refused' });
  });

  it('and whose article was withdrawn does not go', async () => {
    await stoppedAlert();
    room.store.withdrawn.add('breaking');
    for (const current of [true, false])
      await expect(resumeRun(room.ports, 'breaking', { current })).rejects.toThrow();
    expect(await run('a_breaking')).toMatchObject({ state: 'cancelled' });
  });
});

describe('an alert within minGap of another letter', () => {
  const held = async () => {
    const entries = [entry('harbour', MONDAY - DAY), breaking()];
    await open({ editions: [edition({ newsletter: 'alerts', sendAt: at('09:45') })], entries }, alerts);
    await tickAt(at('09:45'));
    await watched.deliverAll();
    await tickAt(at('10:00'));
  };

  it('goes by itself when the gap is over; its proof tells when, and no alarm', async () => {
    await held();
    expect(await run('a_breaking')).toMatchObject({ state: 'held', until: at('10:45') });
    expect((await run('a_breaking'))?.reason).toMatch(/began on .*09:45.* It goes by itself at 10:45/);
    await tickAt(at('10:44'));
    expect(await sent('alert')).toEqual([]);
    await tickAt(at('10:45'));
    expect(await sent('alert')).toHaveLength(3);
    expect(await sent('alarm')).toEqual([]);
    expect(await sent('proof')).toHaveLength(1);
  });

  it('stopped, goes by the next `send` all the same', async () => {
    await held();
    await stopByLink(room.ports, signStopToken(DELIVERY_SECRETS, 'a_breaking'));
    expect((await previewRun(room.ports, 'breaking')).obstacles).toEqual([]);
    expect((await sendEdition(room.ports, 'breaking')).state).toBe('planned');
  });

  it('goes at once by `send` and by `resume`', async () => {
    await held();
    expect((await previewRun(room.ports, 'breaking')).outcome).toBe('goes');
    expect((await sendEdition(room.ports, 'breaking')).state).toBe('planned');
    room.close();
    await held();
    expect((await resumeRun(room.ports, 'breaking', { current: false })).state).toBe('planned');
  });

  it('waits once more where yet another letter began meanwhile, and the editors have a proof of that', async () => {
    await held();
    room.store.editions.push(edition({ id: 'second', newsletter: 'alerts', sendAt: undefined }));
    room.store.now = at('10:30');
    await sendEdition(room.ports, 'second');
    await resumeRun(room.ports, 'second', { current: false });
    for (const time of ['10:45', '10:46']) await tickAt(at(time));
    expect(await run('a_breaking')).toMatchObject({ state: 'held', until: at('11:30') });
    expect(await sent('proof')).toHaveLength(2);
    await tickAt(at('11:30'));
    expect(await sent('alert')).toHaveLength(3);
  });

  it('does not wait less than its hold', async () => {
    await open(
      { editions: [edition({ newsletter: 'alerts', sendAt: at('09:02') })], entries: [breaking()] },
      alerts,
    );
    room.store.entries.push(entry('harbour', MONDAY - DAY));
    await tickAt(at('09:02'));
    await tickAt(at('10:00'));
    expect(await run('a_breaking')).toMatchObject({ until: at('10:10') });
  });
});
