import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../../functions/domain/time/instant.ts';
import { suppressAddress } from '../../../functions/flows/subscribers/operate-subscribers.ts';
import {
  pauseLetters,
  requestManageLink,
  savePreferences,
  showPreferences,
} from '../../../functions/flows/subscribers/preferences.ts';
import {
  saveReason,
  showUnsubscribe,
  undoUnsubscribe,
  unsubscribe,
} from '../../../functions/flows/subscribers/unsubscribe.ts';
import {
  aSubscriber,
  idOf,
  openSubscriptions,
  type SubscriptionsFixture,
} from '../../support/builders/subscriptions.ts';

const ADA = 'ada@example.com';

async function withAda(newsletters = ['daily', 'brief']) {
  const desk = openSubscriptions();
  await desk.ports.subscribers.put(aSubscriber(ADA, { newsletters }));
  return desk;
}
const leave = (desk: SubscriptionsFixture, about: string, scope: 'one' | 'all' = 'one') =>
  unsubscribe(desk.ports, desk.token('unsubscribe', ADA, about), { scope, how: 'one-click' });

describe('leaving', () => {
  it('by a letter’s link leaves that newsletter and keeps the others', async () => {
    const desk = await withAda();
    expect(await leave(desk, 'daily')).toMatchObject({ status: 'active', newsletters: ['brief'] });
    expect(await desk.counted()).toEqual(['left daily one-click 1']);
  });

  it('the last newsletter is leaving altogether', async () => {
    const desk = await withAda(['daily']);
    expect(await leave(desk, 'daily')).toMatchObject({ status: 'unsubscribed', newsletters: [] });
    expect(await desk.find(ADA)).toMatchObject({
      status: 'unsubscribed',
      reason: 'one-click',
      changedAt: desk.now,
    });
  });

  it('everything leaves everything, and counts each', async () => {
    const desk = await withAda();
    await leave(desk, 'daily', 'all');
    expect(await desk.counted()).toEqual(['left brief one-click 1', 'left daily one-click 1']);
  });

  it('is the same said twice, of somebody erased, and ten times at once', async () => {
    const desk = await withAda();
    await Promise.all(Array.from({ length: 10 }, () => leave(desk, 'daily')));
    const { version } = (await desk.find(ADA))!;
    expect(await leave(desk, 'daily')).toMatchObject({
      status: 'active',
      newsletters: ['brief'],
      undo: undefined,
    });
    expect((await desk.find(ADA))?.version).toBe(version);
    await desk.ports.subscribers.erase(idOf(ADA));
    expect(await leave(desk, 'daily')).toMatchObject({ status: 'unknown', address: '' });
    expect(await desk.counted()).toEqual(['left daily one-click 1']);
  });

  it('is shown masked, and looking changes nothing', async () => {
    const desk = await withAda();
    const before = await desk.find(ADA);
    const shown = await showUnsubscribe(desk.ports, desk.token('unsubscribe', ADA, 'daily'));
    expect(shown).toMatchObject({ address: 'a…@example.com', newsletter: 'daily' });
    expect(JSON.stringify(shown)).not.toContain(ADA);
    expect(await desk.find(ADA)).toEqual(before);
  });

  it('keeps a reason of ours and a remark of theirs, cleaned, with whom it concerns; counts the reason alone', async () => {
    const desk = await withAda();
    const token = desk.token('unsubscribe', ADA);
    await unsubscribe(desk.ports, token, { scope: 'all', how: 'page' });
    await saveReason(desk.ports, token, {
      reason: 'too-many',
      remark: `so\u0000 many\r\n${'!'.repeat(600)}`,
    });
    expect((await desk.find(ADA))?.reason).toMatch(/^too-many: so many !{490,}$/);
    await saveReason(desk.ports, token, { reason: 'forged <b>', remark: '' });
    expect((await desk.find(ADA))?.reason).toBe('other');
    expect((await desk.counted()).filter((c) => c.startsWith('reason'))).toEqual([
      'reason other 1',
      'reason too-many 1',
    ]);
  });

  it('takes no reason from who is still there', async () => {
    const desk = await withAda();
    await saveReason(desk.ports, desk.token('unsubscribe', ADA), { reason: 'other', remark: 'x' });
    expect((await desk.find(ADA))?.reason).toBe('');
  });
});

describe('undo', () => {
  it('takes back one newsletter or all, once or twice', async () => {
    const desk = await withAda();
    const one = await leave(desk, 'daily');
    await undoUnsubscribe(desk.ports, one.undo!);
    await undoUnsubscribe(desk.ports, one.undo!);
    expect((await desk.find(ADA))?.newsletters.toSorted()).toEqual(['brief', 'daily']);
    const all = await leave(desk, '', 'all');
    await undoUnsubscribe(desk.ports, all.undo!);
    expect(await desk.find(ADA)).toMatchObject({ status: 'active', reason: '' });
    expect((await desk.find(ADA))?.newsletters.toSorted()).toEqual(['brief', 'daily']);
  });

  it('is offered to whoever left just now, and not by leaving again', async () => {
    const desk = await withAda(['daily']);
    expect((await leave(desk, 'daily')).undo).toBeDefined();
    expect((await leave(desk, 'daily')).undo).toBeUndefined();
  });

  it('ends after an hour, when they left once more, and when they are suppressed', async () => {
    const desk = await withAda(['daily']);
    const first = (await leave(desk, 'daily')).undo!;
    await undoUnsubscribe(desk.ports, first);
    desk.now += 1;
    const second = (await leave(desk, 'daily')).undo!;
    await expect(undoUnsubscribe(desk.ports, first)).rejects.toMatchObject({ code: 'gone' });
    await suppressAddress(desk.ports, ADA);
    await expect(undoUnsubscribe(desk.ports, second)).rejects.toMatchObject({ code: 'gone' });
    desk.now += HOUR;
    await expect(undoUnsubscribe(desk.ports, second)).rejects.toMatchObject({ code: 'expired' });
  });
});

describe('preferences', () => {
  const token = (desk: SubscriptionsFixture) => desk.token('preferences', ADA);

  it('save newsletters and topics that exist, and count the difference', async () => {
    const desk = await withAda(['daily']);
    const wanted = { newsletters: ['brief', 'nosuch'], topics: ['world', 'nosuch'] };
    expect(await savePreferences(desk.ports, token(desk), wanted)).toMatchObject({
      saved: true,
      newsletters: ['brief'],
    });
    expect(await desk.find(ADA)).toMatchObject({ newsletters: ['brief'], topics: ['world'] });
    expect(await desk.counted()).toEqual(['confirmed brief preferences 1', 'left daily preferences 1']);
  });

  it('of nothing are not saved: leaving is a button of its own', async () => {
    const desk = await withAda(['daily']);
    expect(await savePreferences(desk.ports, token(desk), { newsletters: [], topics: [] })).toMatchObject({
      saved: false,
    });
    expect(await desk.find(ADA)).toMatchObject({ status: 'active', newsletters: ['daily'] });
  });

  it('pause for days that are offered, and resume', async () => {
    const desk = await withAda();
    expect(await pauseLetters(desk.ports, token(desk), 30)).toMatchObject({
      pausedUntil: desk.now + 30 * DAY,
    });
    await expect(pauseLetters(desk.ports, token(desk), 4000)).rejects.toMatchObject({ code: 'invalid' });
    expect(await pauseLetters(desk.ports, token(desk), 0)).toMatchObject({ pausedUntil: undefined });
  });

  it('bring nobody back who left', async () => {
    const desk = await withAda();
    await leave(desk, '', 'all');
    await savePreferences(desk.ports, token(desk), { newsletters: ['daily'], topics: [] });
    expect(await desk.find(ADA)).toMatchObject({ status: 'unsubscribed' });
    expect(await showPreferences(desk.ports, token(desk))).toMatchObject({
      status: 'unsubscribed',
      newsletters: [],
    });
  });

  it('mail the link that may do more at most three times a day, to the subscriber alone', async () => {
    const desk = await withAda();
    for (let i = 0; i < 5; i++) await requestManageLink(desk.ports, token(desk));
    expect(desk.notices).toHaveLength(3);
    expect(desk.notices[0]).toEqual({ kind: 'link', subscriber: idOf(ADA), about: { purpose: 'manage' } });
  });
});
