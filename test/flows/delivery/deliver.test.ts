import { afterEach, describe, expect, it } from 'vitest';
import { suppressionHash } from '../../../functions/domain/subscribers/identity.ts';
import { DAY } from '../../../functions/domain/time/instant.ts';
import { deliver } from '../../../functions/flows/delivery/deliver.ts';
import { planBatches } from '../../../functions/flows/ledger/plan.ts';
import { MORNING } from '../../support/builders/runs.ts';
import {
  DELIVERY_SECRETS,
  type DeliveryFixture,
  openDelivery,
  subscriberEmail,
} from '../../support/hosts/delivery-fixture.ts';

let room: DeliveryFixture;
const open = (...about: Parameters<typeof openDelivery>) => {
  room = openDelivery(...about);
  return room;
};
afterEach(() => room.close());

const send = async (id = 'e_monday') => {
  await planBatches(room.ports, id);
  return deliver(room.ports, id);
};
const state = async (id = 'e_monday') => (await room.ports.ledger.run(id))?.state;

describe('a run', () => {
  it('reaches every reader once, and is done', async () => {
    const { addSubscribers: addReaders, addRun, copies, ports } = open();
    await addReaders(137);
    await addRun();
    expect(await send()).toBe('worked');
    expect([...(await copies()).values()]).toEqual(Array(137).fill(1));
    expect(await state()).toBe('done');
    const { accepted, members, batches, open: waiting } = await ports.ledger.counts('e_monday');
    expect({ accepted, members, batches, waiting }).toEqual({
      accepted: 137,
      members: 137,
      batches: 3,
      waiting: 0,
    });
    expect(await send()).toBe('idle');
    expect((await copies()).size).toBe(137);
  });

  it('without readers is done at once', async () => {
    const { addRun } = open();
    await addRun();
    await send();
    expect(await state()).toBe('done');
  });

  it('is planned in spans that leave nobody out', async () => {
    const { addSubscribers: addReaders, addRun, copies, ports } = open();
    await addReaders(300);
    await addRun({ spans: 8 });
    await send();
    expect((await copies()).size).toBe(300);
    expect((await ports.ledger.counts('e_monday')).batches).toBeGreaterThanOrEqual(8);
  });

  it('waits for its cut-off to be as old as the index needs', async () => {
    const { addSubscribers: addReaders, addRun, store } = open({ settings: { planWait: 60_000 } });
    await addReaders(1);
    await addRun();
    await send();
    expect(await state()).toBe('planned');
    store.now += 60_000;
    await send();
    expect(await state()).toBe('done');
  });

  it('says who it is to, and how to leave, to each alone', async () => {
    const { addSubscribers: addReaders, addRun, outbox } = open();
    await addReaders(2);
    await addRun();
    await send();
    const { messages } = await outbox.list({ limit: 9, to: subscriberEmail(1).toUpperCase() });
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({ kind: 'edition', run: 'e_monday', attempt: 1 });
    const eml = new TextDecoder().decode(await outbox.eml(messages[0]!.id));
    expect(eml).toContain('To: reader-1@reader.example\r\n');
    expect(eml).toMatch(
      /List-Unsubscribe: <https:\/\/paper\.example\/unsubscribe\/k1\.[\w-]{22}\.brief\.\.[\w-]{22}>/,
    );
    expect(eml).toContain('Message-ID: <e_monday.1-0-.');
  });
});

describe('at the last moment', () => {
  it('whoever left, pauses, came after the cut-off or is suppressed is set aside', async () => {
    const { addSubscribers: addReaders, addRun, copies, ports, store } = open();
    const readers = await addReaders(6);
    await addRun();
    await planBatches(ports, 'e_monday');
    const change = async (n: number, about: object) =>
      ports.subscribers.put({ ...(await ports.subscribers.get(readers[n]!.id))!, ...about });
    await change(0, { status: 'unsubscribed' });
    await change(1, { newsletters: ['daily'] });
    await change(2, { pausedUntil: MORNING + DAY });
    await change(3, { consent: { ...readers[3]!.consent, confirmedAt: MORNING + 1 } });
    const hash = suppressionHash(DELIVERY_SECRETS, subscriberEmail(4));
    await ports.suppressions.add({ hash, reason: 'complained', at: MORNING });
    store.now += 1000;
    await send();
    expect([...(await copies()).keys()]).toEqual([subscriberEmail(5)]);
    expect(await ports.ledger.counts('e_monday')).toMatchObject({ departed: 5, accepted: 1, started: 1 });
  });

  it('whoever left in mid-run gets nothing any more', async () => {
    const { addSubscribers: addReaders, addRun, copies, ports } = open();
    const readers = await addReaders(120);
    await addRun();
    const { send: accept } = ports.mailer;
    const left = new Set<string>();
    ports.mailer.send = async (message) => {
      const last = readers.find((reader) => !left.has(reader.email) && reader.email !== message.to)!;
      if (left.size < 40) {
        left.add(last.email);
        await ports.subscribers.erase(last.id);
      }
      return accept(message);
    };
    await send();
    const got = await copies();
    const { departed, accepted } = await ports.ledger.counts('e_monday');
    expect(departed + accepted).toBe(120);
    expect(got.size).toBe(accepted);
    expect(departed).toBeGreaterThan(20);
  });

  it('whose topics leave nothing is set aside', async () => {
    const { addSubscribers: addReaders, addRun, copies, ports } = open();
    await addReaders(2, (n) => ({ topics: n === 0 ? ['world'] : [] }));
    const block = { topic: 'cities', kind: 'article', label: undefined, words: 9 } as const;
    await addRun(
      {},
      { blocks: [block], html: [{ block: 0, pieces: ['x'] }], text: [{ block: 0, pieces: ['x'] }] },
    );
    await send();
    expect([...(await copies()).keys()]).toEqual([subscriberEmail(1)]);
    expect(await ports.ledger.counts('e_monday')).toMatchObject({ departed: 1, accepted: 1 });
  });
});
