import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { HOUR } from '../../functions/domain/instant.ts';
import { eraseSubscriber } from '../../functions/flows/erase.ts';
import { subscribe } from '../../functions/flows/subscribe.ts';
import { anEntry, aPublication, NOON } from '../support/small-publication.ts';
import { aFullStore, aSite } from '../support/small-view.ts';
import { aSubscriberSite } from '../support/subscriber-site.ts';
import { aDesk, aSubscriber, type Desk } from '../support/subscriptions.ts';

const ADA = 'ada@example.com';
const signUp = (desk: Desk, email: string, client: string) =>
  subscribe(desk.ports, { email, newsletters: ['daily'], topics: [], client, source: 'form', form: 'words' });

describe('many at once', () => {
  it('who sign up one address from everywhere get it as many mails as one who does so in turn', async () => {
    const desk = aDesk();
    const { perAddressDay } = aPublication().sending.signups;
    await Promise.all(Array.from({ length: 60 }, (_, n) => signUp(desk, ADA, `198.51.${n}.1`)));
    expect(desk.notices).toHaveLength(perAddressDay);
  });

  it('who sign up forty addresses from one network find as much room as one after the other', async () => {
    const desk = aDesk();
    const { perNetworkHour } = aPublication().sending.signups;
    const asked = Array.from({ length: 40 }, (_, n) => signUp(desk, `reader@example${n}.com`, '192.0.2.7'));
    const told = await Promise.allSettled(asked);
    expect(told.filter(({ status }) => status === 'fulfilled')).toHaveLength(perNetworkHour);
    for (const one of told)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'too-many' });
    expect(desk.notices).toHaveLength(perNetworkHour);
  });

  it('who change a reader who is erased meanwhile bring nobody back, and break nothing', async () => {
    const site = aSubscriberSite();
    const reader = await site.ports.subscribers.put(aSubscriber(ADA, { newsletters: ['daily', 'brief'] }));
    const link = (purpose: 'preferences' | 'unsubscribe') =>
      `/${purpose}/${site.token(purpose, ADA, 'daily', site.now + HOUR)}`;
    const changes = Array.from({ length: 40 }, (_, n) => [
      site.post(link('preferences'), { intent: n % 2 ? 'save' : 'pause', newsletter: 'brief', days: '7' }),
      site.post(link('unsubscribe'), { 'List-Unsubscribe': 'One-Click' }),
    ]).flat();
    const erased = eraseSubscriber(site.ports, reader, { never: false });
    const told = await Promise.all(changes);
    await erased;
    expect(await site.find(ADA)).toBeUndefined();
    for (const { status } of told) expect(status).toBeOneOf([200, 400, 410, 503]);
    expect(site.reported).toEqual([]);
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
