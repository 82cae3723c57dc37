/** What every store of subscribers holds of people who moved. */
import { expect, it } from 'vitest';
import { type Forwarded, refOf } from '../../functions/domain/subscribers/forward.ts';
import type { Subscriber, Subscribers } from '../../functions/domain/subscribers/subscriber.ts';
import { aSubscriber } from '../support/builders/subscriptions.ts';
import type { Open } from './open.ts';

const withId = (id: string, changes: Partial<Subscriber> = {}) =>
  aSubscriber('a@example.com', { id, ...changes });
const led = (id: string, epoch: string, links: Forwarded['links'] = 'all'): Forwarded => ({
  ...{ id, epoch, links },
});

export function forwardsContract(open: Open<{ subscribers: Subscribers }>): void {
  const holds = (title: string, work: (subscribers: Subscribers) => Promise<void>) =>
    it(title, async () => {
      const { subscribers, close } = await open();
      try {
        await work(subscribers);
      } finally {
        await close();
      }
    });

  /** Ada at `a` moves to `b`, which is there. */
  async function moveAda(subscribers: Subscribers, epoch: string | undefined = 'e1') {
    const from = await subscribers.put(withId('a', { epoch, name: 'Ada' }));
    const there = await subscribers.put(withId('b', { epoch: 'e2', status: 'pending' }));
    const forwards = [led('a', epoch ?? '')];
    return subscribers.move({ ...there, name: 'Ada', status: 'active', forwards }, from);
  }

  holds('moves somebody: the new row is written, the old one gone, and its links lead on', async (s) => {
    const moved = await moveAda(s);
    expect(moved).toMatchObject({ id: 'b', version: 2, name: 'Ada', status: 'active' });
    expect(await s.get('b')).toEqual(moved);
    expect(await s.get('a')).toBeUndefined();
    expect(await s.findForward({ id: 'a', epoch: 'e1' })).toEqual({
      ...{ from: { id: 'a', epoch: 'e1' }, to: { id: 'b', epoch: 'e2' }, links: 'all' },
    });
    for (const other of [led('a', ''), led('a', 'e2'), led('b', 'e2'), led('', '')])
      expect(await s.findForward(other)).toBeUndefined();
  });

  holds('knows rows of before there were epochs by none', async (s) => {
    await s.put(withId('a', { name: 'Ada' }));
    const there = await s.put(withId('b', { status: 'pending' }));
    await s.move({ ...there, forwards: [led('a', '', 'unsubscribe')] }, (await s.get('a'))!);
    expect(await s.findForward({ id: 'a', epoch: '' })).toMatchObject({
      ...{ to: { id: 'b', epoch: '' }, links: 'unsubscribe' },
    });
  });

  holds('moves nobody onto a row that somebody else wrote meanwhile', async (s) => {
    const from = await s.put(withId('a', { epoch: 'e1' }));
    const there = await s.put(withId('b', { epoch: 'e2' }));
    await s.put({ ...there, name: 'other' });
    const move = s.move({ ...there, forwards: [led('a', 'e1')] }, from);
    await expect(move).rejects.toMatchObject({ code: 'conflict' });
    expect([(await s.get('a'))?.id, (await s.get('b'))?.name]).toEqual(['a', 'other']);
    expect(await s.findForward({ id: 'a', epoch: 'e1' })).toBeUndefined();
  });

  holds('moves nobody whose own row was written since it was read', async (s) => {
    const from = await s.put(withId('a', { epoch: 'e1' }));
    const there = await s.put(withId('b', { epoch: 'e2', status: 'pending' }));
    await s.put({ ...from, status: 'unsubscribed' });
    const move = s.move({ ...there, status: 'active', forwards: [led('a', 'e1')] }, from);
    await expect(move).rejects.toMatchObject({ code: 'conflict' });
    expect([(await s.get('a'))?.status, (await s.get('b'))?.status]).toEqual(['unsubscribed', 'pending']);
    expect(await s.findForward({ id: 'a', epoch: 'e1' })).toBeUndefined();
  });

  holds('lets all that led to a row lead on when it moves, and ends what is dropped', async (s) => {
    const b = await moveAda(s);
    const c = await s.put(withId('c', { epoch: 'e3', forwards: [led('z', 'e0')] }));
    await s.move({ ...c, forwards: [led('a', 'e1'), led('b', 'e2')] }, b, [{ id: 'z', epoch: 'e0' }]);
    for (const from of [led('a', 'e1'), led('b', 'e2')])
      expect(await s.findForward(from)).toMatchObject({ to: { id: 'c', epoch: 'e3' } });
    expect(await s.findForward({ id: 'z', epoch: 'e0' })).toBeUndefined();
  });

  holds('ends a move that was begun when it is said again', async (s) => {
    const from = await s.put(withId('a', { epoch: 'e1' }));
    const there = await s.put(withId('b', { epoch: 'e2', forwards: [led('a', 'e1')] }));
    await s.move(there, from);
    expect(await s.get('a')).toBeUndefined();
    expect(await s.findForward(refOf(from))).toMatchObject({ to: { id: 'b' } });
  });

  holds('removes no other row than the one that moved, whoever is at its address now', async (s) => {
    const from = await s.put(withId('a', { epoch: 'e1' }));
    await s.erase('a');
    await s.put(withId('a', { epoch: 'e9', name: 'another' }));
    const there = await s.put(withId('b', { epoch: 'e2' }));
    await s.move({ ...there, forwards: [led('a', 'e1')] }, from);
    expect((await s.get('a'))?.name).toBe('another');
  });

  holds('erases with somebody what leads to them, and nothing that leads elsewhere', async (s) => {
    await moveAda(s);
    const cay = await s.put(withId('c', { epoch: 'e3' }));
    const dan = await s.put(withId('d', { epoch: 'e4' }));
    await s.move({ ...dan, forwards: [led('c', 'e3')] }, cay);
    await s.erase('b');
    expect(await s.findForward({ id: 'a', epoch: 'e1' })).toBeUndefined();
    expect(await s.findForward({ id: 'c', epoch: 'e3' })).toMatchObject({ to: { id: 'd' } });
    expect(await s.findMoves(['a', 'b', 'c', 'd'])).toEqual(new Map([['c', ['d']]]));
  });

  holds('tells of ids who moved away from them, whichever row of the address it was', async (s) => {
    await moveAda(s);
    const again = await s.put(withId('a', { epoch: 'e9' }));
    const there = await s.put(withId('c', { epoch: 'e3' }));
    await s.move({ ...there, forwards: [led('a', 'e9')] }, again);
    const told = await s.findMoves(['b', 'a', 'x', '']);
    expect([...told.keys()]).toEqual(['a']);
    expect(told.get('a')?.toSorted()).toEqual(['b', 'c']);
    expect(await s.findMoves([])).toEqual(new Map());
  });

  holds('keeps what leads to somebody who is inserted', async (s) => {
    await s.insertMany([withId('b', { epoch: 'e2', forwards: [led('a', 'e1')] })]);
    await s.insertMany([withId('b', { epoch: 'e7', forwards: [led('x', 'e1')] })]);
    expect(await s.findForward({ id: 'a', epoch: 'e1' })).toMatchObject({ to: { id: 'b', epoch: 'e2' } });
    expect(await s.findForward({ id: 'x', epoch: 'e1' })).toBeUndefined();
  });
}
