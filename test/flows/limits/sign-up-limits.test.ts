import { describe, expect, it } from 'vitest';
import type { Publication } from '../../../functions/domain/publication/publication.ts';
import { DAY, HOUR, MINUTE } from '../../../functions/domain/time/instant.ts';
import { confirm } from '../../../functions/flows/subscribers/confirm.ts';
import { subscribe } from '../../../functions/flows/subscribers/subscribe.ts';
import { aPublication } from '../../support/builders/small-publication.ts';
import {
  aSubscriber,
  idOf,
  openSubscriptions,
  type SubscriptionsFixture,
} from '../../support/builders/subscriptions.ts';

/** True: it was taken, mailed or not; false: `too-many`. */
async function signUp(desk: SubscriptionsFixture, email: string, client = '192.0.2.7'): Promise<boolean> {
  const about = { newsletters: ['daily'], topics: [], source: 'form', form: 'words' };
  try {
    await subscribe(desk.ports, { email, client, ...about });
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'too-many' });
    return false;
  }
}
const limited = (signups: Partial<Publication['sending']['signups']>) => {
  const publication = aPublication();
  const { sending } = publication;
  return openSubscriptions({
    ...publication,
    sending: { ...sending, signups: { ...sending.signups, ...signups } },
  });
};
const network = (n: number) => `198.51.${n}.1`;
const asked = (n: number) => Array.from({ length: n }, (_, i) => i);

describe('a mailbox gets three confirmations a day', () => {
  it.each([
    ['plus', (i: number) => `victim+${i}@gmail.com`],
    ['plus and dots', (i: number) => `v${'.'.repeat(i % 2)}ictim+${i}@${i % 3 ? 'GMAIL' : 'googlemail'}.com`],
    ['a number after a hyphen', (i: number) => `victim-${i}@evil.example`],
    ['subdomains of Fastmail', (i: number) => `x${i}@victim.fastmail.com`],
    ['domains of Proton', (i: number) => `v_ictim+${i}@${['pm.me', 'proton.me', 'protonmail.com'][i % 3]}`],
    ['Yahoo’s keywords', (i: number) => `victim-word${i}@yahoo.de`],
    ['plus at a domain of one’s own', (i: number) => `VICTIM+a.b${i}@Shop.co.uk`],
  ])('however it is written: %s', async (_, email) => {
    const desk = openSubscriptions();
    for (const i of asked(25)) await signUp(desk, email(i), network(i));
    expect(desk.notices).toHaveLength(3);
  });

  it('and a family of names four times as many', async () => {
    const desk = limited({ perDomainHour: 100 });
    const words = asked(26).map((i) => String.fromCharCode(97 + i).repeat(3));
    for (const [i, word] of words.entries()) await signUp(desk, `victim-${word}@evil.example`, network(i));
    expect(desk.notices).toHaveLength(12);
  });

  it('before midnight and after it together', async () => {
    const desk = openSubscriptions();
    desk.now = Date.UTC(2026, 10, 23, 23, 59);
    for (const i of asked(4)) await signUp(desk, `victim+${i}@gmail.com`);
    desk.now += 2 * MINUTE;
    for (const i of asked(4)) await signUp(desk, `victim+later${i}@gmail.com`);
    expect(desk.notices).toHaveLength(3);
    desk.now += DAY;
    await signUp(desk, 'victim@gmail.com');
    expect(desk.notices).toHaveLength(4);
  });

  it('when sixty ask at once, by one name or by many', async () => {
    const desk = limited({ perNetworkHour: 100 });
    await Promise.all(asked(60).map(() => signUp(desk, 'victim@gmail.com')));
    await Promise.all(asked(60).map((i) => signUp(desk, `other+${i}@shop.example`, '203.0.113.1')));
    expect(desk.notices).toHaveLength(6);
  });

  it('and those that tell who reads already are among them', async () => {
    const desk = openSubscriptions();
    for (const i of asked(9)) {
      await desk.ports.subscribers.put(aSubscriber(`victim+${i}@gmail.com`));
      await signUp(desk, `victim+${i}@gmail.com`);
    }
    expect(desk.notices.map((notice) => notice.kind)).toEqual(['link', 'link', 'link']);
  });

  it('and renewals of links that ended are among them', async () => {
    const desk = openSubscriptions();
    const links: string[] = [];
    for (const i of asked(5)) {
      await signUp(desk, `victim+${i}@gmail.com`);
      if (desk.notices.length > links.length) links.push(desk.link());
      desk.now += 5 * HOUR;
    }
    desk.now += 8 * DAY;
    const before = desk.notices.length;
    for (const token of [...links, ...links]) await confirm(desk.ports, token);
    expect(desk.notices.length - before).toBe(3);
  });

  it('of which none is lost when a mail cannot be queued', async () => {
    const desk = limited({ perAddressDay: 1, perNetworkHour: 1, perHour: 1, perDomainHour: 1 });
    desk.failing = true;
    for (const _ of asked(3)) await expect(signUp(desk, 'ann@shop.example')).rejects.toThrow();
    desk.failing = false;
    expect(await signUp(desk, 'ann@shop.example')).toBe(true);
    expect(desk.notices).toHaveLength(1);
  });
});

describe('a domain', () => {
  it.each([
    ['a catch-all', (i: number) => `name${i}@evil.example`],
    ['a catch-all with subdomains', (i: number) => `me@a${i}.evil.example`],
    ['subdomains below an ending with two labels', (i: number) => `a${i}@b${i}.evil.co.uk`],
    ['both, in another script', (i: number) => `a${i}@b${i}.bücher.example`],
  ])('gets ten confirmations an hour from fifty networks: %s', async (_, email) => {
    const desk = openSubscriptions();
    for (const i of asked(50)) expect(await signUp(desk, email(i), network(i))).toBe(true);
    expect(desk.notices).toHaveLength(10);
    desk.now += HOUR;
    await signUp(desk, 'later@evil.example');
    await signUp(desk, 'somebody@else.example');
    expect(desk.notices.length).toBeGreaterThanOrEqual(11);
  });

  it('gets one more for each reader there who confirmed', async () => {
    const desk = openSubscriptions();
    for (const i of asked(30)) {
      await signUp(desk, `staff${i}@office.example`, network(i));
      if (i % 2 === 0) await confirm(desk.ports, desk.link());
    }
    const confirmations = () => desk.notices.filter(({ kind }) => kind === 'confirm').length;
    expect(confirmations()).toBeGreaterThanOrEqual(20);
    const before = confirmations();
    desk.now += 30 * DAY;
    for (const i of asked(60)) await signUp(desk, `more${i}@office.example`, network(i));
    expect(confirmations() - before).toBe(10 + (await desk.ports.subscribers.countByStatus()).active);
  });

  it('that is a large provider has no limit', async () => {
    const desk = openSubscriptions();
    for (const i of asked(40)) await signUp(desk, `reader${i}@gmail.com`, network(i));
    expect(desk.notices).toHaveLength(40);
  });

  it('over its limit uses up nothing of the mailbox', async () => {
    const desk = limited({ perDomainHour: 1 });
    await signUp(desk, 'first@shop.example');
    for (const _ of asked(5)) await signUp(desk, 'ann@shop.example');
    desk.now += HOUR;
    await signUp(desk, 'ann@shop.example');
    expect(desk.notices.map(({ subscriber }) => subscriber)).toEqual([
      idOf('first@shop.example'),
      idOf('ann@shop.example'),
    ]);
  });
});
