import { afterEach, describe, expect, it } from 'vitest';
import { signLink } from '../../../functions/domain/subscribers/signed-link.ts';
import { MINUTE } from '../../../functions/domain/time/instant.ts';
import { resumeRun, stopByLink } from '../../../functions/flows/runs/control.ts';
import { sendEdition } from '../../../functions/flows/runs/send.ts';
import { aBatch } from '../../support/builders/runs.ts';
import { DELIVERY_SECRETS, type DeliveryFixture } from '../../support/hosts/delivery-fixture.ts';
import { at, edition, entry, MONDAY, newsletter, watchedTick } from '../../support/hosts/watched-tick.ts';

let watched: Awaited<ReturnType<typeof watchedTick>>;
let room: DeliveryFixture;
afterEach(() => room.close());

async function open(...about: Parameters<typeof watchedTick>) {
  ({ room } = watched = await watchedTick(...about));
}
const tickAt = (time: number) => watched.tickAt(time);
const [run, deliverAll] = [(id: string) => watched.run(id), () => watched.deliverAll()];
const outbox = () => watched.outbox();

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

describe('one that cannot be made', () => {
  it('keeps no other from going, nor a hold from ending, and is told', async () => {
    const editions = [edition({ id: 'broken', newsletter: 'weekly' }), edition({ sendAt: at('08:01') })];
    const alerts = newsletter('alerts', { hold: 5 * MINUTE });
    const entries = [entry('harbour', MONDAY - 1), entry('breaking', at('07:58'), { alert: 'alerts' })];
    await open({ editions, entries }, [newsletter('brief'), newsletter('weekly'), alerts]);
    await tickAt(at('07:58'));
    const { edition: find } = (await room.ports.views.current()).release;
    const { views } = room.ports;
    room.ports.views = {
      async current() {
        const view = await views.current();
        const broken = async (id: string) => {
          if (id === 'broken') throw new Error('a letter that breaks');
          return find(id);
        };
        return { ...view, release: { ...view.release, edition: broken } };
      },
    };
    await expect(tickAt(at('08:03'))).rejects.toThrow('breaks');
    expect(await run('e_broken')).toBeUndefined();
    expect((await run('e_monday'))?.state).toBe('planned');
    expect((await run('a_breaking'))?.state).toBe('planned');
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
    await resumeRun(room.ports, 'monday', { current: true });
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
    // Its letter was made without one: adding it now is not enough.
    for (const current of [true, false]) {
      await expect(resumeRun(room.ports, 'second', { current })).rejects.toMatchObject({ code: 'refused' });
    }
    room.store.publication.postalAddress = ['1 Quay Street'];
    await expect(resumeRun(room.ports, 'second', { current: false })).rejects.toMatchObject({
      code: 'refused',
    });
    expect((await resumeRun(room.ports, 'second', { current: true })).state).toBe('planned');
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
    const token = signLink(DELIVERY_SECRETS, {
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

describe('a run that does not move', () => {
  it('is noticed after a quarter of an hour, once', async () => {
    await open({ editions: [edition()] });
    await tickAt(at('08:00'));
    for (let minute = 1; minute < 60; minute++) await tickAt(at('08:00') + minute * MINUTE);
    const alarms = await room.ports.ledger.claimable('notices', room.store.now, 9);
    expect(alarms).toHaveLength(1);
    expect(room.log.filter((line) => line.includes('quarter of an hour'))).toHaveLength(1);
  });

  it('is noticed anew when it stops for a second time, though the run is what it was', async () => {
    await open({ editions: [edition()] });
    const minutes = async (from: string, count: number) => {
      for (let minute = 0; minute < count; minute++) await tickAt(at(from) + minute * MINUTE);
    };
    const alarms = async () => (await room.ports.ledger.claimable('notices', room.store.now, 9)).length;
    await minutes('08:00', 20);
    expect(await alarms()).toBe(1);
    await room.ports.ledger.createBatch(aBatch({ run: 'e_monday', id: '1-0-x', members: ['x'] }));
    await minutes('08:20', 10);
    expect(await alarms()).toBe(1);
    await minutes('08:30', 20);
    expect(await alarms()).toBe(2);
  });
});

describe('a run that does harm', () => {
  /** One batch a call, each with its position 0 bounced. */
  const bounce = async (count: number) => {
    const { ledger } = room.ports;
    for (let n = 0; n < count; n++) {
      const ref = { run: 'e_monday', id: `1-0-x${n}` };
      await ledger.createBatch(aBatch({ ...ref, members: ['x'], closed: true }));
      await ledger.record(ref, { accepted: [0], bounced: [0] });
    }
  };

  it('is paused and told of once; whoever resumes it has been told', async () => {
    await open({ editions: [edition()] });
    await tickAt(at('08:00'));
    const { ledger } = room.ports;
    const sending = { ...(await run('e_monday'))!, state: 'sending' as const };
    await ledger.putRun(sending);
    await bounce(10);
    await tickAt(at('08:05'));
    const paused = (await run('e_monday'))!;
    expect(paused).toMatchObject({ state: 'paused', until: undefined });
    expect(paused.reason).toContain('100 % of its letters bounced');
    await ledger.putRun({ ...paused, state: 'sending' });
    await tickAt(at('08:15'));
    expect(await run('e_monday')).toMatchObject({ state: 'sending' });
    expect(room.log.filter((line) => line.includes('bounced'))).toHaveLength(1);
  });
});
