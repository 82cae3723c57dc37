import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../../functions/domain/time/instant.ts';
import { confirm } from '../../../functions/flows/subscribers/confirm.ts';
import { requestNewAddress } from '../../../functions/flows/subscribers/manage.ts';
import { subscribe } from '../../../functions/flows/subscribers/subscribe.ts';
import { aPublication } from '../../support/builders/small-publication.ts';
import {
  aSubscriber,
  openSubscriptions,
  type SubscriptionsFixture,
} from '../../support/builders/subscriptions.ts';

let people = 0;
/** How many of `tries` sign-ups of different people are taken. */
async function signUps(
  desk: SubscriptionsFixture,
  tries: number,
  client: (i: number) => string,
): Promise<number> {
  let taken = 0;
  for (let i = 0; i < tries; i++) {
    const about = { newsletters: ['daily'], topics: [], source: 'form', form: 'words' };
    const email = `reader${people++}@gmail.com`;
    const refused = await subscribe(desk.ports, { email, client: client(i), ...about }).catch((e) => e.code);
    expect([undefined, 'too-many']).toContain(refused);
    taken += refused ? 0 : 1;
  }
  return taken;
}

describe('a network', () => {
  it('of IPv4 is one, however its addresses are written', async () => {
    const written = [
      '192.0.2.1',
      '::ffff:c000:201',
      '64:ff9b::c000:2fe',
      '2002:c000:201::1',
      '::ffff:0:192.0.2.9',
    ];
    expect(await signUps(openSubscriptions(), 40, (i) => written[i % written.length]!)).toBe(20);
  });

  it('written as IPv6 is not that of other IPv4 addresses', async () => {
    expect(
      await signUps(openSubscriptions(), 60, (i) => `::ffff:${(0xc000 + (i % 3)).toString(16)}:201`),
    ).toBe(60);
  });

  it('of IPv6 is a /48, and a hundred an hour a /32', async () => {
    const desk = openSubscriptions();
    expect(await signUps(desk, 30, () => '2001:db8:ff::1')).toBe(20);
    expect(await signUps(desk, 600, (i) => `2001:db8:${(i % 30).toString(16)}::1`)).toBe(80);
    expect(await signUps(desk, 1, () => '2001:db9::1')).toBe(1);
  });

  it('that nobody knows is one, too', async () => {
    expect(await signUps(openSubscriptions(), 30, () => '')).toBe(20);
  });

  it('is not locked by a clock that is set back', async () => {
    const desk = openSubscriptions();
    expect(await signUps(desk, 30, () => '192.0.2.7')).toBe(20);
    desk.now -= 5 * DAY;
    expect(await signUps(desk, 30, () => '192.0.2.7')).toBe(20);
    desk.now += HOUR;
    expect(await signUps(desk, 30, () => '192.0.2.7')).toBe(15);
  });

  it('that never confirms gets fewer every hour, and one at least', async () => {
    const desk = openSubscriptions();
    const hours: number[] = [];
    for (let hour = 0; hour < 24; hour++) {
      hours.push(await signUps(desk, 42, (i) => `192.0.2.${i}`));
      desk.now += HOUR;
    }
    expect(hours.slice(0, 6)).toEqual([20, 15, 12, 9, 6, 5]);
    expect(hours.slice(6).every((taken) => taken >= 1 && taken < 5)).toBe(true);
    desk.now += DAY;
    expect(await signUps(desk, 42, () => '192.0.2.1')).toBe(20);
  });

  it('of IPv6 that never confirms gets fewer, whichever /48 it takes', async () => {
    const desk = openSubscriptions();
    const hours: number[] = [];
    for (let hour = 0; hour < 4; hour++) {
      hours.push(await signUps(desk, 150, (i) => `2001:db8:${(hour * 64 + (i % 10)).toString(16)}::1`));
      desk.now += HOUR;
    }
    expect(hours).toEqual([100, 75, 57, 42]);
  });

  it('whose readers confirm keeps its share', async () => {
    const desk = openSubscriptions();
    for (let hour = 0; hour < 24; hour++) {
      for (let i = 0; i < 20; i++) {
        expect(await signUps(desk, 1, () => '192.0.2.7')).toBe(1);
        await confirm(desk.ports, desk.link(), '192.0.2.8');
      }
      desk.now += HOUR;
    }
  });

  it('has its sign-up back when the work fails', async () => {
    const desk = openSubscriptions();
    desk.failing = true;
    for (let i = 0; i < 30; i++) await expect(signUps(desk, 1, () => '192.0.2.7')).rejects.toThrow();
    desk.failing = false;
    expect(await signUps(desk, 30, () => '192.0.2.7')).toBe(20);
  });

  it('keeps to its limit around the turn of an hour, and when all come at once', async () => {
    const desk = openSubscriptions();
    desk.now = Date.UTC(2026, 10, 23, 12, 59, 30);
    const many = Promise.all(Array.from({ length: 40 }, () => signUps(desk, 1, () => '192.0.2.7')));
    expect((await many).filter((taken) => taken === 1)).toHaveLength(20);
    desk.now += 60_000;
    expect(await signUps(desk, 20, () => '192.0.2.7')).toBe(0);
  });
});

describe('changes of address', () => {
  const four = ['a@evil.example', 'b@evil.example', 'c@evil.example', 'd@evil.example'];
  async function subscribed(desk: SubscriptionsFixture, emails: readonly string[]): Promise<string[]> {
    for (const email of emails) await desk.ports.subscribers.put(aSubscriber(email));
    return emails.map((email) => desk.token('manage', email, '', desk.now + HOUR));
  }

  it('by four subscribers onto one mailbox are three mails, sign-ups among them', async () => {
    const desk = openSubscriptions();
    const tokens = await subscribed(desk, four);
    for (const [n, token] of tokens.entries())
      for (let m = 0; m < 3; m++)
        await requestNewAddress(desk.ports, token, `victim+${n}.${m}@gmail.com`, '192.0.2.1');
    expect(desk.notices).toHaveLength(3);
    const about = { newsletters: ['daily'], topics: [], source: 'form', form: 'words' };
    await subscribe(desk.ports, { email: 'v.ictim@googlemail.com', client: '192.0.2.1', ...about });
    expect(desk.notices).toHaveLength(3);
  });

  it('count for their network and for the publication, as sign-ups do', async () => {
    const desk = openSubscriptions();
    const tokens = await subscribed(
      desk,
      Array.from({ length: 21 }, (_, i) => `a${i}@evil.example`),
    );
    for (const [i, token] of tokens.slice(0, 20).entries())
      await requestNewAddress(desk.ports, token, `n${i}@gmail.com`, '192.0.2.1');
    const refused = requestNewAddress(desk.ports, tokens[20]!, 'other@gmail.com', '192.0.2.200');
    await expect(refused).rejects.toMatchObject({ code: 'too-many' });
    expect(await signUps(desk, 1, () => '192.0.2.1')).toBe(0);
    await requestNewAddress(desk.ports, tokens[20]!, 'other@gmail.com', '192.0.3.1');
    expect(desk.notices).toHaveLength(21);
  });

  it('count for their domain', async () => {
    const desk = openSubscriptions();
    const tokens = await subscribed(
      desk,
      Array.from({ length: 30 }, (_, i) => `a${i}@gmail.com`),
    );
    for (const [i, token] of tokens.entries())
      await requestNewAddress(desk.ports, token, `n${i}@a${i}.victim.example`, `192.0.${i}.1`);
    expect(desk.notices).toHaveLength(10);
  });

  it('are answered alike whether the address is known, barred or their own', async () => {
    const publication = aPublication();
    const { sending } = publication;
    const signups = { ...sending.signups, perNetworkHour: 1 };
    for (const onto of [four[1]!, four[0]!, 'new@x.example', 'gone@x.example']) {
      const desk = openSubscriptions({ ...publication, sending: { ...sending, signups } });
      const [token] = await subscribed(desk, four);
      await desk.ports.subscribers.put(aSubscriber('gone@x.example', { status: 'bounced' }));
      await requestNewAddress(desk.ports, token!, onto, '192.0.2.1');
      const again = requestNewAddress(desk.ports, token!, onto, '192.0.2.1');
      await expect(again).rejects.toMatchObject({ code: 'too-many' });
    }
  });

  it('that cannot be queued use up nothing', async () => {
    const desk = openSubscriptions();
    const [token] = await subscribed(desk, four);
    desk.failing = true;
    for (let i = 0; i < 25; i++)
      await expect(requestNewAddress(desk.ports, token!, 'n@x.example', '192.0.2.1')).rejects.toThrow();
    desk.failing = false;
    await requestNewAddress(desk.ports, token!, 'n@x.example', '192.0.2.1');
    expect(desk.notices).toHaveLength(1);
  });
});
