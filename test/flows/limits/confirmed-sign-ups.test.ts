/** Many who sign up together, at one domain or behind one address, and confirm; and who does so and never confirms. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { MINUTE, SECOND } from '../../../functions/domain/time/instant.ts';
import { confirm } from '../../../functions/flows/subscribers/confirm.ts';
import { subscribe } from '../../../functions/flows/subscribers/subscribe.ts';
import { aPublication } from '../../support/builders/small-publication.ts';
import { openSubscriptions } from '../../support/builders/subscriptions.ts';

type Crowd = { email: (i: number) => string; client: (i: number) => string };
const UNIVERSITY: Crowd = {
  email: (i) => `student${i}@uni.example`,
  client: (i) => `80.${i >> 8}.${i & 255}.1`,
};
const CONFERENCE: Crowd = { email: (i) => `guest${i}@gmail.com`, client: () => '192.0.2.7' };

/** 300 in an hour. Of ten mails so many are confirmed, two minutes later, from where they were asked for. Returns how many were mailed. */
async function hour({ email, client }: Crowd, ofTen: number): Promise<number> {
  const { sending, ...rest } = aPublication();
  const desk = openSubscriptions({
    ...rest,
    sending: { ...sending, signups: { ...sending.signups, perHour: 1000 } },
  });
  onTestFinished(() => desk.close());
  const about = { newsletters: ['daily'], topics: [], source: 'form', form: 'words' };
  const mails: { at: number; token: string; from: string }[] = [];
  const confirmations = () => desk.notices.filter(({ kind }) => kind === 'confirm').length;
  for (let i = 0; i < 300; i++) {
    desk.now += 12 * SECOND;
    for (const mail of mails.filter(({ at }) => at === desk.now))
      await confirm(desk.ports, mail.token, mail.from);
    const before = confirmations();
    await subscribe(desk.ports, { email: email(i), client: client(i), ...about }).catch(() => {});
    if (confirmations() > before && confirmations() % 10 < ofTen)
      mails.push({ at: desk.now + 2 * MINUTE, token: desk.link(), from: client(i) });
  }
  return confirmations();
}

describe('three hundred in an hour', () => {
  it('at one domain are mailed, nearly all, where most confirm', async () => {
    expect(await hour(UNIVERSITY, 7)).toBeGreaterThan(230);
  });

  it('behind one address get three times as many through where most confirm', async () => {
    expect(await hour(CONFERENCE, 7)).toBeGreaterThan(55);
  });

  it('who never confirm are ten mails for a domain, and twenty for a network', async () => {
    expect([await hour(UNIVERSITY, 0), await hour(CONFERENCE, 0)]).toEqual([10, 20]);
  });

  it('of whom one in ten confirms are hardly more', async () => {
    expect(await hour(UNIVERSITY, 1)).toBeLessThan(16);
    expect(await hour(CONFERENCE, 1)).toBeLessThan(25);
  });
});
