/** What every store of subscribers holds. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Subscriber, Subscribers } from '../../functions/domain/subscribers/subscriber.ts';
import { NOON } from '../support/builders/small-publication.ts';
import { aSubscriber } from '../support/builders/subscriptions.ts';
import { forwardsContract } from './forwards.ts';
import type { Open } from './open.ts';

/** Everything that may be absent is there. */
const FULL: Partial<Subscriber> = {
  name: 'Ada “Q” Stone, 石',
  status: 'unsubscribed',
  newsletters: ['daily', 'brief'],
  topics: ['world'],
  labels: ['friend; of "ours"'],
  consent: { at: NOON, source: 'old list', form: 'hash', confirmedAt: undefined },
  pausedUntil: NOON + 1,
  reason: "too-many: '); DROP TABLE subscribers",
  asked: { newsletters: ['brief'], topics: [], at: NOON, source: 'form', form: 'hash' },
  softBounces: [{ run: 'e_monday', at: NOON }],
  restUntil: NOON + 2,
  remarks: [
    { at: NOON, newsletter: 'weekly', left: ['weekly'], reason: 'other', text: 'O’Hara; "tired" 疲れた' },
    { at: NOON + 1, newsletter: '', left: ['daily', 'brief'], reason: 'too-many', text: '' },
  ],
  vouched: [
    { at: NOON, source: 'command', newsletters: ['brief'] },
    { at: NOON, source: 'moved', newsletters: ['daily'], form: 'hash', confirmedAt: NOON + 1 },
  ],
  epoch: 'a-_9Zz',
  requests: [
    {
      ...{ newsletters: ['brief'], topics: ['world'], at: NOON, source: 'moved', form: 'hash', ref: 'r-1' },
      ...{ from: { id: 'other', epoch: '' }, done: 'joined' },
    },
  ],
  forwards: [{ id: 'other', epoch: '', links: 'unsubscribe' }],
};

const BELOW_64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** `pagings`: how many ways of falling pages are tried. */
export function subscribersContract(open: Open<{ subscribers: Subscribers }>, pagings = 25): void {
  const holds = (title: string, work: (subscribers: Subscribers) => Promise<void>) =>
    it(title, async () => {
      const { subscribers, close } = await open();
      try {
        await work(subscribers);
      } finally {
        await close();
      }
    });
  const withId = (id: string, changes: Partial<Subscriber> = {}) =>
    aSubscriber('a@example.com', { id, ...changes });

  holds('gives back exactly what was put, one version up', async (subscribers) => {
    const full = aSubscriber('Ada@example.com', FULL);
    expect(await subscribers.put(full)).toEqual({ ...full, version: 1 });
    expect(await subscribers.get(full.id)).toEqual({ ...full, version: 1 });
    expect(await subscribers.get('nobody')).toBeUndefined();
  });

  holds('keeps soft bounces apart from none, also where the list is empty', async (subscribers) => {
    const [none, empty] = [withId('a'), withId('b', { softBounces: [] })];
    await subscribers.insertMany([none, empty]);
    expect((await subscribers.get('a'))?.softBounces).toBeUndefined();
    expect((await subscribers.get('b'))?.softBounces).toEqual([]);
    const again = { ...(await subscribers.get('b'))!, softBounces: undefined };
    await subscribers.put(again);
    expect((await subscribers.get('b'))?.softBounces).toBeUndefined();
  });

  holds('forgets remarks that are put away, and gives none where none were put', async (subscribers) => {
    const full = await subscribers.put(aSubscriber('Ada@example.com', FULL));
    await subscribers.put({ ...full, remarks: [], vouched: undefined });
    const plain = await subscribers.get(full.id);
    expect(plain).toMatchObject({ version: 2, name: full.name });
    expect([plain?.remarks, plain?.vouched]).toEqual([undefined, undefined]);
  });

  holds('refuses to write over what somebody else wrote', async (subscribers) => {
    const first = await subscribers.put(aSubscriber('a@example.com'));
    await subscribers.put({ ...first, name: 'one' });
    await expect(subscribers.put({ ...first, name: 'two' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(subscribers.put(aSubscriber('a@example.com'))).rejects.toMatchObject({ code: 'conflict' });
    expect((await subscribers.get(first.id))?.name).toBe('one');
  });

  holds('lets one of many concurrent writers win', async (subscribers) => {
    const first = await subscribers.put(aSubscriber('a@example.com'));
    const writes = Array.from({ length: 10 }, (_, i) => subscribers.put({ ...first, name: `${i}` }));
    const settled = await Promise.allSettled(writes);
    expect(settled.filter((w) => w.status === 'fulfilled')).toHaveLength(1);
  });

  holds('does not bring back the erased by a late write', async (subscribers) => {
    const first = await subscribers.put(aSubscriber('a@example.com'));
    await subscribers.erase(first.id);
    await subscribers.erase(first.id);
    await expect(subscribers.put(first)).rejects.toMatchObject({ code: 'conflict' });
    expect(await subscribers.get(first.id)).toBeUndefined();
  });

  holds('reads many at once and leaves out who is not there', async (subscribers) => {
    await subscribers.insertMany([withId('a'), withId('b'), withId('c')]);
    const found = await subscribers.getMany(['c', 'nobody', 'a']);
    expect(found.map((s) => s.id).sort()).toEqual(['a', 'c']);
    expect(await subscribers.getMany([])).toEqual([]);
  });

  holds('inserts only those who are not there, and says how many', async (subscribers) => {
    await subscribers.insertMany([withId('b', { name: 'first' })]);
    expect(await subscribers.insertMany([withId('a'), withId('b', { name: 'second' }), withId('c')])).toBe(2);
    expect((await subscribers.get('b'))?.name).toBe('first');
    expect((await subscribers.get('a'))?.version).toBe(1);
  });

  holds('names as candidates the active of a newsletter, by ascending id', async (subscribers) => {
    await subscribers.insertMany([
      withId('d'),
      withId('b', { newsletters: ['daily-long', 'daily'] }),
      withId('c', { newsletters: ['daily-long'] }),
      withId('a', { status: 'unsubscribed' }),
      withId('e', { newsletters: [] }),
    ]);
    const query = { newsletter: 'daily', after: '', below: undefined, limit: 10 };
    expect(await subscribers.candidates(query)).toEqual(['b', 'd']);
    expect(await subscribers.candidates({ ...query, limit: 1 })).toEqual(['b']);
    expect(await subscribers.candidates({ ...query, after: 'b' })).toEqual(['d']);
    expect(await subscribers.candidates({ ...query, below: 'd' })).toEqual(['b']);
    expect(await subscribers.candidates({ ...query, after: 'd', below: 'd' })).toEqual([]);
  });

  holds('gives every candidate once, however the pages fall', async (subscribers) => {
    const id = fc.string({ unit: fc.constantFrom(...BELOW_64), minLength: 1, maxLength: 22 });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(id, { maxLength: 40 }),
        fc.integer({ min: 1, max: 7 }),
        async (ids, limit) => {
          for (const s of await subscribers.page({ after: '', limit: 1000 })) await subscribers.erase(s.id);
          await subscribers.insertMany(ids.map((one) => withId(one)));
          const seen: string[] = [];
          for (let after = ''; ; after = seen.at(-1)!) {
            const page = await subscribers.candidates({
              newsletter: 'daily',
              after,
              below: undefined,
              limit,
            });
            seen.push(...page);
            if (page.length < limit) break;
          }
          expect(seen).toEqual([...ids].sort());
        },
      ),
      { numRuns: pagings },
    );
  });

  holds('erases who never confirmed a request of before an instant, and nobody else', async (subscribers) => {
    const since = (at: number) => ({ consent: { at, source: 'form', form: '', confirmedAt: undefined } });
    await subscribers.insertMany([
      withId('a', { status: 'pending', ...since(NOON - 1) }),
      withId('b', { status: 'pending', ...since(NOON) }),
      withId('c', { status: 'unsubscribed', ...since(NOON - 1) }),
      withId('d', since(NOON - 1)),
    ]);
    expect(await subscribers.erasePending(NOON)).toBe(1);
    expect((await subscribers.page({ after: '', limit: 9 })).map((s) => s.id)).toEqual(['b', 'c', 'd']);
  });

  holds('pages through all or those of a status, and tallies them', async (subscribers) => {
    await subscribers.insertMany([withId('c'), withId('a', { status: 'bounced' }), withId('b')]);
    expect((await subscribers.page({ after: '', limit: 2 })).map((s) => s.id)).toEqual(['a', 'b']);
    expect((await subscribers.page({ after: 'b', limit: 2 })).map((s) => s.id)).toEqual(['c']);
    expect((await subscribers.page({ after: '', limit: 9, status: 'active' })).map((s) => s.id)).toEqual([
      'b',
      'c',
    ]);
    expect(await subscribers.countByStatus()).toEqual({
      pending: 0,
      active: 2,
      unsubscribed: 0,
      bounced: 1,
      complained: 0,
    });
  });

  forwardsContract(open);
}
