import { describe, expect, it } from 'vitest';
import { DAY } from '../../../functions/domain/time/instant.ts';
import { confirm, showConfirmation } from '../../../functions/flows/subscribers/confirm.ts';
import {
  eraseAddress,
  unsubscribeAddress,
} from '../../../functions/flows/subscribers/operate-subscribers.ts';
import { savePreferences, showPreferences } from '../../../functions/flows/subscribers/preferences.ts';
import {
  saveReason,
  showUnsubscribe,
  undoUnsubscribe,
  unsubscribe,
} from '../../../functions/flows/subscribers/unsubscribe.ts';
import { askMove, move } from '../../support/builders/moves.ts';
import { aSubscriber, idOf, openSubscriptions } from '../../support/builders/subscriptions.ts';

const [MALLORY, BEA] = ['mallory@example.com', 'bea@example.com'];
const ONE_CLICK = { scope: 'one', how: 'one-click' } as const;
const HERS = {
  ...{ name: 'Bea', newsletters: ['brief'], topics: ['world'], labels: ['friend'], epoch: 'e-bea1' },
  remarks: [{ at: 1, newsletter: '', left: ['daily'], reason: 'other', text: 'too long' }],
};

async function withBoth() {
  const desk = openSubscriptions();
  const pausedUntil = desk.now + 90 * DAY;
  const theirs = { name: 'Mallory', topics: [], labels: ['bad'], pausedUntil, epoch: 'e-mal1' };
  await desk.ports.subscribers.put(aSubscriber(MALLORY, { ...theirs, newsletters: ['daily'] }));
  await desk.ports.subscribers.put(aSubscriber(BEA, HERS));
  return desk;
}

describe('a move onto somebody who reads already', () => {
  it('takes nothing from them: newsletters are joined, and the evidence for them is kept', async () => {
    const desk = await withBoth();
    const before = (await desk.find(BEA))!;
    expect(await move(desk, MALLORY, BEA)).toMatchObject({ state: 'done', kind: 'join' });
    const { newsletters, vouched, version, forwards, requests, ...kept } = (await desk.find(BEA))!;
    expect({ ...before, ...kept }).toEqual(before);
    expect(newsletters).toEqual(['brief', 'daily']);
    expect(vouched).toMatchObject([{ source: 'moved', newsletters: ['daily'], confirmedAt: desk.now }]);
    expect(await desk.find(MALLORY)).toBeUndefined();
  });

  it('changes nothing before the button, and is mailed and shown in words of its own', async () => {
    const desk = await withBoth();
    const before = (await desk.find(BEA))!;
    const token = await askMove(desk, MALLORY, BEA);
    expect(desk.notices.at(-1)).toMatchObject({
      kind: 'confirm',
      about: { join: 'yes', newsletters: 'daily' },
    });
    expect(await showConfirmation(desk.ports, token)).toMatchObject({
      ...{ state: 'open', kind: 'join', newsletters: ['daily'] },
    });
    const { requests, version, ...kept } = (await desk.find(BEA))!;
    expect({ ...before, ...kept }).toEqual(before);
  });

  it('adds no newsletter that the mail did not name, or that the mover has left since', async () => {
    const desk = await withBoth();
    const token = await askMove(desk, MALLORY, BEA);
    const mallory = (await desk.find(MALLORY))!;
    await desk.ports.subscribers.put({ ...mallory, newsletters: ['weekly'] });
    await confirm(desk.ports, token);
    expect((await desk.find(BEA))?.newsletters).toEqual(['brief']);
  });

  it('lets letters to the other address unsubscribe, and do nothing else', async () => {
    const desk = await withBoth();
    const [daily, all] = [desk.token('unsubscribe', MALLORY, 'daily'), desk.token('unsubscribe', MALLORY)];
    const preferences = desk.token('preferences', MALLORY);
    await move(desk, MALLORY, BEA);
    expect(await showPreferences(desk.ports, preferences)).toMatchObject({ status: 'unknown', address: '' });
    await savePreferences(desk.ports, preferences, { newsletters: ['daily'], topics: [] });
    expect((await desk.find(BEA))?.newsletters).toEqual(['brief', 'daily']);
    expect(await showUnsubscribe(desk.ports, daily)).toMatchObject({ status: 'active', trusted: false });
    const left = await unsubscribe(desk.ports, daily, ONE_CLICK);
    expect(left).toMatchObject({ newsletters: ['brief'], undo: undefined, trusted: false });
    expect(await saveReason(desk.ports, daily, { reason: 'other', remark: 'ha' })).toMatchObject({
      kept: false,
    });
    expect((await desk.find(BEA))?.remarks).toEqual(HERS.remarks);
    await unsubscribe(desk.ports, all, ONE_CLICK);
    expect(await desk.find(BEA)).toMatchObject({ status: 'unsubscribed' });
  });

  it('ends an undo of the other address, which nobody of this one pressed', async () => {
    const desk = await withBoth();
    await desk.ports.subscribers.erase(idOf(MALLORY));
    await desk.ports.subscribers.put(aSubscriber(MALLORY, { newsletters: ['daily', 'weekly'], epoch: 'e2' }));
    const { undo } = await unsubscribe(desk.ports, desk.token('unsubscribe', MALLORY, 'daily'), ONE_CLICK);
    await move(desk, MALLORY, BEA);
    await expect(undoUnsubscribe(desk.ports, undo!)).rejects.toMatchObject({ code: 'gone' });
    expect((await desk.find(BEA))?.newsletters).toEqual(['brief', 'weekly']);
  });

  it('narrows what led to the mover: those letters unsubscribe alone, too', async () => {
    const desk = await withBoth();
    const old = desk.token('preferences', MALLORY);
    const leave = desk.token('unsubscribe', MALLORY);
    await move(desk, MALLORY, 'mallory@new.example');
    await move(desk, 'mallory@new.example', BEA);
    expect(await showPreferences(desk.ports, old)).toMatchObject({ status: 'unknown' });
    await unsubscribe(desk.ports, leave, ONE_CLICK);
    expect(await desk.find(BEA)).toMatchObject({ status: 'unsubscribed' });
  });

  it('is off when they left in between, and does not bring them back', async () => {
    const desk = await withBoth();
    const token = await askMove(desk, MALLORY, BEA);
    await unsubscribeAddress(desk.ports, BEA);
    expect(await confirm(desk.ports, token)).toMatchObject({ state: 'void' });
    expect([await desk.find(BEA), await desk.find(MALLORY)]).toMatchObject([
      { status: 'unsubscribed' },
      { status: 'active' },
    ]);
  });

  it('said twice is one, and erasing them ends what led there', async () => {
    const desk = await withBoth();
    const token = await askMove(desk, MALLORY, BEA);
    const first = await confirm(desk.ports, token);
    expect(await confirm(desk.ports, token)).toEqual(first);
    await eraseAddress(desk.ports, BEA, { never: false });
    expect(await desk.ports.subscribers.findMoves([idOf(MALLORY)])).toEqual(new Map());
    expect(await confirm(desk.ports, token)).toMatchObject({ state: 'void' });
  });

  it('of letters they all get already asks for nothing more, and names none', async () => {
    const desk = await withBoth();
    await savePreferences(desk.ports, desk.token('preferences', MALLORY), {
      newsletters: ['brief'],
      topics: [],
    });
    const token = await askMove(desk, MALLORY, BEA);
    expect(desk.notices.at(-1)).toMatchObject({ about: { newsletters: '' } });
    await confirm(desk.ports, token);
    expect(await desk.find(BEA)).toMatchObject({ newsletters: ['brief'] });
    expect((await desk.find(BEA))?.vouched).toBeUndefined();
  });
});
