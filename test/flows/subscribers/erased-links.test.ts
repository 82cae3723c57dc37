import { describe, expect, it } from 'vitest';
import { HOUR } from '../../../functions/domain/time/instant.ts';
import { confirm } from '../../../functions/flows/subscribers/confirm.ts';
import { exportSubscribers } from '../../../functions/flows/subscribers/list-subscribers.ts';
import { exportOwnData, showManagement } from '../../../functions/flows/subscribers/manage.ts';
import { eraseAddress } from '../../../functions/flows/subscribers/operate-subscribers.ts';
import {
  requestManageLink,
  savePreferences,
  showPreferences,
  unsubscribeByPreferences,
} from '../../../functions/flows/subscribers/preferences.ts';
import {
  saveReason,
  undoUnsubscribe,
  unsubscribe,
} from '../../../functions/flows/subscribers/unsubscribe.ts';
import { apply } from '../../support/builders/import-csv.ts';
import { move, signUp } from '../../support/builders/moves.ts';
import {
  aSubscriber,
  idOf,
  openSubscriptions,
  type SubscriptionsFixture,
} from '../../support/builders/subscriptions.ts';
import { collect } from '../../support/probes/collect.ts';

const [ADA, BEA] = ['ada@example.com', 'ada@new.example'];
const ONE_CLICK = { scope: 'one', how: 'one-click' } as const;

const linksOf = (desk: SubscriptionsFixture) => ({
  unsubscribe: desk.token('unsubscribe', ADA, 'daily'),
  preferences: desk.token('preferences', ADA),
  manage: desk.token('manage', ADA, '', desk.now + HOUR),
});

/** Ada signed up, confirmed, and was erased; then a stranger signs her up. */
async function erasedAndBack({ again = true } = {}) {
  const desk = openSubscriptions();
  const first = await signUp(desk, ADA, ['daily', 'brief']);
  await confirm(desk.ports, first);
  const { undo } = await unsubscribe(desk.ports, desk.token('unsubscribe', ADA, 'brief'), ONE_CLICK);
  const links = { ...linksOf(desk), first, undo: undo! };
  await eraseAddress(desk.ports, ADA, { never: false });
  const second = await signUp(desk, ADA, ['daily']);
  if (again) await confirm(desk.ports, second);
  return { desk, links };
}

describe('a link of before an erasure', () => {
  it('confirms nothing that somebody asked for since', async () => {
    const { desk, links } = await erasedAndBack({ again: false });
    expect(await confirm(desk.ports, links.first)).toMatchObject({ state: 'void' });
    expect(await desk.find(ADA)).toMatchObject({ status: 'pending' });
  });

  it('opens neither preferences nor data of who signed up since, and mails no link to them', async () => {
    const { desk, links } = await erasedAndBack();
    const [before, mails] = [await desk.find(ADA), desk.notices.length];
    expect(await showPreferences(desk.ports, links.preferences)).toMatchObject({
      status: 'unknown',
      address: '',
    });
    await savePreferences(desk.ports, links.preferences, { newsletters: ['brief'], topics: [] });
    await unsubscribeByPreferences(desk.ports, links.preferences);
    await requestManageLink(desk.ports, links.preferences);
    expect([
      await exportOwnData(desk.ports, links.manage),
      await showManagement(desk.ports, links.manage),
    ]).toEqual([undefined, undefined]);
    await expect(undoUnsubscribe(desk.ports, links.undo)).rejects.toMatchObject({ code: 'gone' });
    expect([await desk.find(ADA), desk.notices.length]).toEqual([before, mails]);
  });

  it('takes nobody off who signed up since, and does not say so', async () => {
    const { desk, links } = await erasedAndBack();
    const before = await desk.find(ADA);
    for (const work of [
      unsubscribe(desk.ports, links.unsubscribe, ONE_CLICK),
      saveReason(desk.ports, links.unsubscribe, { reason: 'other', remark: 'x' }),
    ])
      await expect(work).rejects.toMatchObject({ code: 'gone', message: /Nobody was unsubscribed/ });
    expect(await desk.find(ADA)).toEqual(before);
  });

  it('is answered as ever where nobody reads', async () => {
    const { desk, links } = await erasedAndBack({ again: false });
    expect(await unsubscribe(desk.ports, links.unsubscribe, ONE_CLICK)).toMatchObject({ status: 'unknown' });
    expect(await desk.find(ADA)).toMatchObject({ status: 'pending' });
  });

  it('of a version without epochs is as dead', async () => {
    const desk = openSubscriptions();
    await desk.ports.subscribers.put(aSubscriber(ADA));
    const links = linksOf(desk);
    await eraseAddress(desk.ports, ADA, { never: false });
    await confirm(desk.ports, await signUp(desk, ADA));
    expect(await showPreferences(desk.ports, links.preferences)).toMatchObject({ status: 'unknown' });
    await expect(unsubscribe(desk.ports, links.unsubscribe, ONE_CLICK)).rejects.toMatchObject({
      code: 'gone',
    });
  });
});

describe('a list that is imported', () => {
  it('with the address somebody moved away from makes no second copy of them', async () => {
    const desk = openSubscriptions();
    await desk.ports.subscribers.put(aSubscriber(ADA, { epoch: 'e1' }));
    const list = (await collect(exportSubscribers(desk.ports))).join('');
    await move(desk, ADA, BEA);
    expect((await apply(desk, list)).fates).toMatchObject({ fresh: 0, known: 1 });
    expect(await desk.find(ADA)).toBeUndefined();
  });

  it.each([
    ['unsubscribed', 'unsubscribed'],
    ['complained', 'complained'],
    ['bounced', 'active'],
  ])('says of the address they moved away from %s: they are %s', async (said, then) => {
    const desk = openSubscriptions();
    await desk.ports.subscribers.put(aSubscriber(ADA, { epoch: 'e1' }));
    await move(desk, ADA, BEA);
    await apply(desk, `email,status\n${ADA},${said}`);
    expect(await desk.find(BEA)).toMatchObject({ status: then });
    expect(await desk.find(ADA)).toBeUndefined();
  });

  it('takes who moved for gone once they left, and for a stranger once they are erased', async () => {
    const desk = openSubscriptions();
    await desk.ports.subscribers.put(aSubscriber(ADA, { epoch: 'e1' }));
    await move(desk, ADA, BEA);
    const list = `email,newsletters,status\n${ADA},daily,active`;
    await unsubscribe(desk.ports, desk.token('unsubscribe', BEA), ONE_CLICK);
    expect((await apply(desk, list)).fates).toMatchObject({ departed: 1 });
    await eraseAddress(desk.ports, BEA, { never: false });
    expect((await apply(desk, list)).fates).toMatchObject({ fresh: 1 });
  });

  it('from our own export elsewhere keeps the links of every letter, of an earlier address, too', async () => {
    const [desk, other] = [openSubscriptions(), openSubscriptions()];
    await desk.ports.subscribers.put(aSubscriber(ADA, { epoch: 'e1' }));
    const links = linksOf(desk);
    await move(desk, ADA, BEA);
    const newer = desk.token('preferences', BEA);
    await apply(other, (await collect(exportSubscribers(desk.ports))).join(''));
    expect(await showPreferences(other.ports, newer)).toMatchObject({ status: 'active' });
    await unsubscribe(other.ports, links.unsubscribe, ONE_CLICK);
    expect(await other.find(BEA)).toMatchObject({ status: 'unsubscribed' });
  });

  it('gives each row an epoch, and says what it cannot read of links', async () => {
    const desk = openSubscriptions();
    const cells = ['{', '[]', '"{""epoch"":""a b""}"', '"{""forwards"":[{""id"":""x""}]}"'];
    const rows = cells.map((cell, n) => `reader${n}@example.com,daily,${cell}`);
    const told = await apply(desk, `email,newsletters,letter_links\n${rows.join('\n')}`);
    expect(told.remarks.first.map(({ message }) => message)).toEqual(
      Array(4).fill('letter_links is not as an export writes it, and is left out.'),
    );
    expect((await desk.find('reader0@example.com'))?.epoch).toMatch(/^[\w-]{6}$/);
    expect((await desk.ports.subscribers.get(idOf('reader1@example.com')))?.forwards).toBeUndefined();
  });
});
