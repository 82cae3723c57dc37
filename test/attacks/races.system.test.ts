import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { HOUR } from '../../functions/domain/time/instant.ts';
import { confirm } from '../../functions/flows/subscribers/confirm.ts';
import { eraseSubscriber } from '../../functions/flows/subscribers/erase.ts';
import { eraseOwn } from '../../functions/flows/subscribers/manage.ts';
import {
  pauseLetters,
  savePreferences,
  unsubscribeByPreferences,
} from '../../functions/flows/subscribers/preferences.ts';
import { subscribe } from '../../functions/flows/subscribers/subscribe.ts';
import { unsubscribe } from '../../functions/flows/subscribers/unsubscribe.ts';
import { askMove } from '../support/builders/moves.ts';
import { anEntry, aPublication, NOON } from '../support/builders/small-publication.ts';
import { aFullStore, aSite } from '../support/builders/small-site.ts';
import {
  aSubscriber,
  openSubscriptions,
  type SubscriptionsFixture,
} from '../support/builders/subscriptions.ts';

const ADA = 'ada@example.com';
const manageLink = (desk: SubscriptionsFixture, email: string) =>
  desk.token('manage', email, '', desk.now + HOUR);
const signUp = (desk: SubscriptionsFixture, email: string, client: string) =>
  subscribe(desk.ports, { email, newsletters: ['daily'], topics: [], client, source: 'form', form: 'words' });

describe('many at once', () => {
  it('who sign up one address from everywhere get it as many mails as one who does so in turn', async () => {
    const desk = openSubscriptions();
    const { perAddressDay } = aPublication().sending.signups;
    await Promise.all(Array.from({ length: 60 }, (_, n) => signUp(desk, ADA, `198.51.${n}.1`)));
    expect(desk.notices).toHaveLength(perAddressDay);
  });

  it('who sign up forty addresses from one network find as much room as one after the other', async () => {
    const desk = openSubscriptions();
    const { perNetworkHour } = aPublication().sending.signups;
    const asked = Array.from({ length: 40 }, (_, n) => signUp(desk, `reader@example${n}.com`, '192.0.2.7'));
    const told = await Promise.allSettled(asked);
    expect(told.filter(({ status }) => status === 'fulfilled')).toHaveLength(perNetworkHour);
    for (const one of told)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'too-many' });
    expect(desk.notices).toHaveLength(perNetworkHour);
  });

  it('who change a reader who is erased meanwhile bring nobody back, and break nothing', async () => {
    for (let hops = 0; hops < 16; hops++) {
      const desk = openSubscriptions();
      const reader = await desk.ports.subscribers.put(aSubscriber(ADA, { newsletters: ['daily', 'brief'] }));
      const [letters, leave] = [desk.token('preferences', ADA), desk.token('unsubscribe', ADA, 'daily')];
      const changes = Array.from({ length: 40 }, (_, n): Promise<unknown> => {
        if (n % 3 === 0) return pauseLetters(desk.ports, letters, 30);
        if (n % 3 === 1) return unsubscribe(desk.ports, leave, { scope: 'one', how: 'one-click' });
        return savePreferences(desk.ports, letters, { newsletters: ['brief'], topics: [] });
      });
      // At a different moment of theirs each time.
      for (let hop = 0; hop < hops; hop++) await null;
      const erased = eraseSubscriber(desk.ports, reader, { never: false });
      const failed = (await Promise.allSettled(changes)).filter((one) => one.status === 'rejected');
      await erased;
      expect([hops, await desk.find(ADA)]).toEqual([hops, undefined]);
      for (const { reason } of failed) expect(reason.code).toBe('unavailable');
    }
  });
});

describe('a change of address', () => {
  const BEA = 'bea@new.example';
  type Tokens = Record<'leave' | 'letters', string>;
  async function asked() {
    const desk = openSubscriptions();
    await desk.ports.subscribers.put(aSubscriber(ADA, { epoch: 'e1', newsletters: ['daily', 'brief'] }));
    const links = {
      manage: manageLink(desk, ADA),
      leave: desk.token('unsubscribe', ADA),
      letters: desk.token('preferences', ADA),
    };
    const confirmation = await askMove(desk, ADA, BEA);
    return { desk, ...links, confirmation };
  }

  it.each([
    [
      'in one click',
      (d: SubscriptionsFixture, t: Tokens) =>
        unsubscribe(d.ports, t.leave, { scope: 'all', how: 'one-click' }),
    ],
    [
      'by the preferences',
      (d: SubscriptionsFixture, t: Tokens) => unsubscribeByPreferences(d.ports, t.letters),
    ],
  ])(
    'that is confirmed as its reader leaves loses no leaving, whichever comes first: %s',
    async (_, leave) => {
      for (let hops = 0; hops < 60; hops++) {
        const { desk, confirmation, ...tokens } = await asked();
        const work = [() => confirm(desk.ports, confirmation), () => leave(desk, tokens)];
        const [first, second] = hops % 2 === 0 ? work : work.toReversed();
        const begun = first!();
        for (let hop = 0; hop < hops / 2; hop++) await null;
        await second!();
        await begun;
        const [ada, bea] = [await desk.find(ADA), await desk.find(BEA)];
        expect([hops, ada?.status === 'active', bea?.status === 'active']).toEqual([hops, false, false]);
      }
    },
  );

  it('that was confirmed is no erasure: the link of the old address says so and erases nobody', async () => {
    const { desk, manage, confirmation } = await asked();
    await confirm(desk.ports, confirmation);
    expect(await eraseOwn(desk.ports, manage, { never: true })).toBe(false);
    expect((await desk.find(BEA))?.status).toBe('active');
    await eraseOwn(desk.ports, manageLink(desk, BEA), { never: false });
    await eraseOwn(desk.ports, manage, { never: false });
    expect(await desk.find(BEA)).toBeUndefined();
  });
});

describe('who asks for names that are not there', () => {
  it('each once, fills no memory', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const store = aFullStore();
    const { app } = aSite({ ...store, entries: [...store.entries, anEntry({ id: 'new', date: NOON - 1 })] });
    const ask = async (from: number, count: number) => {
      for (let n = from; n < from + count; n++) {
        const path = ['/articles/a', '/topics/a', '/media/a', '/editions/a', '/archive/a', '/a'][n % 6]!;
        await (await app.request(`${path}${n}${'x'.repeat(100)}?q=${n}`)).arrayBuffer();
      }
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = await ask(0, 2000);
    const grown = (await ask(2000, 6000)) - before;
    // A page of 2 KB kept for each would be twelve million.
    expect(grown).toBeLessThan(2_000_000);
  });
});
