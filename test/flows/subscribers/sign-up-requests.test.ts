import { describe, expect, it } from 'vitest';
import { noticePathOf } from '../../../functions/domain/notices/notice.ts';
import type { RequestedConsent } from '../../../functions/domain/subscribers/subscriber.ts';
import { startRest } from '../../../functions/domain/subscribers/subscription-rules.ts';
import { DAY, HOUR } from '../../../functions/domain/time/instant.ts';
import { confirm, showConfirmation } from '../../../functions/flows/subscribers/confirm.ts';
import { exportOwnData } from '../../../functions/flows/subscribers/manage.ts';
import {
  eraseAddress,
  unsubscribeAddress,
} from '../../../functions/flows/subscribers/operate-subscribers.ts';
import { savePreferences } from '../../../functions/flows/subscribers/preferences.ts';
import { signUp } from '../../support/builders/moves.ts';
import {
  aSubscriber,
  openSubscriptions,
  SUBSCRIPTION_SECRETS,
  type SubscriptionsFixture,
} from '../../support/builders/subscriptions.ts';

const ADA = 'ada@example.com';
const confirmAll = async (desk: SubscriptionsFixture, ...tokens: readonly string[]) => {
  const states = [];
  for (const token of tokens) states.push((await confirm(desk.ports, token)).state);
  return states;
};

describe('a confirmation', () => {
  it.each([
    ['signed up with it', 'unsubscribed' as const],
    ['was new', undefined],
  ])(
    'confirms what its own mail named, whatever a stranger asked for since, for who %s',
    async (_, status) => {
      const desk = openSubscriptions();
      if (status) await desk.ports.subscribers.put(aSubscriber(ADA, { status, epoch: 'e' }));
      const mine = await signUp(desk, ADA, ['daily'], ['world']);
      desk.now++;
      await signUp(desk, ADA, ['brief']);
      expect(await showConfirmation(desk.ports, mine)).toMatchObject({
        state: 'open',
        newsletters: ['daily'],
      });
      expect(await confirm(desk.ports, mine)).toMatchObject({ state: 'done', newsletters: ['daily'] });
      const ada = await desk.find(ADA);
      expect(ada).toMatchObject({
        status: 'active',
        newsletters: ['daily'],
        topics: ['world'],
        asked: undefined,
      });
      expect(ada?.consent).toMatchObject({ at: desk.now - 1, confirmedAt: desk.now });
    },
  );

  it('of a second request adds its newsletters, with evidence of its own, and welcomes nobody twice', async () => {
    const desk = openSubscriptions();
    const first = await signUp(desk, ADA, ['daily']);
    const second = await signUp(desk, ADA, ['brief']);
    expect(await confirmAll(desk, first, second, second, first)).toEqual(['done', 'done', 'done', 'done']);
    const ada = await desk.find(ADA);
    expect(ada).toMatchObject({ newsletters: ['daily', 'brief'] });
    expect(ada?.vouched).toEqual([
      { at: desk.now, source: 'form', form: 'words', newsletters: ['brief'], confirmedAt: desk.now },
    ]);
    expect(desk.notices.map(({ kind }) => kind)).toEqual(['confirm', 'confirm', 'welcome']);
    expect(await desk.counted()).toEqual(['confirmed brief 1', 'confirmed daily 1', 'joined daily 1']);
  });

  it.each<[string, string[], string[], string[]]>([
    ['all stay all', [], ['world'], []],
    ['some are not widened by none', ['world'], [], ['world']],
    ['some are joined with others', ['world'], ['business'], ['world', 'business']],
  ])('of a second request takes no topic away: %s', async (_, theirs, more, after) => {
    const desk = openSubscriptions();
    const [first, second] = [
      await signUp(desk, ADA, ['daily'], theirs),
      await signUp(desk, ADA, ['brief'], more),
    ];
    await confirmAll(desk, first, second);
    expect((await desk.find(ADA))?.topics).toEqual(after);
  });

  it('brings nothing back that was left since: neither by the first link nor by one that waited', async () => {
    const desk = openSubscriptions();
    const links = [await signUp(desk, ADA, ['daily']), await signUp(desk, ADA, ['brief'])];
    await confirm(desk.ports, links[0]!);
    await unsubscribeAddress(desk.ports, ADA);
    expect(await confirmAll(desk, ...links)).toEqual(['void', 'void']);
    expect(await desk.find(ADA)).toMatchObject({ status: 'unsubscribed', newsletters: ['daily'] });
    // Asked for again, by a link of its own.
    expect(await confirmAll(desk, await signUp(desk, ADA, ['daily']), ...links)).toEqual([
      'done',
      'void',
      'void',
    ]);
  });

  it('that was used does not give back one newsletter that was left since', async () => {
    const desk = openSubscriptions();
    const token = await signUp(desk, ADA, ['daily', 'brief']);
    await confirm(desk.ports, token);
    await savePreferences(desk.ports, desk.token('preferences', ADA), { newsletters: ['brief'], topics: [] });
    expect(await confirm(desk.ports, token)).toMatchObject({ state: 'done', newsletters: ['brief'] });
    expect((await desk.find(ADA))?.newsletters).toEqual(['brief']);
  });

  it('of one of more requests than are kept is void; the newest eight wait', async () => {
    const desk = openSubscriptions();
    const links: string[] = [];
    for (let n = 0; n < 10; n++) {
      links.push(await signUp(desk, ADA, n % 2 ? ['brief'] : ['daily'], n < 5 ? [] : ['world']));
      desk.now += DAY;
    }
    expect((await desk.find(ADA))?.requests).toHaveLength(8);
    expect(await showConfirmation(desk.ports, links[1]!)).toMatchObject({ state: 'void' });
    expect(await confirmAll(desk, links[9]!)).toEqual(['done']);
  });

  it.each<[string, (desk: SubscriptionsFixture) => Promise<unknown>]>([
    ['beyond the mailbox’s limit', async () => {}],
    [
      'while it rests from a refusal',
      async (desk) => desk.ports.subscribers.put(startRest((await desk.find(ADA))!, desk.now)),
    ],
  ])('outlives what strangers ask for without a mail: %s', async (_, happen) => {
    const desk = openSubscriptions();
    const mine = await signUp(desk, ADA, ['daily'], ['world']);
    await happen(desk);
    const topics = [[], ['world'], ['business'], ['world', 'business']];
    for (let n = 0; n < 12; n++) {
      desk.now += HOUR;
      await signUp(desk, ADA, [['brief'], ['daily', 'brief'], ['daily']][n % 3]!, topics[n % 4]);
    }
    expect(desk.notices.length).toBeLessThanOrEqual(3);
    expect((await desk.find(ADA))?.requests).toHaveLength(8);
    expect(await exportOwnData(desk.ports, desk.token('manage', ADA, '', desk.now + HOUR))).not.toContain(
      'silent',
    );
    expect(await confirm(desk.ports, mine)).toMatchObject({ state: 'done', newsletters: ['daily'] });
  });

  it('that was beyond a limit waits as any other once it is mailed', async () => {
    const desk = openSubscriptions();
    for (const topics of [[], ['world'], ['business']]) await signUp(desk, ADA, ['daily'], topics);
    desk.now += 2 * HOUR;
    await signUp(desk, ADA, ['brief']);
    const silent = async () => (await desk.find(ADA))?.requests?.map((one) => one.silent ?? false);
    expect([desk.notices.length, await silent()]).toEqual([3, [false, false, false, true]]);
    desk.now += DAY - HOUR;
    const token = await signUp(desk, ADA, ['brief']);
    expect([desk.notices.length, await silent()]).toEqual([4, [false, false, false, false]]);
    expect(await confirm(desk.ports, token)).toMatchObject({ state: 'done', newsletters: ['brief'] });
  });

  it('said twice within a day is one request: both mails have the same link', async () => {
    const desk = openSubscriptions();
    const mine = await signUp(desk, ADA, ['daily']);
    await signUp(desk, ADA, ['brief']);
    expect(await signUp(desk, ADA, ['daily'])).toBe(mine);
    expect((await desk.find(ADA))?.requests).toHaveLength(2);
    expect((await desk.find(ADA))?.asked).toMatchObject({ newsletters: ['daily'] });
  });

  it('past its end has its own mail anew, not that of the newest request', async () => {
    const desk = openSubscriptions();
    const mine = await signUp(desk, ADA, ['daily']);
    desk.now += 6 * DAY;
    await signUp(desk, ADA, ['brief']);
    desk.now += 2 * DAY;
    expect(await confirm(desk.ports, mine)).toMatchObject({ state: 'renewed' });
    expect(await confirm(desk.ports, desk.link())).toMatchObject({ state: 'done', newsletters: ['daily'] });
  });

  it('past its end tells nobody who reads; what there is goes to the mailbox', async () => {
    const desk = openSubscriptions();
    const token = await signUp(desk, ADA);
    await confirm(desk.ports, token);
    desk.now += 8 * DAY;
    expect(await showConfirmation(desk.ports, token)).toMatchObject({ state: 'expired' });
    expect(await confirm(desk.ports, token)).toMatchObject({ state: 'renewed' });
    expect(desk.notices.at(-1)).toMatchObject({ kind: 'link', about: { purpose: 'preferences' } });
  });
});

describe('a mail of before there were refs', () => {
  const asked: RequestedConsent = {
    newsletters: ['daily'],
    topics: [],
    at: 0,
    source: 'form',
    form: 'words',
  };
  async function waiting() {
    const desk = openSubscriptions();
    const ada = aSubscriber(ADA, { status: 'pending', newsletters: [], asked: { ...asked, at: desk.now } });
    await desk.ports.subscribers.put(ada);
    const old = { kind: 'confirm', subscriber: ada.id, about: { newsletters: 'daily' } } as const;
    return { desk, old: noticePathOf(SUBSCRIPTION_SECRETS, old, desk.now).split('/').at(-1)! };
  }

  it('still confirms, and twice is once', async () => {
    const { desk, old } = await waiting();
    expect(await confirmAll(desk, old, old)).toEqual(['done', 'done']);
    expect(await desk.find(ADA)).toMatchObject({ status: 'active', newsletters: ['daily'] });
  });

  it('confirms what it named, also after a stranger asked for something else', async () => {
    const { desk, old } = await waiting();
    const other = await signUp(desk, ADA, ['brief']);
    expect(await confirmAll(desk, old)).toEqual(['done']);
    expect((await desk.find(ADA))?.newsletters).toEqual(['daily']);
    expect(await confirmAll(desk, other)).toEqual(['done']);
    expect((await desk.find(ADA))?.newsletters).toEqual(['daily', 'brief']);
  });

  it('is void once its row was erased, whoever signs up there', async () => {
    const { desk, old } = await waiting();
    await eraseAddress(desk.ports, ADA, { never: false });
    await signUp(desk, ADA, ['brief']);
    expect(await confirmAll(desk, old)).toEqual(['void']);
    expect(await desk.find(ADA)).toMatchObject({ status: 'pending' });
  });
});

it('One’s own data says what was asked for, and holds nothing that a link is made of', async () => {
  const desk = openSubscriptions();
  await confirm(desk.ports, await signUp(desk, ADA, ['daily'], ['world']));
  const { epoch, requests } = (await desk.find(ADA))!;
  const text = (await exportOwnData(desk.ports, desk.token('manage', ADA, '', desk.now + DAY)))!;
  expect(JSON.parse(text).requests).toEqual([
    {
      ...{ newsletters: ['daily'], topics: ['world'], at: '2026-11-23T12:00:00Z' },
      ...{ source: 'form', form: 'words', done: 'confirmed' },
    },
  ]);
  expect([text.includes(epoch!), text.includes(requests![0]!.ref)]).toEqual([false, false]);
});
