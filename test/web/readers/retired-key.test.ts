import { describe, expect, it } from 'vitest';
import { signLink } from '../../../functions/domain/subscribers/signed-link.ts';
import { move } from '../../support/builders/moves.ts';
import { aSubscriber, idOf, SUBSCRIPTION_SECRETS } from '../../support/builders/subscriptions.ts';
import { aSubscriberSite } from '../../support/hosts/subscriber-site.ts';

const ADA = 'ada@example.com';
const [old] = SUBSCRIPTION_SECRETS.links.retired;
const BEFORE = { ...SUBSCRIPTION_SECRETS, links: { current: old!, retired: [] } };
const CURRENT = `${SUBSCRIPTION_SECRETS.links.current.id}.`;

async function withAda(epoch?: string) {
  const site = aSubscriberSite();
  await site.ports.subscribers.put(aSubscriber(ADA, { newsletters: ['daily', 'brief'], epoch }));
  const token = signLink(BEFORE, {
    ...{ purpose: 'unsubscribe', subject: idOf(ADA), about: 'daily', expires: undefined, epoch },
  });
  return { site, path: `/unsubscribe/${token}` };
}

describe('an unsubscribe link of a retired key', () => {
  it('is none that the key’s name was changed of', async () => {
    const { site, path } = await withAda();
    const swapped = path.replace(`/${old!.id}.`, `/${CURRENT}`);
    expect((await site.get(swapped)).status).toBe(403);
  });

  it.each([[undefined], ['e-ada1']])(
    'lets people leave, and no answer holds a link of another (epoch %s)',
    async (epoch) => {
      const { site, path } = await withAda(epoch);
      const answers = [
        await site.get(path),
        await site.post(path, { intent: 'leave-one' }),
        await site.post(path, { intent: 'leave-one' }),
        await site.post(path, { intent: 'reason', reason: 'other', remark: 'no' }),
        await site.post(path, { intent: 'leave' }),
        await site.post(path, { intent: 'reason', reason: 'other', remark: 'no' }),
        await site.get(path),
        await site.post(path, {}),
      ];
      expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
      for (const answer of answers) {
        const page = await answer.text();
        expect(page).not.toContain(CURRENT);
        expect(page).not.toMatch(/name="undo"|\/preferences\/|name="reason"/);
      }
      expect(await site.find(ADA)).toMatchObject({ status: 'unsubscribed' });
    },
  );

  it('keeps no reason and no remark, mails none, and thanks for none', async () => {
    const { site, path } = await withAda();
    await site.post(path, { intent: 'leave' });
    const page = await (await site.post(path, { intent: 'reason', reason: 'other', remark: 'no' })).text();
    expect(page).not.toContain('An editor will read it');
    const ada = await site.find(ADA);
    expect([ada?.remarks, ada?.reason, site.remarks]).toEqual([undefined, 'page', []]);
    expect(await site.counted()).toEqual(['left brief page 1', 'left daily page 1']);
  });

  it('leaves where its reader has moved to since', async () => {
    const { site, path } = await withAda('e-ada1');
    await move(site, ADA, 'ada@new.example');
    expect((await site.post(path, {})).status).toBe(200);
    expect(await site.find('ada@new.example')).toMatchObject({ newsletters: ['brief'] });
  });

  it('of somebody who reads still says that they do: nothing was left by a reason', async () => {
    const { site, path } = await withAda();
    const page = await (await site.post(path, { intent: 'reason', reason: 'other' })).text();
    expect(page).toContain('Unsubscribe from everything');
    expect(await site.find(ADA)).toMatchObject({ newsletters: ['daily', 'brief'] });
  });
});
