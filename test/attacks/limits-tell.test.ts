/** Who has a mailbox of their own at the same domain sees which mails still come to it: that must tell of nobody whether they read. */
import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../functions/domain/time/instant.ts';
import { requestNewAddress } from '../../functions/flows/subscribers/manage.ts';
import { suppressAddress } from '../../functions/flows/subscribers/operate-subscribers.ts';
import { subscribe } from '../../functions/flows/subscribers/subscribe.ts';
import { handleRefusedAddress } from '../../functions/flows/subscribers/suppress-subscriber.ts';
import {
  aSubscriber,
  idOf,
  openSubscriptions,
  type SubscriptionsFixture,
} from '../support/builders/subscriptions.ts';

const KINDS = ['active', 'paused', 'left', 'bounced', 'complained', 'never', 'resting'] as const;
type Kind = 'stranger' | (typeof KINDS)[number];

let networks = 0;
const signUp = (desk: SubscriptionsFixture, email: string) =>
  subscribe(desk.ports, {
    ...{ email, newsletters: ['daily'], topics: [], source: 'form', form: 'words' },
    client: `192.0.${networks++ % 250}.1`,
  });
const mailsTo = (desk: SubscriptionsFixture, email: string) =>
  desk.notices.filter(({ subscriber }) => subscriber === idOf(email)).length;

async function deskWith(email: string, kind: Kind): Promise<SubscriptionsFixture> {
  const desk = openSubscriptions();
  if (kind === 'stranger') return desk;
  if (kind === 'never') await suppressAddress(desk.ports, email);
  else if (kind === 'resting') {
    await desk.ports.subscribers.put(aSubscriber(email, { status: 'pending' }));
    await handleRefusedAddress(desk.ports, idOf(email), '550 5.1.1', { confirmation: true });
  } else {
    const status = kind === 'left' ? 'unsubscribed' : kind === 'paused' ? 'active' : kind;
    const pausedUntil = kind === 'paused' ? desk.now + 30 * DAY : undefined;
    await desk.ports.subscribers.put(aSubscriber(email, { status, pausedUntil }));
  }
  return desk;
}

/** How many of ten mails of an hour to one domain are left for a neighbour, once somebody was signed up there `times`. */
async function leftAtDomain(kind: Kind, times: number): Promise<number> {
  const desk = await deskWith('target@corp.example', kind);
  for (let n = 0; n < times; n++) await signUp(desk, 'target@corp.example');
  for (let n = 0; n < 12; n++) await signUp(desk, `eve${n}@corp.example`);
  return desk.notices.filter(({ subscriber }) => subscriber !== idOf('target@corp.example')).length;
}

describe('a sign-up', () => {
  const cases = [1, 2, 3, 5].flatMap((times) => KINDS.map((kind) => [times, kind] as const));
  it.each(cases)(
    '%s at %s’s domain leaves as many mails for a neighbour as a stranger’s',
    async (times, kind) => {
      expect(await leftAtDomain(kind, times)).toBe(await leftAtDomain('stranger', times));
    },
  );

  it.each(KINDS)('of a name alike leaves as many mails for the other, whoever it is: %s', async (kind) => {
    const left = async (who: Kind) => {
      const desk = await deskWith('anna-maria@corp.example', who);
      for (let n = 0; n < 3; n++) await signUp(desk, 'anna-maria@corp.example');
      desk.now += HOUR;
      for (let n = 0; n < 4; n++)
        for (let m = 0; m < 3; m++) {
          await signUp(desk, `anna-${'abcd'[n]}@corp.example`);
          desk.now += HOUR / 4;
        }
      return desk.notices.filter(({ subscriber }) => subscriber !== idOf('anna-maria@corp.example')).length;
    };
    expect(await left(kind)).toBe(await left('stranger'));
  });
});

describe('a change of address', () => {
  it.each(KINDS)('onto %s leaves as many changes of address as onto a stranger', async (kind) => {
    const left = async (who: Kind) => {
      const desk = await deskWith('target@corp.example', who);
      await desk.ports.subscribers.put(aSubscriber('eve@evil.example'));
      const token = desk.token('manage', 'eve@evil.example', '', desk.now + HOUR);
      await requestNewAddress(desk.ports, token, 'target@corp.example', '192.0.2.1');
      for (let n = 0; n < 3; n++)
        await requestNewAddress(desk.ports, token, `e${n}@evil.example`, '192.0.2.1');
      return [0, 1, 2].map((n) => mailsTo(desk, `e${n}@evil.example`));
    };
    expect(await left(kind)).toEqual(await left('stranger'));
  });
});
