import { describe, expect, it } from 'vitest';
import type { Subscriber } from '../../../functions/domain/subscribers/subscriber.ts';
import { DAY } from '../../../functions/domain/time/instant.ts';
import {
  applyChange,
  planChange,
  type WantedChange,
} from '../../../functions/flows/subscribers/change-by-operator.ts';
import { confirm } from '../../../functions/flows/subscribers/confirm.ts';
import {
  suppressAddress,
  unsubscribeAddress,
} from '../../../functions/flows/subscribers/operate-subscribers.ts';
import {
  aSubscriber,
  idOf,
  openSubscriptions,
  type SubscriptionsFixture,
} from '../../support/builders/subscriptions.ts';

const ADA = 'ada@example.com';
const NEW = 'ada@new.example';

async function withAda(changes: Partial<Subscriber> = {}) {
  const desk = openSubscriptions();
  await desk.ports.subscribers.put(aSubscriber(ADA, changes));
  return desk;
}
const change = async (desk: SubscriptionsFixture, wanted: WantedChange) => {
  const plan = await planChange(desk.ports, ADA, wanted);
  await applyChange(desk.ports, plan);
  return plan;
};

describe('a reader an operator changes', () => {
  it('has the new name, labels, topics and pause, and nothing else is different', async () => {
    const desk = await withAda({ labels: ['old'] });
    const before = (await desk.find(ADA))!;
    const pausedUntil = desk.now + 7 * DAY;
    const next = { name: 'Ada L.', labels: ['vip', 'press'], topics: ['world'] };
    const { fields } = await change(desk, { ...next, pausedUntil });
    expect(fields).toEqual(['name', 'labels', 'topics', 'pausedUntil']);
    expect(await desk.find(ADA)).toEqual({ ...before, ...next, pausedUntil, version: 2 });
    await change(desk, { pausedUntil: null, labels: [], topics: [], name: '' });
    expect(await desk.find(ADA)).toEqual({ ...before, labels: [], version: 3 });
    expect([await desk.counted(), desk.notices]).toEqual([[], []]);
  });

  it('gets another newsletter by the operator’s word, beside their own consent; both are counted', async () => {
    const desk = await withAda();
    const { consent } = (await desk.find(ADA))!;
    expect(await change(desk, { newsletters: ['brief'] })).toMatchObject({
      joined: ['brief'],
      left: ['daily'],
    });
    expect(await desk.find(ADA)).toMatchObject({
      ...{ status: 'active', newsletters: ['brief'], consent },
      vouched: [{ at: desk.now, source: 'command', newsletters: ['brief'] }],
    });
    expect(await desk.counted()).toEqual(['confirmed brief command 1', 'left daily command 1']);
    const rows = await desk.ports.counts.read({ from: '2000-01-01', to: '2100-01-01' });
    expect(rows.map(({ event, source }) => `${event} ${source}`)).toEqual(['confirmed command', 'left form']);
  });

  it('is written once: the same said again, in another order, is nothing', async () => {
    const desk = await withAda({ newsletters: ['daily', 'brief'], labels: ['a', 'b'] });
    await change(desk, { newsletters: ['brief', 'daily'], labels: ['b', 'a'], pausedUntil: null });
    expect((await desk.find(ADA))?.version).toBe(1);
  });

  it.each<[string, WantedChange, RegExp]>([
    [
      'a newsletter that is none',
      { newsletters: ['brieff'] },
      /no newsletter `brieff`. Did you mean `brief`/,
    ],
    ['a topic that is none', { topics: ['wolrd'] }, /no topic `wolrd`. Did you mean `world`/],
    ['no newsletter at all', { newsletters: [] }, /leaves no newsletter/],
    ['a name of 201 characters', { name: 'x'.repeat(201) }, /name is longer/],
    ['an address that is none', { address: 'ada' }, /not an email address/],
  ])('is not given %s', async (_, wanted, message) => {
    const desk = await withAda();
    await expect(change(desk, wanted)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(message),
    });
    expect((await desk.find(ADA))?.version).toBe(1);
  });

  it.each(['pending', 'unsubscribed', 'bounced', 'complained'] as const)(
    'is left alone while %s, with what to do instead',
    async (status) => {
      const desk = await withAda({ status });
      const refused = change(desk, { name: 'x' });
      await expect(refused).rejects.toMatchObject({
        code: 'conflict',
        remedy: expect.stringContaining('sign'),
      });
      expect((await desk.find(ADA))?.name).toBe('');
    },
  );

  it('is left alone while suppressed, and where nobody is', async () => {
    const desk = await withAda();
    await expect(planChange(desk.ports, 'eve@example.com', {})).rejects.toMatchObject({ code: 'not-found' });
    const plan = await planChange(desk.ports, ADA, { name: 'x' });
    await suppressAddress(desk.ports, ADA);
    await expect(applyChange(desk.ports, plan)).rejects.toMatchObject({ code: 'conflict' });
    await expect(change(desk, { name: 'x' })).rejects.toMatchObject({
      remedy: expect.stringContaining('sign'),
    });
  });
});

describe('a new address', () => {
  it('is asked first; once confirmed there, all that was chosen is there, and nothing at the old one', async () => {
    const desk = await withAda({ labels: ['vip'], newsletters: ['daily', 'brief'] });
    await change(desk, { address: NEW, name: 'Ada' });
    expect(desk.notices).toMatchObject([
      { kind: 'confirm', subscriber: idOf(NEW), about: { from: idOf(ADA) } },
    ]);
    expect(await desk.find(ADA)).toMatchObject({ status: 'active', name: 'Ada' });
    expect(await desk.find(NEW)).toMatchObject({ status: 'pending' });
    await change(desk, { address: NEW });
    expect(desk.notices).toHaveLength(2);
    await confirm(desk.ports, desk.link());
    expect(await desk.find(ADA)).toBeUndefined();
    expect(await desk.find(NEW)).toMatchObject({ status: 'active', name: 'Ada', labels: ['vip'] });
  });

  it.each(['active', 'pending', 'unsubscribed', 'bounced', 'complained'] as const)(
    'is refused where somebody %s is',
    async (status) => {
      const desk = await withAda();
      const there = aSubscriber(NEW, { status });
      await desk.ports.subscribers.put(there);
      await expect(change(desk, { address: NEW, name: 'x' })).rejects.toMatchObject({
        code: 'conflict',
        message: `Somebody is known at the new address already (${status}).`,
      });
      expect([await desk.find(ADA), await desk.find(NEW)]).toMatchObject([{ name: '' }, { status }]);
      expect(desk.notices).toEqual([]);
    },
  );

  it('is refused where it is suppressed, and is none where it is the same in other letters', async () => {
    const desk = await withAda();
    await suppressAddress(desk.ports, NEW);
    await expect(change(desk, { address: NEW })).rejects.toMatchObject({
      message: expect.stringContaining('suppressed'),
    });
    expect(await change(desk, { address: 'ADA@Example.com' })).toMatchObject({ moveTo: undefined });
  });
});

describe('one newsletter an operator takes somebody off', () => {
  it('is the only one they lose, and counted', async () => {
    const desk = await withAda({ newsletters: ['daily', 'brief'] });
    expect(await unsubscribeAddress(desk.ports, ADA, 'daily')).toBe(true);
    expect(await desk.find(ADA)).toMatchObject({ status: 'active', newsletters: ['brief'] });
    expect(await unsubscribeAddress(desk.ports, ADA, 'daily')).toBe(false);
    expect(await desk.counted()).toEqual(['left daily command 1']);
    expect(await unsubscribeAddress(desk.ports, ADA, 'brief')).toBe(true);
    expect(await desk.find(ADA)).toMatchObject({ status: 'unsubscribed' });
  });

  it('must be one there is, or one they have', async () => {
    const desk = await withAda({ newsletters: ['daily', 'gone-from-the-file'] });
    await expect(unsubscribeAddress(desk.ports, ADA, 'breif')).rejects.toMatchObject({
      ...{ code: 'not-found', remedy: 'Did you mean `brief`?' },
    });
    expect(await unsubscribeAddress(desk.ports, ADA, 'gone-from-the-file')).toBe(true);
    expect(await unsubscribeAddress(desk.ports, 'eve@example.com', 'daily')).toBe(false);
  });

  it('takes no sign-up back that waits for its confirmation', async () => {
    const desk = await withAda({ status: 'pending', newsletters: [] });
    expect(await unsubscribeAddress(desk.ports, ADA, 'daily')).toBe(false);
    expect(await desk.find(ADA)).toMatchObject({ status: 'pending' });
  });
});
