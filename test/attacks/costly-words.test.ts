/** What makes a store work hard at a word of readers or strangers: said again and again it costs no more than said a few times. */
import { describe, expect, it } from 'vitest';
import { HOUR } from '../../functions/domain/time/instant.ts';
import { sendAgain } from '../../functions/flows/runs/send.ts';
import { eraseUnconfirmed } from '../../functions/flows/subscribers/erase.ts';
import { eraseOwn, exportOwnData } from '../../functions/flows/subscribers/manage.ts';
import { aRunSubscriber, subscriberEmail } from '../support/hosts/delivery-fixture.ts';
import { openStoreFixture } from '../support/hosts/store-fixture.ts';

/** A run that three readers have got; `asked`: how often somebody went through the ledger since. */
async function sent() {
  const desk = await openStoreFixture('SQLite');
  await desk.room.addSubscribers(3);
  await desk.room.addRun();
  await desk.deliverAll();
  const { ledger } = desk.forms;
  let asked = 0;
  const runs: typeof desk.ports.ledger.runs = (about) => {
    asked++;
    return desk.ports.ledger.runs(about);
  };
  desk.forms.ledger = { ...ledger!, runs };
  return Object.assign(desk, { link: desk.manageLink(subscriberEmail(0)), asked: () => asked });
}

describe('sign-ups that nobody confirmed', () => {
  it('are forgotten at a cost that does not grow with their number', async () => {
    const desk = await openStoreFixture('SQLite', { settings: { automatic: false } });
    await desk.room.addSubscribers(3);
    await desk.room.addRun();
    await desk.deliverAll();
    await sendAgain(desk.ports, 'e_monday', { address: subscriberEmail(0) });
    await desk.deliverAll();
    const { ledger, subscribers } = desk.ports;
    let asked = 0;
    const counting = new Proxy(ledger, {
      get(target, name: keyof typeof ledger) {
        const real = target[name] as (...given: unknown[]) => unknown;
        return (...given: unknown[]) => {
          asked++;
          return real.apply(target, given);
        };
      },
    });
    const costOf = async (count: number) => {
      for (let n = 0; n < count; n++) {
        const consent = { at: n, source: 'form', form: '', confirmedAt: undefined };
        await subscribers.put(aRunSubscriber(`flood${n}@reader.example`, { status: 'pending', consent }));
      }
      asked = 0;
      await eraseUnconfirmed({ subscribers, ledger: counting }, count);
      expect((await subscribers.countByStatus()).pending).toBe(0);
      return asked;
    };
    expect(await costOf(400)).toBe(await costOf(1));
  });
});

describe('a one-hour link', () => {
  it('gives a copy of one’s data six times an hour, and says so beyond', async () => {
    const desk = await sent();
    const copies = await Promise.allSettled(
      Array.from({ length: 40 }, () => exportOwnData(desk.forms, desk.manageLink(subscriberEmail(0)))),
    );
    expect(copies.filter(({ status }) => status === 'fulfilled')).toHaveLength(6);
    await expect(exportOwnData(desk.forms, desk.link)).rejects.toMatchObject({ code: 'too-many' });
    expect(desk.asked()).toBe(6);
    expect(await exportOwnData(desk.forms, desk.manageLink(subscriberEmail(1)))).toContain(
      subscriberEmail(1),
    );
    desk.room.store.now += HOUR + 1;
    expect(await exportOwnData(desk.forms, desk.manageLink(subscriberEmail(0)))).toContain('accepted');
  });

  it('goes through the ledger for an erasure that is done three times more, and answers alike', async () => {
    const desk = await sent();
    for (let n = 0; n < 40; n++) await eraseOwn(desk.forms, desk.link, { never: false });
    expect(desk.asked()).toBe(4);
    expect(await desk.outcomes('e_monday', subscriberEmail(0))).toEqual([]);
  });

  it('ends an erasure that was cut short, however often it was', async () => {
    const desk = await sent();
    const { ledger } = desk.forms;
    const failing = async () => {
      throw new Error('the store is away');
    };
    desk.forms.ledger = { ...ledger!, runs: failing };
    for (let n = 0; n < 9; n++)
      await expect(eraseOwn(desk.forms, desk.link, { never: false })).rejects.toThrow();
    expect(await desk.outcomes('e_monday', subscriberEmail(0))).toEqual(['accepted 1']);
    desk.forms.ledger = ledger!;
    await eraseOwn(desk.forms, desk.link, { never: false });
    expect(await desk.outcomes('e_monday', subscriberEmail(0))).toEqual([]);
  });
});
