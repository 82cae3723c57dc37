import { describe, expect, it } from 'vitest';
import { DAY } from '../../../functions/domain/time/instant.ts';
import { exportOwnData } from '../../../functions/flows/subscribers/manage.ts';
import { unsubscribeByPreferences } from '../../../functions/flows/subscribers/preferences.ts';
import {
  saveReason,
  undoUnsubscribe,
  unsubscribe,
} from '../../../functions/flows/subscribers/unsubscribe.ts';
import { aPublication } from '../../support/builders/small-publication.ts';
import {
  aSubscriber,
  idOf,
  openSubscriptions,
  type SubscriptionsFixture,
} from '../../support/builders/subscriptions.ts';

const ADA = 'ada@example.com';
const EDITORS = ['ed@paper.example', 'eve@paper.example'].map((email) => ({ name: '', email }));

async function withAda(newsletters = ['daily', 'brief'], editors = EDITORS) {
  const desk = openSubscriptions({ ...aPublication(), editors });
  await desk.ports.subscribers.put(aSubscriber(ADA, { newsletters }));
  return desk;
}
const link = (desk: SubscriptionsFixture, about = 'daily') => desk.token('unsubscribe', ADA, about);
const leave = (desk: SubscriptionsFixture, scope: 'one' | 'all' = 'one', about = 'daily') =>
  unsubscribe(desk.ports, link(desk, about), { scope, how: 'page' });
const say = (desk: SubscriptionsFixture, remark: string, reason = 'too-many', about = 'daily') =>
  saveReason(desk.ports, link(desk, about), { reason, remark });
const reasons = async (desk: SubscriptionsFixture) =>
  (await desk.counted()).filter((text) => text.startsWith('reason'));

describe('a reason', () => {
  it('of who leaves one of two newsletters is kept, counted and told to every editor', async () => {
    const desk = await withAda();
    await leave(desk);
    expect(await say(desk, 'Every day is\r\ntoo often.')).toMatchObject({ kept: true, status: 'active' });
    expect(await desk.find(ADA)).toMatchObject({
      ...{ status: 'active', newsletters: ['brief'], reason: '' },
      remarks: [{ at: desk.now, newsletter: 'daily', left: ['daily'], text: 'Every day is too often.' }],
    });
    expect(await reasons(desk)).toEqual(['reason daily too-many 1']);
    expect(desk.remarks.map(({ to, about }) => [to, about])).toEqual(
      EDITORS.map(({ email }) => [
        email,
        { reader: idOf(ADA), newsletter: 'daily', at: String(desk.now), reason: 'too-many', left: 'daily' },
      ]),
    );
    expect(JSON.stringify(desk.remarks)).not.toMatch(/too often|ada@/);
  });

  it('of who leaves all is kept with all that was left, by a letter’s link or by the preferences', async () => {
    for (const about of ['daily', '']) {
      const desk = await withAda();
      if (about === '') await unsubscribeByPreferences(desk.ports, desk.token('preferences', ADA));
      else await leave(desk, 'all');
      await say(desk, 'Bye.', 'elsewhere', about);
      expect(await desk.find(ADA)).toMatchObject({
        ...{ status: 'unsubscribed', reason: 'elsewhere: Bye.' },
        remarks: [{ newsletter: about, left: ['daily', 'brief'], reason: 'elsewhere', text: 'Bye.' }],
      });
      expect(await reasons(desk)).toEqual([`reason ${about} elsewhere 1`.replace('  ', ' ')]);
      expect(desk.remarks).toHaveLength(2);
    }
  });

  it('without a remark is counted, and mails nobody; a remark that follows is mailed', async () => {
    const desk = await withAda();
    await leave(desk);
    await say(desk, ' \u0007 ');
    expect([desk.remarks.length, await reasons(desk)]).toEqual([0, ['reason daily too-many 1']]);
    await say(desk, 'And long.');
    expect([desk.remarks.length, await reasons(desk)]).toEqual([2, ['reason daily too-many 1']]);
  });

  it('is taken neither from who still gets it, nor from who took it back, nor from who was erased', async () => {
    const desk = await withAda();
    expect(await say(desk, 'x')).toMatchObject({ kept: false, status: 'active' });
    const { undo } = await leave(desk);
    await undoUnsubscribe(desk.ports, undo!);
    expect(await say(desk, 'x')).toMatchObject({ kept: false });
    await desk.ports.subscribers.erase(idOf(ADA));
    expect(await say(desk, 'x')).toMatchObject({ kept: false, status: 'unknown' });
    expect([desk.remarks, await reasons(desk)]).toEqual([[], []]);
  });
});

describe('editors', () => {
  it('get one mail a day by one link, whatever is said by it and however often', async () => {
    const desk = await withAda();
    await leave(desk);
    for (let n = 0; n < 30; n++) await say(desk, `remark ${n}`, ['too-many', 'other'][n % 2]);
    expect(desk.remarks).toHaveLength(2);
    expect((await desk.find(ADA))?.remarks).toMatchObject([{ text: 'remark 29' }]);
    expect(await reasons(desk)).toEqual(['reason daily other 1', 'reason daily too-many 1']);
    desk.now += DAY;
    await say(desk, 'a day later');
    expect(desk.remarks).toHaveLength(4);
  });

  it('get fifty remarks a day at most; those beyond are kept', async () => {
    const desk = await withAda(['daily', 'brief'], EDITORS.slice(0, 1));
    for (let n = 0; n < 60; n++) {
      const email = `r${n}@example.com`;
      await desk.ports.subscribers.put(aSubscriber(email, { newsletters: ['brief'] }));
      const token = desk.token('unsubscribe', email, 'daily');
      await saveReason(desk.ports, token, { reason: 'other', remark: 'x' });
    }
    expect(desk.remarks).toHaveLength(50);
    const all = await desk.ports.subscribers.page({ after: '', limit: 99 });
    expect(all.filter(({ remarks }) => remarks?.length === 1)).toHaveLength(60);
  });

  it('are told on the next try where the queue was away, and once', async () => {
    const desk = await withAda();
    await leave(desk);
    desk.failing = true;
    await expect(say(desk, 'x')).rejects.toMatchObject({ code: 'unavailable' });
    desk.failing = false;
    await say(desk, 'x');
    await say(desk, 'x');
    expect(desk.remarks).toHaveLength(2);
    expect(new Set(desk.remarks.map(({ key }) => key)).size).toBe(2);
  });
});

it('What was remarked is in one’s own data, with its time, and gone when one is erased', async () => {
  const desk = await withAda();
  await leave(desk);
  await say(desk, 'Too often.');
  const own = JSON.parse((await exportOwnData(desk.ports, desk.token('manage', ADA)))!);
  expect(own.remarks).toEqual([
    {
      at: '2026-11-23T12:00:00Z',
      newsletter: 'daily',
      left: ['daily'],
      reason: 'too-many',
      text: 'Too often.',
    },
  ]);
});
