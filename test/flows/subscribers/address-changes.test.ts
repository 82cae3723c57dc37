import { describe, expect, it } from 'vitest';
import type { Subscriber } from '../../../functions/domain/subscribers/subscriber.ts';
import { DAY } from '../../../functions/domain/time/instant.ts';
import { applyChange, planChange } from '../../../functions/flows/subscribers/change-by-operator.ts';
import { confirm, showConfirmation } from '../../../functions/flows/subscribers/confirm.ts';
import { exportOwnData } from '../../../functions/flows/subscribers/manage.ts';
import {
  eraseAddress,
  unsubscribeAddress,
} from '../../../functions/flows/subscribers/operate-subscribers.ts';
import {
  pauseLetters,
  requestManageLink,
  savePreferences,
  showPreferences,
} from '../../../functions/flows/subscribers/preferences.ts';
import {
  showUnsubscribe,
  undoUnsubscribe,
  unsubscribe,
} from '../../../functions/flows/subscribers/unsubscribe.ts';
import { askMove, move, signUp } from '../../support/builders/moves.ts';
import {
  aSubscriber,
  idOf,
  openSubscriptions,
  type SubscriptionsFixture,
} from '../../support/builders/subscriptions.ts';

const [ADA, BEA, CAY] = ['ada@example.com', 'ada@new.example', 'ada@third.example'];
const ONE_CLICK = { scope: 'one', how: 'one-click' } as const;

/** With the links of a letter that ada got. */
async function withAda(changes: Partial<Subscriber> = { epoch: 'e-ada1' }) {
  const desk = openSubscriptions();
  await desk.ports.subscribers.put(aSubscriber(ADA, { newsletters: ['daily', 'brief'], ...changes }));
  return { desk, letter: letterOf(desk, ADA) };
}
const letterOf = (desk: SubscriptionsFixture, email: string) => ({
  daily: desk.token('unsubscribe', email, 'daily'),
  all: desk.token('unsubscribe', email),
  preferences: desk.token('preferences', email),
});

describe('after a change of address, a letter to the old one', () => {
  it.each([
    ['with an epoch', { epoch: 'e-ada1' }],
    ['of before there were epochs', {}],
  ])('%s unsubscribes the person, says so, and takes it back', async (_, epoch) => {
    const { desk, letter } = await withAda(epoch);
    await move(desk, ADA, BEA);
    expect(await showUnsubscribe(desk.ports, letter.all)).toMatchObject({ address: 'a…@new.example' });
    const left = await unsubscribe(desk.ports, letter.daily, ONE_CLICK);
    expect(left).toMatchObject({ id: idOf(BEA), status: 'active', newsletters: ['brief'] });
    expect((await desk.find(BEA))?.newsletters).toEqual(['brief']);
    await undoUnsubscribe(desk.ports, left.undo!);
    expect((await desk.find(BEA))?.newsletters.toSorted()).toEqual(['brief', 'daily']);
    await unsubscribe(desk.ports, letter.all, ONE_CLICK);
    expect(await desk.find(BEA)).toMatchObject({ status: 'unsubscribed' });
    expect(await unsubscribe(desk.ports, letter.all, ONE_CLICK)).toMatchObject({ status: 'unsubscribed' });
  });

  it('opens the preferences of the person; the link that may do more goes to the new address', async () => {
    const { desk, letter } = await withAda();
    await move(desk, ADA, BEA);
    expect(await showPreferences(desk.ports, letter.preferences)).toMatchObject({
      address: 'a…@new.example',
    });
    await pauseLetters(desk.ports, letter.preferences, 30);
    expect((await desk.find(BEA))?.pausedUntil).toBe(desk.now + 30 * DAY);
    await requestManageLink(desk.ports, letter.preferences);
    expect(desk.notices.at(-1)).toMatchObject({ kind: 'link', subscriber: idOf(BEA) });
    expect(JSON.parse((await exportOwnData(desk.ports, desk.link()))!)).toMatchObject({
      ...{ email: BEA, forwards: [{ id: idOf(ADA), links: 'all' }] },
    });
  });

  it('does not open what is behind a one-hour link, and confirms nothing', async () => {
    const { desk } = await withAda();
    const manage = desk.token('manage', ADA, '', desk.now + DAY);
    const other = await askMove(desk, ADA, CAY);
    await move(desk, ADA, BEA);
    expect(await exportOwnData(desk.ports, manage)).toBeUndefined();
    expect(await confirm(desk.ports, other)).toMatchObject({ state: 'void' });
    expect([await desk.find(CAY), await desk.find(BEA)]).toMatchObject([
      { status: 'pending' },
      { status: 'active' },
    ]);
  });

  it('leads to the person who moved, and not to whoever signs up the old address', async () => {
    const { desk, letter } = await withAda();
    await move(desk, ADA, BEA);
    await confirm(desk.ports, await signUp(desk, ADA));
    const theirs = letterOf(desk, ADA);
    await unsubscribe(desk.ports, letter.all, ONE_CLICK);
    expect([await desk.find(ADA), await desk.find(BEA)]).toMatchObject([
      { status: 'active' },
      { status: 'unsubscribed' },
    ]);
    await unsubscribe(desk.ports, theirs.all, ONE_CLICK);
    expect(await desk.find(ADA)).toMatchObject({ status: 'unsubscribed' });
  });

  it('leads on over every move, also back to where it began', async () => {
    const { desk, letter } = await withAda();
    const letters = [letter];
    for (const [from, to] of [
      [ADA, BEA],
      [BEA, CAY],
      [CAY, ADA],
    ] as const) {
      expect(await move(desk, from, to)).toMatchObject({ state: 'done', kind: 'move' });
      letters.push(letterOf(desk, to));
      desk.now += DAY;
    }
    expect(await desk.find(ADA)).toMatchObject({ status: 'active', newsletters: ['daily', 'brief'] });
    for (const { preferences } of letters)
      expect(await showPreferences(desk.ports, preferences)).toMatchObject({ address: 'a…@example.com' });
    await unsubscribe(desk.ports, letters[2]!.all, ONE_CLICK);
    expect(await desk.find(ADA)).toMatchObject({ status: 'unsubscribed' });
  });

  it('is of nobody once the person is erased, and no forward is kept', async () => {
    const { desk, letter } = await withAda();
    await move(desk, ADA, BEA);
    await move(desk, BEA, CAY);
    await eraseAddress(desk.ports, CAY, { never: false });
    expect(await showPreferences(desk.ports, letter.preferences)).toMatchObject({ status: 'unknown' });
    expect(await desk.ports.subscribers.findMoves([ADA, BEA, CAY].map(idOf))).toEqual(new Map());
  });
});

describe('a move', () => {
  it('to an address that left earlier brings the person there, with what was said there', async () => {
    const { desk, letter } = await withAda();
    const remarks = [{ at: 1, newsletter: '', left: ['daily'], reason: 'other', text: 'no' }];
    await desk.ports.subscribers.put(aSubscriber(BEA, { status: 'unsubscribed', epoch: 'e-bea1', remarks }));
    const old = letterOf(desk, BEA);
    await move(desk, ADA, BEA);
    expect(await desk.find(BEA)).toMatchObject({ status: 'active', epoch: 'e-bea1', remarks });
    for (const { preferences } of [letter, old])
      expect(await showPreferences(desk.ports, preferences)).toMatchObject({ status: 'active' });
  });

  it('to where a sign-up waits leaves that waiting: its own link adds to what moved', async () => {
    const { desk } = await withAda({ newsletters: ['daily'], epoch: 'e' });
    const waiting = await signUp(desk, BEA, ['brief']);
    const moving = await askMove(desk, ADA, BEA);
    await confirm(desk.ports, moving);
    expect((await desk.find(BEA))?.newsletters).toEqual(['daily']);
    expect(await confirm(desk.ports, waiting)).toMatchObject({ state: 'done', kind: 'more' });
    expect((await desk.find(BEA))?.newsletters).toEqual(['daily', 'brief']);
  });

  it.each([
    ['the first', 0],
    ['the second', 1],
  ])(
    'asked for to two addresses happens by %s link that is used, and the other is void',
    async (_, first) => {
      const { desk } = await withAda();
      const links = [await askMove(desk, ADA, BEA), await askMove(desk, ADA, CAY)];
      expect(await confirm(desk.ports, links[first]!)).toMatchObject({ state: 'done', kind: 'move' });
      expect(await confirm(desk.ports, links[1 - first]!)).toMatchObject({ state: 'void' });
      expect(await desk.find([BEA, CAY][first]!)).toMatchObject({ status: 'active' });
    },
  );

  it('is void once the mover is erased, also for whoever signs up their address then', async () => {
    const { desk } = await withAda();
    const token = await askMove(desk, ADA, BEA);
    await eraseAddress(desk.ports, ADA, { never: false });
    expect(await confirm(desk.ports, token)).toMatchObject({ state: 'void' });
    await confirm(desk.ports, await signUp(desk, ADA));
    expect(await showConfirmation(desk.ports, token)).toMatchObject({ state: 'void' });
    expect(await confirm(desk.ports, token)).toMatchObject({ state: 'void' });
    expect(await desk.find(ADA)).toMatchObject({ status: 'active' });
  });

  it('after seven days may be mailed anew, to that address alone, while the mover is there', async () => {
    const { desk } = await withAda();
    const token = await askMove(desk, ADA, BEA);
    desk.now += 8 * DAY;
    expect(await showConfirmation(desk.ports, token)).toMatchObject({ state: 'expired', kind: 'move' });
    expect(await confirm(desk.ports, token)).toMatchObject({ state: 'renewed' });
    expect(desk.notices.at(-1)).toMatchObject({ kind: 'confirm', subscriber: idOf(BEA) });
    const anew = desk.link();
    await unsubscribeAddress(desk.ports, ADA);
    expect(await confirm(desk.ports, anew)).toMatchObject({ state: 'void' });
    expect(await confirm(desk.ports, token)).toMatchObject({ state: 'void' });
  });

  it('that an operator asks for takes the links along, too', async () => {
    const { desk, letter } = await withAda();
    await applyChange(desk.ports, await planChange(desk.ports, ADA, { address: BEA }));
    await confirm(desk.ports, desk.link());
    await unsubscribe(desk.ports, letter.all, ONE_CLICK);
    expect(await desk.find(BEA)).toMatchObject({ status: 'unsubscribed' });
  });

  it('said twice is one, at whichever look', async () => {
    const { desk } = await withAda();
    const token = await askMove(desk, ADA, BEA);
    expect(await showConfirmation(desk.ports, token)).toMatchObject({ state: 'open', kind: 'move' });
    const first = await confirm(desk.ports, token);
    expect(await confirm(desk.ports, token)).toEqual(first);
    expect(await showConfirmation(desk.ports, token)).toEqual(first);
    expect(desk.notices.map(({ kind }) => kind)).toEqual(['confirm']);
  });

  it('that broke off half way is ended by the same link, and takes no choice back', async () => {
    const { desk, letter } = await withAda();
    const token = await askMove(desk, ADA, BEA);
    const old = (await desk.find(ADA))!;
    await confirm(desk.ports, token);
    // As a store without transactions leaves it: the new row is written, the old one still there.
    await desk.ports.subscribers.put({ ...old, version: 0 });
    await savePreferences(desk.ports, desk.token('preferences', BEA), { newsletters: ['brief'], topics: [] });
    expect(await confirm(desk.ports, token)).toMatchObject({ state: 'done', kind: 'move' });
    expect(await desk.find(ADA)).toBeUndefined();
    expect(await desk.find(BEA)).toMatchObject({ newsletters: ['brief'] });
    expect(await showPreferences(desk.ports, letter.preferences)).toMatchObject({ newsletters: ['brief'] });
  });

  it('by a mail of before there were refs still happens, once', async () => {
    const { desk, letter } = await withAda({});
    const asked = { newsletters: ['daily'], topics: [], at: desk.now, source: 'moved', form: '' };
    await desk.ports.subscribers.put(aSubscriber(BEA, { status: 'pending', newsletters: [], asked }));
    const token = desk.token('confirm', BEA, idOf(ADA), desk.now + DAY);
    expect(await confirm(desk.ports, token)).toMatchObject({ state: 'done', kind: 'move' });
    expect(await confirm(desk.ports, token)).toMatchObject({ state: 'done', kind: 'move' });
    expect(await showPreferences(desk.ports, letter.preferences)).toMatchObject({ status: 'active' });
    expect(await desk.find(ADA)).toBeUndefined();
  });
});
