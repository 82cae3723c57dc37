import { describe, expect, it } from 'vitest';
import { type ItemKind, PARTITION_PATTERNS } from '../../functions/adapters/dynamodb/table.ts';
import { readSesEvent } from '../../functions/adapters/ses/event.ts';
import { DAY, MINUTE } from '../../functions/domain/time/instant.ts';
import { recordFeedback } from '../../functions/flows/delivery/feedback.ts';
import { deliverNotices, queueNotice } from '../../functions/flows/delivery/notices.ts';
import { countSoftBounce } from '../../functions/flows/delivery/soft-bounces.ts';
import { deliverInTurns, planInTurns } from '../../functions/flows/delivery/worker-loop.ts';
import { resendKey } from '../../functions/flows/ledger/plan-pass.ts';
import { suppressSubscriber } from '../../functions/flows/subscribers/suppress-subscriber.ts';
import { RIGHTS } from '../../infra/rights.ts';
import type { Rights } from '../../infra/stage/table.ts';
import { aBatch } from '../support/builders/runs.ts';
import { aRunSubscriber } from '../support/hosts/delivery-fixture.ts';
import {
  called,
  openRecordedDelivery,
  rightsOf,
  useRecordedTables,
} from '../support/probes/function-rights.ts';
import { isAllowed } from '../support/probes/policies.ts';

useRecordedTables();

const BATCH = 'B#e_monday#1-0';

describe('by its role', () => {
  it.each([
    // Readers are known one by one: nothing lists them, or their hashes, or moves.
    ['Web', 'Query', 'S#a'],
    ['Web', 'BatchGetItem', 'S#a'],
    ['Web', 'Query', 'X#a'],
    ['Web', 'Query', 'F#a'],
    ['Web', 'DeleteItem', 'X#a'],
    ['Web', 'Query', 'DAY'],
    // Nothing of a letter is made, handed out or thrown away.
    ['Web', 'PutItem', BATCH],
    ['Web', 'DeleteItem', BATCH],
    ['Web', 'PutItem', 'O#e_monday'],
    ['Web', 'DeleteItem', 'O#notices'],
    ['Web', 'Query', 'O#e_monday'],
    ['Web', 'DeleteItem', 'RUN'],
    ['Web', 'UpdateItem', 'RUN'],
    ['Web', 'PutItem', 'P#e_monday'],
    ['Web', 'DeleteItem', 'P#e_monday'],
    ['Web', 'UpdateItem', 'PACE#letters'],
    ['Web', 'DeleteItem', 'MEMORY'],
    ['Web', 'Query', 'MEMORY'],
    ['Deliveryplan', 'PutItem', 'S#a'],
    ['Deliveryplan', 'GetItem', 'X#a'],
    ['Deliverydeliver', 'DeleteItem', 'S#a'],
    ['Deliverydeliver', 'PutItem', BATCH],
    ['Deliverydeliver', 'DeleteItem', BATCH],
    ['Deliverydeliver', 'DeleteItem', 'X#a'],
    ['Deliverynotices', 'UpdateItem', BATCH],
    ['Deliverynotices', 'Query', BATCH],
    ['Deliverynotices', 'PutItem', 'RUN'],
    ['Deliverynotices', 'Query', 'S#a'],
    ['Feedback', 'DeleteItem', 'S#a'],
    ['Feedback', 'PutItem', BATCH],
    ['Feedback', 'UpdateItem', 'PACE#letters'],
  ])('%s may not %s %s', (start, action, key) => {
    expect(isAllowed(called(action, key), rightsOf(start))).toBe(false);
  });

  it.each(['Web', 'Deliveryplan', 'Deliverydeliver', 'Deliverynotices', 'Feedback'])(
    '%s may make no call that names no partition, for a condition on keys is true of it',
    (start) => {
      const keyed = ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'];
      const table = rightsOf(start).filter(({ action }) => action.startsWith('dynamodb:'));
      expect(table.length).toBeGreaterThan(0);
      expect(table.filter(({ action }) => !keyed.includes(action.replace('dynamodb:', '')))).toEqual([]);
      expect(table.filter(({ keys }) => keys === undefined)).toEqual([]);
    },
  );

  it('Web may not read an allowed key and another in one call', () => {
    const mixed = { ...called('BatchGetItem', 'X#a'), keys: ['X#a', 'S#a'] };
    expect(isAllowed(mixed, rightsOf('Web'))).toBe(false);
    expect(isAllowed({ ...mixed, keys: ['X#a', 'X#b'] }, rightsOf('Web'))).toBe(true);
  });

  it('Web searches runs in the indexes, and nothing else there', () => {
    const may = ['RUN', 'S#a'].map((key) => isAllowed(called('Query', key, 'newest'), rightsOf('Web')));
    expect(may).toEqual([true, false]);
  });

  it.each(Object.keys(RIGHTS))('whoever writes on a condition may read what refused it: %s', (name) => {
    const { get = [], put = [], update = [], remove = [] }: Rights = RIGHTS[name as keyof typeof RIGHTS];
    // Written without one, or only said again.
    const free: readonly ItemKind[] = ['markers', 'noticeMarkers', 'planned', 'memory'];
    const read = get.map((kind) => PARTITION_PATTERNS[kind].replace('*', ''));
    const isRead = (kind: ItemKind): boolean => read.some((key) => PARTITION_PATTERNS[kind].startsWith(key));
    const written = [...put, ...update, ...remove];
    expect(written.filter((kind) => !free.includes(kind) && !isRead(kind))).toEqual([]);
  });
});

/** A run that 150 readers have got. */
async function sentRun() {
  const opened = await openRecordedDelivery();
  const { room, ports } = opened;
  const readers = Array.from({ length: 150 }, (_, n) => aRunSubscriber(`r${n}@d${n % 30}.example`));
  await ports.subscribers.insertMany(readers);
  const addRun = async (id: string) => {
    await room.addRun({ id, state: 'sending', createdAt: room.store.now });
    for (let at = 0; at < 150; at += 50) {
      const members = readers.slice(at, at + 50).map((reader) => reader.id);
      await ports.ledger.createBatch(aBatch({ run: id, id: `1-0-${at}`, members }));
    }
  };
  await addRun('e_monday');
  const tell = (numbers: readonly number[], event: object, run = 'e_monday') => {
    room.store.now += 6 * MINUTE;
    const bodies = numbers.map((n) => ({ ...event, run, batch: `1-0-${n - (n % 50)}`, pos: String(n % 50) }));
    return recordFeedback(
      ports,
      bodies.map((body) => readSesEvent(JSON.stringify(body))!),
    );
  };
  return { ...opened, readers, addRun, tell };
}

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);
const bounce = (bounceType: string, code: string) => ({
  ...{ type: 'Bounce', bounce: bounceType, detail: 'General', code, diagnostic: '' },
});

describe('no call is refused', () => {
  it('to feedback: it bars readers, stops a run that harms, and sets aside whose letters come back', async () => {
    const { as, tell, addRun, ports, readers, room } = await sentRun();
    const stopped = await as('Feedback', async () => {
      await tell(numbers(150), { type: 'Send' });
      await tell(numbers(12), bounce('Permanent', '5.7.26'));
      await tell([20], bounce('Permanent', '5.1.1'));
      await tell([21], { type: 'Complaint', complaint: 'abuse', detail: '' });
    });
    expect((await ports.ledger.run('e_monday'))?.state).toBe('paused');
    expect(stopped).toEqual({ made: expect.any(Number), refused: [] });
    for (let n = 1; n <= 7; n++) await addRun(`e_day-${n}`);
    const aside = await as('Feedback', async () => {
      for (let n = 1; n <= 7; n++) {
        room.store.now += DAY;
        await tell([3], bounce('Transient', '4.4.7'), `e_day-${n}`);
      }
    });
    expect((await ports.subscribers.get(readers[3]!.id))?.status).toBe('bounced');
    expect(aside.refused).toEqual([]);
  });

  it('to planning, of readers and of a pass for one of them', async () => {
    const { as, room, ports } = await openRecordedDelivery();
    const [reader] = await room.addSubscribers(120);
    await room.addRun({ id: 'e_monday', passes: 2 });
    await ports.ledger.setState(
      resendKey('e_monday', 2),
      JSON.stringify({ what: 'subscriber', id: reader!.id }),
    );
    const planned = await as('Deliveryplan', () => planInTurns(ports));
    expect(planned.refused).toEqual([]);
    expect((await ports.ledger.counts('e_monday')).members).toBe(121);
  });

  it('to delivery: it sends, ends the run, and bars and sets aside as feedback does', async () => {
    const { as, room, ports } = await openRecordedDelivery();
    const readers = await room.addSubscribers(120);
    await room.addRun({ id: 'e_monday' });
    await planInTurns(ports);
    await ports.subscribers.erase(readers[5]!.id);
    const sent = await as('Deliverydeliver', () => deliverInTurns(ports));
    expect([sent.refused, (await room.copies()).size]).toEqual([[], 119]);
    const others = await as('Deliverydeliver', async () => {
      await suppressSubscriber(ports, readers[0]!.id, 'bounced', '5.1.1');
      for (let n = 0; n < 7; n++) await countSoftBounce(ports, readers[1]!.id, `e_day-${n}`, '4.4.7');
    });
    expect(others.refused).toEqual([]);
  });

  it('to notices: they go, and one of somebody erased forgets whom it was for', async () => {
    const { as, room, ports } = await openRecordedDelivery();
    const [reader] = await room.addSubscribers(1, () => ({ status: 'active' }));
    for (const subscriber of [reader!.id, 'nobody-any-more-1234567'])
      await queueNotice(ports, { kind: 'welcome', subscriber, about: { newsletters: 'brief' } });
    await queueNotice(ports, { kind: 'alarm', to: 'ed@paper.press', about: { message: 'm', remedy: 'r' } });
    const sent = await as('Deliverynotices', () => deliverNotices(ports));
    expect(sent).toEqual({ made: expect.any(Number), refused: [] });
    expect([...(await room.copies()).keys()].sort()).toEqual(['ed@paper.press', reader!.email].sort());
  });
});
